import { bareLinks } from "./bare-links.ts";
import { cleanText } from "./clean-text.ts";
import { oneLine } from "./one-line.ts";

/*
 * Text for GitHub's Markdown. A backslash keeps punctuation from meaning anything; mentions, issue
 * references and commit hashes are found after that, so names that could be one stand in code style.
 */

/** A stranger's words on one line; nothing in them is formatting, a mention, a link or an image. */
export function words(text: string, max: number): string {
  return oneLine(bareLinks(text), max)
    .split(/([^\s@#]*[@#][^\s]*)/)
    .map((piece, index) => (index % 2 === 1 ? code(piece, max) : escaped(piece)))
    .join("");
}

/** A stranger's name or identifier in code style. */
export function code(text: string, max: number): string {
  const line = oneLine(text, max).replaceAll("`", "'");
  return `\`${line === "" ? " " : line}\``;
}

/** A stranger's paragraphs, each line escaped. */
export function paragraphs(text: string, max: number): string {
  const cleaned = cleanText(text).trim();
  const lines = (cleaned.length > max ? `${cleaned.slice(0, max)}…` : cleaned).split("\n");
  return lines.map((line) => words(line, max)).join("  \n");
}

/** A link with our own label; only the label when the address is not one for a browser. */
export function link(url: string | null, label: string): string {
  if (url === null || !URL.canParse(url)) return escaped(oneLine(label, 300));
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return escaped(oneLine(label, 300));
  return `[${words(label, 300)}](${href.replaceAll(/[()<>\\`]/g, encode)})`;
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&$:]/g, (mark) => `\\${mark}`);
}
