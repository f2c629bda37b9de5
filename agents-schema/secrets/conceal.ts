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
  const names: string[] = [];
  collect(value, texts, names);
  const ofTexts = clean(texts, find);
  const ofNames = clean(names, find);
  const redactions = ofTexts.redactions + ofNames.redactions;
  if (redactions === 0) return { value, redactions };
  // The same shape with other texts: what is of this type stays of this type.
  const rebuilt = rebuild(value, ofTexts.texts.values(), ofNames.texts.values()) as Value;
  return { value: rebuilt, redactions };
}

/** Texts are read one after the other, so that one that is split is found; names apart, so that it stays so. */
function clean(
  texts: readonly string[],
  find: (text: string) => readonly FoundSecret[],
): { texts: readonly string[]; redactions: number } {
  const found = find(texts.join(between));
  if (found.length === 0) return { texts, redactions: 0 };

  let redactions = 0;
  let from = 0;
  const cleaned = texts.map((text) => {
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
  return { texts: cleaned, redactions };
}

function collect(value: unknown, texts: string[], names: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, texts, names);
  else if (isPlain(value)) {
    for (const [name, one] of Object.entries(value)) {
      names.push(name);
      collect(one, texts, names);
    }
  }
}

function rebuild(value: unknown, texts: Iterator<string>, names: Iterator<string>): unknown {
  if (typeof value === "string") return String(texts.next().value);
  if (Array.isArray(value)) return value.map((one) => rebuild(one, texts, names));
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([, one]): [string, unknown] => {
    const name = String(names.next().value);
    return [name, rebuild(one, texts, names)];
  });
  return Object.fromEntries(entries);
}

/** Data, as JSON has it; a date, a function or an error is left as it is. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
