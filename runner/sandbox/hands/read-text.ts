import type { Directory } from "./directory.ts";
import { readBytes } from "./read-bytes.ts";
import { Refusal } from "./refusal.ts";

/** A byte order mark stays where it is: what is written back must be what was read. */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, every character as it is. Throws Refusal when it is not UTF-8 text. */
export function readText(
  directory: Directory,
  name: string,
  path: string,
): { text: string; mode: number } {
  const { bytes, mode } = readBytes(directory.at(name), path);
  const text = decode(bytes);
  if (text === undefined) throw new Refusal(`${path} is not UTF-8 text`);
  return { text, mode };
}

/** undefined: not UTF-8, or with a NUL, which no text has. */
export function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    // The decoder says nothing that a person could use.
    return undefined;
  }
}
