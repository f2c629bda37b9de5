import { cleanText } from "./clean-text.ts";

/** A stranger's text as one line of at most `max` UTF-16 units, with `…` where it was cut. */
export function oneLine(text: string, max: number): string {
  const line = cleanText(text).replaceAll(/\s+/g, " ").trim();
  if (line.length <= max) return line;
  let cut = "";
  for (const character of line) {
    if (cut.length + character.length > max - 1) break;
    cut += character;
  }
  return `${cut}…`;
}
