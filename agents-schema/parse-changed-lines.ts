/** Bounds of a comparison such as `<= 500`, `> 20`, `100` or `10..500`, both inclusive; undefined when it is none. */
export function parseChangedLines(text: string): { least: number; most: number } | undefined {
  const range = /^\s*(\d{1,9})\s*\.\.\s*(\d{1,9})\s*$/.exec(text);
  if (range !== null) return { least: Number(range[1]), most: Number(range[2]) };
  const comparison = /^\s*(<=?|>=?|=)?\s*(\d{1,9})\s*$/.exec(text);
  if (comparison === null) return undefined;
  const lines = Number(comparison[2]);
  switch (comparison[1]) {
    case "<":
      return { least: 0, most: lines - 1 };
    case "<=":
      return { least: 0, most: lines };
    case ">":
      return { least: lines + 1, most: Number.POSITIVE_INFINITY };
    case ">=":
      return { least: lines, most: Number.POSITIVE_INFINITY };
    default:
      return { least: lines, most: lines };
  }
}
