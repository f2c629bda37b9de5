import { Refusal } from "./refusal.ts";

/** Longest piece of a text that an answer repeats, in UTF-16 units. */
const maxShown = 80;

/** All replacements one after the other, or Refusal and none of them. */
export function replaceText(
  text: string,
  edits: readonly { find: string; replace: string; all: boolean }[],
): { text: string; replaced: number } {
  let edited = text;
  let replaced = 0;
  for (const { find, replace, all } of edits) {
    if (find === "") throw new Refusal("the text to find is empty");
    const parts = edited.split(find);
    const found = parts.length - 1;
    if (found === 0)
      throw new Refusal(`the text to find does not occur: ${show(find)}${hint(edited, find)}`);
    if (found > 1 && !all) {
      throw new Refusal(
        `the text to find occurs ${found} times; add lines around it, or set all: ${show(find)}`,
      );
    }
    edited = parts.join(replace);
    replaced += found;
  }
  return { text: edited, replaced };
}

const show = (text: string) =>
  JSON.stringify(text.length > maxShown ? `${text.slice(0, maxShown)}…` : text);

/** The commonest reason why text that looks the same is not. */
function hint(text: string, find: string): string {
  const withCr = find.replaceAll(/\r?\n/g, "\r\n");
  if (find !== withCr && text.includes(withCr)) return " (the file's lines end with CR LF)";
  return "";
}
