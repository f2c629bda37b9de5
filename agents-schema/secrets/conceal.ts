import type { FoundSecret } from "./create-held-finder.ts";
import { redact } from "./redact.ts";

const between = "\u0000";

/**
 * The same data with every credential redacted in every text of it, names of fields included; also one that is
 * split across several of them. Data of which nothing is redacted comes back as it is.
 */
export function conceal<Value>(
  value: Value,
  find: (text: string) => readonly FoundSecret[],
): { value: Value; redactions: number } {
  const texts: string[] = [];
  collect(value, texts);
  const found = find(texts.join(between));
  if (found.length === 0) return { value, redactions: 0 };

  let redactions = 0;
  let from = 0;
  const clean = texts.map((text) => {
    const to = from + text.length;
    const here = found
      .filter(({ start, end }) => start < to && end > from)
      .map((one) => ({
        ...one,
        start: Math.max(one.start - from, 0),
        end: Math.min(one.end, to) - from,
      }));
    from = to + between.length;
    const shown = redact(text, here);
    redactions += shown.redactions;
    return shown.text;
  });
  // The same shape with other texts: what is of this type stays of this type.
  return { value: rebuild(value, clean.values()) as Value, redactions };
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, texts);
  else if (isPlain(value)) {
    for (const [name, one] of Object.entries(value)) {
      texts.push(name);
      collect(one, texts);
    }
  }
}

function rebuild(value: unknown, clean: Iterator<string>): unknown {
  const next = () => String(clean.next().value);
  if (typeof value === "string") return next();
  if (Array.isArray(value)) return value.map((one) => rebuild(one, clean));
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([, one]): [string, unknown] => [
    next(),
    rebuild(one, clean),
  ]);
  return Object.fromEntries(entries);
}

/** Data, as JSON has it; a date, a function or an error is left as it is. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
