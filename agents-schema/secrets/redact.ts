import type { FoundSecret } from "./create-held-finder.ts";

/** The text with `[redacted:kind]` in the place of each credential, and how many that are. */
export function redact(
  text: string,
  found: readonly FoundSecret[],
): { text: string; redactions: number } {
  const spans = merged(found);
  let rest = 0;
  let shown = "";
  for (const { start, end, kind } of spans) {
    shown += `${text.slice(rest, start)}[redacted:${kind}]`;
    rest = end;
  }
  return { text: shown + text.slice(rest), redactions: spans.length };
}

/** Overlapping ones are one, named by what is certain. */
function merged(found: readonly FoundSecret[]): FoundSecret[] {
  const spans: FoundSecret[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = spans.at(-1);
    if (last === undefined || one.start >= last.end) {
      spans.push(one);
      continue;
    }
    const kind = one.isHeld && !last.isHeld ? one.kind : last.kind;
    spans[spans.length - 1] = {
      kind,
      start: last.start,
      end: Math.max(last.end, one.end),
      isHeld: last.isHeld || one.isHeld,
    };
  }
  return spans;
}
