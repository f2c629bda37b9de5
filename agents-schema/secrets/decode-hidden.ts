/** Gives the text of compressed bytes; undefined: they are none, or too many. */
export type Inflate = (bytes: Uint8Array) => string | undefined;

const runs = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const hex = /^(?:[0-9a-fA-F]{2})+$/;
/** What may be decoded of one text, in characters. More is not looked into, and that is said. */
const maxDecoded = 2_000_000;

/**
 * What stands in a text in base64 or hex, compressed or not, as far as it is text itself. `isWhole`: everything
 * was looked into.
 */
export function decodeHidden(
  text: string,
  inflate: Inflate,
): { pieces: { start: number; end: number; text: string }[]; isWhole: boolean } {
  const pieces: { start: number; end: number; text: string }[] = [];
  let used = 0;
  for (const match of text.matchAll(runs)) {
    const [run] = match;
    used += run.length;
    if (used > maxDecoded) return { pieces, isWhole: false };
    const ways = [Buffer.from(run, "base64"), ...(hex.test(run) ? [Buffer.from(run, "hex")] : [])];
    for (const bytes of ways) {
      const decoded = isCompressed(bytes) ? inflate(bytes) : printable(bytes);
      if (decoded === undefined) continue;
      used += decoded.length;
      pieces.push({ start: match.index, end: match.index + run.length, text: decoded });
    }
  }
  return { pieces, isWhole: true };
}

function isCompressed([first, second = 0]: Buffer): boolean {
  if (first === 0x1f) return second === 0x8b;
  return first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second);
}

/** Text, or nothing: a hash or a picture decodes to bytes that nobody reads. */
function printable(bytes: Buffer): string | undefined {
  let strange = 0;
  for (const byte of bytes) {
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) strange++;
    if (strange * 10 > bytes.length) return undefined;
  }
  return bytes.toString("latin1");
}
