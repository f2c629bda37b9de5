/** Longest comment that is taken for words about the data, in characters. */
const maxLength = 300;

/** What the comment at the top of a model says, on one line; undefined: there is none that is prose. */
export function leadingComment(text: string): string | undefined {
  const start = text
    .trimStart()
    .replace(/^(?:\{\{-?\s*config\([\s\S]*?\)\s*-?\}\}\s*)+/, "")
    .slice(0, 4_000);
  const jinja = /^\{#-?([\s\S]*?)-?#\}/.exec(start)?.[1];
  return proseOf(jinja ?? /^(?:\s*(?:--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/))+/.exec(start)?.[0] ?? "");
}

/** The words of the comments in a piece of SQL, on one line; undefined: there are none, or it is no prose. */
export function proseOf(code: string): string | undefined {
  const words = code
    .replace(/\/\*+|\*+\/|^\s*\*+|^\s*--+|--+/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (words === "" || words.length > maxLength) return undefined;
  // Switched-off SQL, notes to linters and to oneself, rulers of dashes and titles of sections are no prose.
  const isProse =
    /^\p{L}/u.test(words) &&
    words.split(" ").length >= 3 &&
    !/[{}<>;=_|\\*#@[\]]|\b(?:todo|fixme|xxx|hack|noqa|nolint|sqlfluff|select|from|join)\b|\bhttps?:/i.test(
      words,
    );
  return isProse ? words : undefined;
}
