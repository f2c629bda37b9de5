import { gunzipSync, inflateSync } from "node:zlib";

/** Longest text that is unpacked in order to look for credentials in it, in bytes. */
const maxBytes = 1024 * 1024;

/** The text of compressed bytes (gzip or zlib); undefined: they are none, or are longer than 1 MiB unpacked. */
export function inflateText(bytes: Uint8Array): string | undefined {
  try {
    const unpack = bytes[0] === 0x1f ? gunzipSync : inflateSync;
    return unpack(bytes, { maxOutputLength: maxBytes }).toString("utf8");
  } catch {
    // Looks like it and is not: then nobody else unpacks it either.
    return undefined;
  }
}
