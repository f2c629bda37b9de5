import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads many small files one after the other, through one buffer: several times faster than promises for thousands. */
export function openTextReader(
  maxBytes: number,
): (path: string, size?: number) => string | undefined {
  let buffer = Buffer.allocUnsafe(256 * 1024);
  /**
   * UTF-8 text of a regular file; undefined when it is none, is gone, is no longer readable or is longer than
   * allowed. With the size that it is known to have, a file that gives just as much is not asked for more.
   */
  return (path, size) => {
    let file: number;
    try {
      file = openSync(path, flags);
    } catch {
      return undefined; // Somebody works in this directory: what is not there is not there.
    }
    try {
      let length = 0;
      for (;;) {
        const count = readSync(file, buffer, length, buffer.length - length, null);
        length += count;
        if (length > maxBytes) return undefined;
        if (count === 0 || (length === size && length < buffer.length))
          return buffer.toString("utf8", 0, length);
        if (length < buffer.length) continue;
        if (!fstatSync(file).isFile()) return undefined;
        const larger = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
    } catch {
      return undefined;
    } finally {
      closeSync(file);
    }
  };
}
