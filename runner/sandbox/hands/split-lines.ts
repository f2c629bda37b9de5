/**
 * Cuts a stream of bytes into lines of UTF-8 text. Only a line feed ends a line: JSON never has one inside.
 * `tooLong` is told when a line passes `maxBytes`; nothing more is taken then.
 */
export function splitLines(
  maxBytes: number,
  take: (line: string) => void,
  tooLong: () => void,
): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let isOver = false;

  return (chunk) => {
    let from = 0;
    while (!isOver) {
      const end = chunk.indexOf(10, from);
      const part = chunk.subarray(from, end === -1 ? undefined : end);
      parts.push(part);
      length += part.length;
      if (length > maxBytes) {
        isOver = true;
        parts = [];
        tooLong();
        return;
      }
      if (end === -1) return;
      const line = Buffer.concat(parts).toString("utf8");
      parts = [];
      length = 0;
      from = end + 1;
      take(line);
    }
  };
}
