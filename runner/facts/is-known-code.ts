const keywords = new Set(
  "and or not in is null true false case when then else end between like ilike as cast on using distinct from where group by order having interval date timestamp extract year month day over partition asc desc".split(
    " ",
  ),
);
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\S/gu;

/** Is a piece of SQL made of nothing but what the model's SQL has: names, literals, functions, operators? */
export function isKnownCode(code: string, isKnown: (word: string) => boolean): boolean {
  const tokens = [...code.matchAll(token)].map(([text]) => text);
  return tokens.every((text, index) => {
    const first = text[0] ?? "";
    if (first === "'" || first === '"') {
      const inner = text.slice(1, -1).replaceAll(first + first, first);
      return isKnown(inner);
    }
    if (/\d/.test(first)) return isKnown(text);
    if (/[\p{L}_]/u.test(first)) {
      // A function names what is done, not what is there.
      return isKnown(text) || keywords.has(text.toLowerCase()) || tokens[index + 1] === "(";
    }
    return /^[-+*/%=<>!|&(),.:;[\]]$/.test(text);
  });
}
