import { maxOutputBytes } from "./limits.ts";

/** Collects a stream of any length in little memory: its beginning and its end. */
export function keepEnds(): { add(chunk: Uint8Array): void; text(): string } {
  const half = maxOutputBytes / 2;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let dropped = 0;

  return {
    add(chunk) {
      const room = half - head.length;
      if (room > 0) head = Buffer.concat([head, chunk.subarray(0, room)]);
      if (chunk.length <= room) return;
      const both = Buffer.concat([tail, chunk.subarray(Math.max(room, 0)).subarray(-half)]);
      const given = chunk.length - Math.max(room, 0);
      const kept = both.subarray(-half);
      dropped += tail.length + given - kept.length;
      tail = Buffer.from(kept);
    },
    text() {
      // A character that was cut in two shows as U+FFFD.
      if (dropped === 0) return Buffer.concat([head, tail]).toString("utf8");
      return `${head.toString("utf8")}\n… ${dropped} bytes left out …\n${tail.toString("utf8")}`;
    },
  };
}
