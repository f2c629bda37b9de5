import { foldText } from "./fold-text.ts";

/** Longer secrets, such as private keys, are looked for in fewer encodings: a part of them is enough. */
const long = 200;

/**
 * How a secret can be written, folded: as it is, in base64 at each of its three alignments, in base32, hex, as
 * escapes and character codes, encoded for a URL, and all of that backwards.
 */
export function encodingsOf(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret, "utf8");
  const codes = [...secret].map((character) => character.codePointAt(0) ?? 0);
  const hex = codes.map((code) => code.toString(16));
  const ways = [
    secret,
    ...base64(bytes),
    ...base64(Buffer.from(bytes).reverse()),
    bytes.toString("hex"),
    ...(bytes.length > long
      ? []
      : [
          base32(bytes),
          encodeURIComponent(secret),
          hex.map((code) => `x${code.padStart(2, "0")}`).join(""),
          hex.map((code) => `u${code.padStart(4, "0")}`).join(""),
          codes.join(""),
          rot13(secret),
        ]),
  ].map(foldText);
  return new Set([...ways, ...ways.map(backwards)]);
}

function backwards(text: string): string {
  return [...text].reverse().join("");
}

/** The characters that depend on nothing but the bytes, whatever stands before and after them. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]);
    const text = all.toString("base64").replace(/=+$/, "");
    return text.slice(Math.ceil((offset * 8) / 6), all.length % 3 === 0 ? undefined : -1);
  });
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group, 2)] ?? "").join("");
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
