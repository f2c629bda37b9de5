/**
 * The `|` or `>` block whose sign stands at `start`, of a key or item `indent` columns in. `end` is where the next
 * line begins. undefined: it is not simple.
 */
export function readBlockScalar(
  text: string,
  start: number,
  indent: number,
): { value: string; end: number } | undefined {
  const first = text.indexOf("\n", start);
  if (first < 0) return undefined;
  const header = /^([|>])(-?)\s*(?:\s#.*)?$/.exec(text.slice(start, first));
  if (header === null) return undefined;
  const lines: string[] = [];
  let inside = -1;
  let at = first + 1;
  while (at < text.length) {
    let content = at;
    while (text.charCodeAt(content) === 32) content++;
    const found = text.indexOf("\n", content);
    // Without a line end at the end of the file it is another text.
    if (found < 0) return undefined;
    const column = content - at;
    const isEmpty = found === content;
    if (isEmpty) {
      // White space alone may count or not.
      if (column > 0 && (inside < 0 || column > inside)) return undefined;
      lines.push("");
    } else {
      if (inside < 0) inside = column > indent ? column : -2;
      if (column < inside || inside < 0) {
        if (column > indent) return undefined;
        break;
      }
      lines.push(text.slice(at + inside, found));
    }
    at = found + 1;
  }
  if (inside < 0) return undefined;
  while (lines.at(-1) === "") lines.pop();
  const [, kind, chomp] = header;
  const value = kind === "|" ? lines.join("\n") : fold(lines);
  return value === undefined ? undefined : { value: chomp === "-" ? value : `${value}\n`, end: at };
}

/** Lines become one, empty lines become line ends; undefined where one is further in than the others. */
function fold(lines: readonly string[]): string | undefined {
  let folded = "";
  let empty = 0;
  for (const [index, line] of lines.entries()) {
    if (line === "") {
      empty++;
      continue;
    }
    const code = line.charCodeAt(0);
    if (code === 32 || code === 9) return undefined;
    const isFirst = folded === "" && index === empty;
    folded += isFirst ? "\n".repeat(empty) : empty > 0 ? "\n".repeat(empty) : " ";
    folded += line;
    empty = 0;
  }
  return folded;
}
