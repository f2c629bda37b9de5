/** Enough for a greeting with certificates' names and keys, in bytes. */
export const maxGreeting = 16 * 1024;

/**
 * The host that a TLS client asks for, lower case, from the first bytes that it says (RFC 8446 4.1.2, RFC 6066 3).
 * `more`: not all of them are there yet; `none`: it is no TLS, or names no host.
 */
export function readServerName(bytes: Buffer): { name: string } | "more" | "none" {
  if (bytes.length < 5) return bytes.length > 0 && bytes[0] !== 22 ? "none" : "more";
  if (bytes[0] !== 22) return "none";
  const end = 5 + bytes.readUInt16BE(3);
  if (bytes.length < end) return end > maxGreeting ? "none" : "more";
  try {
    return nameIn(bytes.subarray(5, end));
  } catch {
    // A length led past the end.
    return "none";
  }
}

/** Throws RangeError where a length lies. */
function nameIn(greeting: Buffer): { name: string } | "none" {
  if (greeting[0] !== 1) return "none";
  let at = 4 + 2 + 32;
  at += 1 + greeting.readUInt8(at);
  at += 2 + greeting.readUInt16BE(at);
  at += 1 + greeting.readUInt8(at);
  const end = at + 2 + greeting.readUInt16BE(at);
  at += 2;
  while (at + 4 <= end) {
    const kind = greeting.readUInt16BE(at);
    const length = greeting.readUInt16BE(at + 2);
    if (kind === 0) {
      const isHostName = greeting.readUInt8(at + 6) === 0;
      const size = greeting.readUInt16BE(at + 7);
      const name = greeting.toString("latin1", at + 9, at + 9 + size);
      return isHostName && name.length === size ? { name: name.toLowerCase() } : "none";
    }
    at += 4 + length;
  }
  return "none";
}
