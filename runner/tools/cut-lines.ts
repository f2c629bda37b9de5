/** Characters of one answer: about 5,000 tokens. */
const maxText = 19_000;

/** As many whole lines as fit, then how many there were. */
export function cutLines(lines: readonly string[]): string {
  let length = 0;
  const fitting = lines.findIndex((line) => {
    length += line.length + 1;
    return length > maxText;
  });
  if (fitting === -1) return lines.join("\n");
  return [
    ...lines.slice(0, fitting),
    `(truncated: ${fitting} of ${lines.length} lines in total; ask for less)`,
  ].join("\n");
}
