import type { IncomingMessage } from "node:http";

const maxBytes = 10_000;

/** The JSON of a small request; undefined when it is larger, or no JSON. */
export async function readSmallBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBytes) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asks is told what was expected.
    return undefined;
  }
}
