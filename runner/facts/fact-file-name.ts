import { createHash } from "node:crypto";

/** Bytes of a file name that every file system takes, with room for the ending. */
const maxBytes = 200;
/** Names that Windows keeps for devices, whatever their ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * The file of a subject's facts: `fct_orders.json`. Two subjects never share one, not even where case does
 * not count: everything but `a-z 0-9 _ - .` is written as the `%xx` of its bytes. A name that is too long
 * ends in a part of its hash.
 */
export function factFileName(subject: string): string {
  const safe = Array.from(Buffer.from(subject, "utf8"), escapeByte).join("");
  // A leading dot hides the file, `..` climbs, and a trailing dot is dropped by Windows.
  const dotted = safe.replace(/^\.|\.(?=\.)|\.$/g, "%2e");
  const name = devices.test(dotted) ? `%${hex(dotted.charCodeAt(0))}${dotted.slice(1)}` : dotted;
  if (name !== "" && name.length <= maxBytes) return `${name}.json`;
  const hash = createHash("sha256").update(subject).digest("hex");
  // `%` before the hash: no short name can look like this, for it is followed by no byte in hex.
  return `${name.slice(0, maxBytes - 40)}%-${hash.slice(0, 32)}.json`;
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[a-z0-9_.-]/.test(character) ? character : `%${hex(byte)}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
