/** Longest statement, in bytes. */
const maxStatementBytes = 100_000;

/**
 * Characters that a reader does not see or takes for a space, or that end a text early for a program
 * written in C: controls but tab and line breaks, soft hyphen, zero width, bidirectional, variation
 * selectors, tags, every space but the plain one, lone halves of a pair.
 */
const unseen = new RegExp(
  [
    "[^\\P{C}\\t\\n\\r]|\\u00a0|\\u034f|\\u115f|\\u1160|\\u1680|\\u17b4|\\u17b5|[\\u180b-\\u180e]",
    "[\\u2000-\\u200a]|\\u2028|\\u2029|\\u202f|\\u205f|\\u3000|\\u3164|[\\ufe00-\\ufe0f]|\\uffa0",
    "[\\u{e0100}-\\u{e01ef}]",
  ].join("|"),
  "u",
);

/** Why a text is no statement before anything reads it as SQL. It is never repaired, only refused. */
export function judgeText(sql: string): string | undefined {
  if (sql.trim() === "") return "there is no statement: the text is empty";
  const bytes = Buffer.byteLength(sql);
  if (bytes > maxStatementBytes) {
    return `the statement has ${bytes} bytes; the limit is ${maxStatementBytes}: ask in smaller steps`;
  }
  const found = unseen.exec(sql);
  if (found === null) return undefined;

  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `the statement holds a character that cannot be seen (U+${code}) at position ${found.index + 1}: write it with plain spaces and visible characters`;
}
