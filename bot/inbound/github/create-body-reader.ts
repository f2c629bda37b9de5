import type { IncomingMessage } from "node:http";

export type Body =
  | { kind: "read"; bytes: Buffer }
  | { kind: "too_large" }
  | { kind: "too_slow" }
  | { kind: "busy" }
  | { kind: "cut_off" };

/**
 * Reads bodies into memory: each of at most `maxBytes` and within `withinMs`, and all that are being read
 * at one time of at most `maxBytesHeld`, for whoever sends has not shown yet that he may. Never rejects.
 */
export function createBodyReader(limits: {
  maxBytes: number;
  maxBytesHeld: number;
  withinMs: number;
}): (request: IncomingMessage) => Promise<Body> {
  let held = 0;

  return (request) =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let isOver = false;

      const end = (body: Body) => {
        if (isOver) return;
        isOver = true;
        held -= size;
        clearTimeout(overdue);
        chunks.length = 0;
        resolve(body);
      };
      const overdue = setTimeout(() => end({ kind: "too_slow" }), limits.withinMs);

      request.on("data", (chunk: Buffer) => {
        if (isOver) return;
        size += chunk.length;
        held += chunk.length;
        if (size > limits.maxBytes) return end({ kind: "too_large" });
        if (held > limits.maxBytesHeld) return end({ kind: "busy" });
        chunks.push(chunk);
      });
      request.on("end", () => {
        const [first] = chunks;
        const isWhole = first !== undefined && chunks.length === 1;
        end({ kind: "read", bytes: isWhole ? first : Buffer.concat(chunks, size) });
      });
      request.on("error", () => end({ kind: "cut_off" }));
      request.on("close", () => end({ kind: "cut_off" }));
    });
}
