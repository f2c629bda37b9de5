import { notPlain } from "./not-plain.ts";
import { readBlockScalar } from "./read-block-scalar.ts";
import { readFlow } from "./read-flow.ts";
import { toScalar } from "./to-scalar.ts";

const maxDepth = 60;
/** Line ends but `\n`, and what YAML does not allow or people do not write. */
const unusual =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]|^---[^\n]|^%|^\t| \t/m;
const key = /^[A-Za-z_+][^:#'"{}[\],&*!|>%@`]*$/;

class NotPlain extends Error {}

/** Where a parser stands: at the content of a line, `indent` columns in. */
interface Place {
  /** What names stand for: `&name`. */
  anchors: Map<string, unknown>;
  text: string;
  at: number;
  indent: number;
}

/**
 * Reads the YAML that people write in dbt projects: mappings and lists by indentation, scalars on one line,
 * `|` and `>` blocks, flow collections on one line. Several times faster than a whole parser. Whatever is
 * rarer, or wrong, is `notPlain`: never another value than the whole parser gives.
 */
export function readPlainYaml(text: string): unknown {
  if (unusual.test(text)) return notPlain;
  const place: Place = { anchors: new Map(), text, at: 0, indent: 0 };
  if (text.startsWith("---\n")) place.at = 4;
  try {
    if (!toContent(place)) return notPlain;
    if (place.indent !== 0) return notPlain;
    const value = readBlock(place, 0, 0);
    return place.at < text.length ? notPlain : value;
  } catch (cause) {
    if (cause instanceof NotPlain) return notPlain;
    throw cause;
  }
}

/** Goes on to the next line that says something; false at the end. */
function toContent(place: Place): boolean {
  const { text } = place;
  for (;;) {
    let at = place.at;
    while (text.charCodeAt(at) === 32) at++;
    const code = text.charCodeAt(at);
    if (at >= text.length) {
      place.at = text.length;
      place.indent = -1;
      return false;
    }
    if (code !== 10 && code !== 35) {
      place.indent = at - place.at;
      place.at = at;
      return true;
    }
    const end = text.indexOf("\n", at);
    place.at = end < 0 ? text.length : end + 1;
  }
}

function readBlock(place: Place, indent: number, depth: number): unknown {
  if (depth > maxDepth) throw new NotPlain();
  return isItem(place) ? readList(place, indent, depth) : readMapping(place, indent, depth);
}

function isItem({ text, at }: Place): boolean {
  if (text.charCodeAt(at) !== 45) return false;
  const next = text.charCodeAt(at + 1);
  return next === 32 || next === 10 || Number.isNaN(next);
}

function readList(place: Place, indent: number, depth: number): unknown[] {
  const items: unknown[] = [];
  const { text } = place;
  while (place.indent === indent && isItem(place)) {
    let at = place.at + 1;
    while (text.charCodeAt(at) === 32) at++;
    const code = text.charCodeAt(at);
    if (at >= text.length || code === 10 || code === 35) {
      place.at = lineEnd(text, at);
      const isInside = toContent(place) && place.indent > indent;
      items.push(isInside ? readBlock(place, place.indent, depth + 1) : null);
      continue;
    }
    if (code === 38) {
      items.push(readAnchored(place, at, { indent, depth }));
      continue;
    }
    const inside = indent + (at - place.at);
    place.at = at;
    place.indent = inside;
    if (isItem(place)) items.push(readList(place, inside, depth + 1));
    else if (keyEnd(text, at) < 0) items.push(readValue(place, indent));
    else items.push(readMapping(place, inside, depth + 1));
  }
  if (place.indent > indent) throw new NotPlain();
  return items;
}

function readMapping(place: Place, indent: number, depth: number): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  const { text } = place;
  if (depth > maxDepth) throw new NotPlain();
  while (place.indent === indent) {
    if (isItem(place)) break;
    const colon = keyEnd(text, place.at);
    const name = colon < 0 ? "" : text.slice(place.at, colon).trimEnd();
    if (!key.test(name) || name === "__proto__" || Object.hasOwn(mapping, name))
      throw new NotPlain();
    place.at = colon + 1;
    while (text.charCodeAt(place.at) === 32) place.at++;
    const code = text.charCodeAt(place.at);
    if (place.at >= text.length || code === 10 || code === 35) {
      place.at = lineEnd(text, place.at);
      mapping[name] = toContent(place) ? readBelow(place, indent, depth) : null;
    } else mapping[name] = readValue(place, indent);
  }
  if (place.indent > indent) throw new NotPlain();
  return mapping;
}

/** `&name` with nothing else on its line: what stands below it has that name. */
function readAnchored(
  place: Place,
  at: number,
  { indent, depth }: { indent: number; depth: number },
): unknown {
  const end = lineEnd(place.text, at);
  const name = /^&([\w-]+) *\n$/.exec(place.text.slice(at, end))?.[1];
  place.at = end;
  if (name === undefined || !toContent(place) || place.indent <= indent) throw new NotPlain();
  const value = readBlock(place, place.indent, depth + 1);
  place.anchors.set(name, value);
  return value;
}

/** What stands on the lines below a key. */
function readBelow(place: Place, indent: number, depth: number): unknown {
  if (place.indent > indent) return readBlock(place, place.indent, depth + 1);
  // A list may begin as far left as its key.
  return place.indent === indent && isItem(place) ? readList(place, indent, depth + 1) : null;
}

/** A scalar or flow collection that begins here; afterwards the place is at the next content. */
function readValue(place: Place, indent: number): unknown {
  const { text } = place;
  const code = text.charCodeAt(place.at);
  if (code === 124 || code === 62) {
    const block = readBlockScalar(text, place.at, indent);
    if (block === undefined) throw new NotPlain();
    place.at = block.end;
    toContent(place);
    return block.value;
  }
  const end = text.indexOf("\n", place.at);
  const line = text.slice(place.at, end < 0 ? text.length : end);
  const value = scalarOrFlow(line, code, place.anchors);
  if (value === notPlain) throw new NotPlain();
  place.at = end < 0 ? text.length : end + 1;
  // A text that goes on below is for the whole parser.
  if (toContent(place) && place.indent > indent) throw new NotPlain();
  return value;
}

function scalarOrFlow(line: string, first: number, anchors: ReadonlyMap<string, unknown>): unknown {
  if (first === 91 || first === 123) return readFlow(line);
  if (first !== 42) return toScalar(line);
  const name = /^\*([\w-]+) *$/.exec(line)?.[1] ?? "";
  return anchors.has(name) ? anchors.get(name) : notPlain;
}

/** Place of the colon that ends a key on this line; -1: there is none. */
function keyEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return -1;
    if (code === 34 || code === 39 || code === 91 || code === 123)
      return at === start ? -1 : keyAfter(text, at);
    if (code === 35 && text.charCodeAt(at - 1) === 32) return -1;
    if (code === 58) {
      const next = text.charCodeAt(at + 1);
      if (next === 32 || next === 10 || Number.isNaN(next)) return at;
    }
  }
  return -1;
}

/** A quote within a text: whether a key ends behind it, only the whole parser is asked. */
function keyAfter(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  const rest = text.slice(start, end < 0 ? text.length : end);
  if (/:(?: |$)/.test(rest)) throw new NotPlain();
  return -1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
