const memorySection = 5;
/** Bytes of a page of WebAssembly. */
const pageBytes = 64 * 1024;

/**
 * The same WebAssembly module with an upper limit on its memory, which the engine enforces: a demand beyond it
 * fails inside. Throws for a module that has no memory of its own, or more than one.
 */
export function limitMemory(module: Uint8Array, maxMb: number): Uint8Array<ArrayBuffer> {
  // After the magic number and the version come sections: an id, a length, the content.
  for (let at = 8; at < module.length; ) {
    const { value: length, end: start } = readNumber(module, at + 1);
    if (module[at] === memorySection) {
      const limited = limits(module.subarray(start, start + length), maxMb);
      return Uint8Array.from(
        Buffer.concat([
          module.subarray(0, at + 1),
          writeNumber(limited.length),
          limited,
          module.subarray(start + length),
        ]),
      );
    }
    at = start + length;
  }
  throw new Error("limiting the parser's memory: its module has none");
}

/** One memory: flags, pages at the beginning, and where the flags say so a limit. */
function limits(section: Uint8Array, maxMb: number): Uint8Array {
  const { value: count, end } = readNumber(section, 0);
  if (count !== 1) throw new Error("limiting the parser's memory: its module has several");
  const { value: first } = readNumber(section, end + 1);
  const pages = Math.max(first, Math.floor((maxMb * 1024 * 1024) / pageBytes));
  return Uint8Array.from([1, 1, ...writeNumber(first), ...writeNumber(pages)]);
}

/** LEB128, seven bits in each byte, the lowest first. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, end: at + 1 };
  }
}

function writeNumber(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; ; ) {
    const low = left % 128;
    left = (left - low) / 128;
    bytes.push(left > 0 ? low + 128 : low);
    if (left === 0) return Uint8Array.from(bytes);
  }
}
