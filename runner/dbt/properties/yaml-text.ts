import { stringify } from "yaml";

/** Longest line that is written, in characters, where words allow it. */
const width = 100;

/** A value as it is written after a key: on the key's own line, then lines below it. */
export interface YamlText {
  inline: string;
  /** Without indentation; blank lines are empty. */
  body: readonly string[];
}

/**
 * Writes a text so that YAML reads back exactly the same: plain or quoted on one line, folded where it is
 * long, literal where it has several lines. `indent`: columns of the key that it belongs to.
 */
export function yamlText(text: string, indent: number): YamlText {
  if (text.includes("\n")) {
    // A literal block ends in one line break; what begins with a space needs quotes.
    if (/^[ \n]|[ \t]\n|\n\n$|[^\n]$/.test(text)) return quoted(text);
    return { inline: "|", body: text.slice(0, -1).split("\n") };
  }
  const inline = stringify(text, { lineWidth: 0 }).trimEnd();
  if (inline.length + indent + 13 <= width) return { inline, body: [] };
  if (/^\s|\s$|\s\s|\t/.test(text)) return quoted(text);
  return { inline: ">-", body: wrap(text, width - indent - 2) };
}

/** In quotes on one line: what flow style needs. */
export function quoted(text: string): YamlText {
  return { inline: JSON.stringify(text), body: [] };
}

function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= limit) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
