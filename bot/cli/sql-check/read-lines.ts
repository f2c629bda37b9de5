const lineEnd = 10;

/**
 * Lines of a stream, as bytes. Of a line longer than `maxBytes` undefined is given, and none of it is held. What
 * stands after the last line end is a line where it is not empty.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer | undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  const take = () => {
    const line = length > maxBytes ? undefined : Buffer.concat(held);
    held = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      hold(chunk.subarray(start, end));
      start = end + 1;
      yield take();
    }
    hold(chunk.subarray(start));
  }
  if (length > 0) yield take();

  function hold(part: Uint8Array): void {
    length += part.length;
    if (length > maxBytes) held = [];
    else if (part.length > 0) held.push(part);
  }
}
