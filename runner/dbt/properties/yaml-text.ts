import { stringify } from "yaml";

/** Longest line that is written, in characters, where words allow it. */
export const maxWidth = 100;

/** Breaks lines, is invisible or may not stand in a file: readers of YAML do not agree on these. */
const unprintable =
  /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Words and numbers of YAML 1.1, which Python reads: `on`, `12:30`, `1_000`, `2024-01-01`, `=`. */
const notText = /^(?:yes|no|on|off|true|false|null|~|=|<<|[-+.\d][-+.\d_,:eExXoObBTtZz ]*)$/i;

/** A value as it is written after a key: on the key's own line, then lines below it. */
export interface YamlText {
  inline: string;
  /** Without indentation; blank lines are empty. */
  body: readonly string[];
}

/**
 * Writes a text so that YAML reads back the same: plain or quoted on one line, folded where it is long,
 * literal where it has several lines (then a line break is added at its end). `used`: columns that stand
 * before the value; `indent`: columns of the lines below it.
 */
export function yamlText(
  text: string,
  { used, indent }: { used: number; indent: number },
): YamlText {
  if (text.includes("\n")) {
    return canBeLiteral(text) ? { inline: "|", body: text.split("\n") } : quoted(text);
  }
  const inline = onOneLine(text);
  if (inline.length + used <= maxWidth) return { inline, body: [] };
  const body = foldedLines(text, maxWidth - indent);
  return body === undefined ? quoted(text) : { inline: ">-", body };
}

/** Plain where every reader takes it for this text, else quoted. Without line breaks. */
export function onOneLine(text: string): string {
  if (unprintable.test(text) || text.includes("\n")) return quoted(text).inline;
  if (notText.test(text)) return quoted(text).inline;
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

/** Needs no quotes. */
export function isPlain(text: string): boolean {
  return onOneLine(text) === text;
}

/** Can stand in a literal block, but for the line break at its end. */
export function canBeLiteral(text: string): boolean {
  return text !== "" && !unprintable.test(text) && !/^\s|\s$/.test(text);
}

/** In double quotes on one line: what flow style needs. */
export function quoted(text: string): YamlText {
  const inline = JSON.stringify(text.toWellFormed()).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return { inline, body: [] };
}

/** A text in single quotes; undefined where these cannot hold it. */
export function singleQuoted(text: string): string | undefined {
  if (unprintable.test(text) || text.includes("\n")) return undefined;
  return `'${text.replaceAll("'", "''")}'`;
}

/** Lines of a folded block; undefined where folding would change the text. */
export function foldedLines(text: string, limit: number): string[] | undefined {
  if (unprintable.test(text) || /^\s|\s$|\s\s|[\t\n]/.test(text)) return undefined;
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= limit) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
