import { bareLinks } from "./bare-links.ts";
import { cleanText } from "./clean-text.ts";
import { showUnseen } from "./show-unseen.ts";

/*
 * Text for Slack's mrkdwn. `&`, `<` and `>` are the only characters that can make a mention, a link or
 * a broadcast; escaped, they are letters like any other.
 */

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A stranger's words, escaped and at most `max` units long after escaping. */
export function words(text: string, max: number): string {
  return shorten(bareLinks(cleanText(text)).replaceAll("```", "'''"), max);
}

/** A stranger's name or identifier in code style, on one line. */
export function code(text: string, max: number): string {
  const line = cleanText(text).replaceAll("`", "'").replaceAll(/\s+/g, " ").trim();
  return `\`${shorten(line === "" ? " " : line, max - 2)}\``;
}

/** A stranger's lines as a code block, character by character. The caller cuts it to fit. */
export function codeBlock(text: string, max: number): string {
  const inert = showUnseen(text).replaceAll("```", "'''");
  return `\`\`\`${shorten(inert === "" ? " " : inert, max - 6)}\`\`\``;
}

/** A link with our own label; only the label when the address is not one for a browser. */
export function link(url: string | null, label: string): string {
  const address = url === null ? undefined : browserUrl(url);
  if (address === undefined) return words(label, 300);
  return `<${address}|${words(label, 300).replaceAll("|", "¦")}>`;
}

/** The address as it may stand in a message; undefined when it is no http(s) address or too long. */
export function browserUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  const inert = href.replaceAll(/[<>|"'`]/g, encodeURIComponent).replaceAll("&", "&amp;");
  return inert.length <= 2000 ? inert : undefined;
}

/** Escapes as it goes, so that the cut never falls into an entity or a pair of surrogates. */
function shorten(text: string, max: number): string {
  let fitted = "";
  let before = "";
  for (const character of text) {
    const escaped = entities[character] ?? character;
    if (fitted.length + escaped.length > max) return `${before}…`;
    fitted += escaped;
    if (fitted.length <= max - 1) before = fitted;
  }
  return fitted;
}
