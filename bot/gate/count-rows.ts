/** Fewer lines in a row than this are prose with commas. */
const fewest = 5;

/** Rows of the longest table in a text: of Markdown, or lines with the same number of commas, tabs or bars. */
export function countRows(text: string): number {
  let most = 0;
  let rows = 0;
  let shape = "";
  for (const line of text.split("\n")) {
    const here = shapeOf(line);
    rows = here !== "" && here === shape ? rows + 1 : here === "" ? 0 : 1;
    shape = here;
    most = Math.max(most, rows);
  }
  return most < fewest ? 0 : most;
}

/** How many cells a line has, by what separates them; empty for prose. */
function shapeOf(line: string): string {
  for (const separator of ["|", "\t", ";", ","]) {
    const cells = line.split(separator).length;
    if (cells > (separator === "," ? 2 : 1)) return `${separator}${cells}`;
  }
  return "";
}
