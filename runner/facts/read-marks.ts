/** The facts named at one place of a text. */
export interface Mark {
  /** Where it stood, in the plain text: right behind what it backs. */
  at: number;
  ids: readonly string[];
}

/** `{F17}` or `{F3,F9}`, with the space before it. Other braces are text. */
const mark = /[ \t]*\{(F\d+(?:[ \t]*,[ \t]*F\d+)*)\}/g;

/** A marked text, taken apart. */
export function readMarks(marked: string): { plain: string; marks: readonly Mark[] } {
  const marks: Mark[] = [];
  let plain = "";
  let end = 0;
  for (const match of marked.matchAll(mark)) {
    plain += marked.slice(end, match.index);
    marks.push({ at: plain.length, ids: (match[1] ?? "").split(",").map((id) => id.trim()) });
    end = match.index + match[0].length;
  }
  return { plain: plain + marked.slice(end), marks };
}
