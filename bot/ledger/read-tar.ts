export interface TarEntry {
  path: string;
  kind: "file" | "directory";
  content: Buffer;
}

const block = 512;

/** The files and directories of a ustar archive, as PGlite writes it, without leading slashes. */
export function* readTar(archive: Buffer): Generator<TarEntry> {
  let at = 0;
  while (at + block <= archive.length) {
    const header = archive.subarray(at, at + block);
    if (header[0] === 0) return;
    const size = Number.parseInt(text(header, 124, 12), 8);
    const isDirectory = text(header, 156, 1) === "5";
    const start = at + block;
    yield {
      path: `${text(header, 345, 155)}${text(header, 0, 100)}`.replace(/^\/+|\/+$/g, ""),
      kind: isDirectory ? "directory" : "file",
      content: archive.subarray(start, start + size),
    };
    at = start + Math.ceil(size / block) * block;
  }
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.toString("latin1", from, from + length);
  const end = field.indexOf("\0");
  return (end === -1 ? field : field.slice(0, end)).trim();
}
