import type { IncomingMessage } from "node:http";

/** A token and an address are far smaller; whoever sends more sends something else. In bytes. */
const maxBytes = 8192;

/** The fields of a form that was posted; undefined when it is too long or broken off. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      if (!Buffer.isBuffer(part)) return undefined;
      bytes += part.length;
      if (bytes > maxBytes) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined; // The other end has gone: nobody is left to answer.
  }
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}
