const odd: Readonly<Record<string, string>> = {
  people: "person",
  persons: "person",
  children: "child",
  men: "man",
  women: "woman",
  data: "data",
  series: "series",
  news: "news",
  indices: "index",
  indexes: "index",
  matrices: "matrix",
  movies: "movie",
  cookies: "cookie",
};

const rules: readonly (readonly [RegExp, string])[] = [
  [/(?:ss|us|is|as)$/, "$&"],
  [/(.{2,})ies$/, "$1y"],
  [/(stat|camp|bon|cens|vir|b)uses$/, "$1us"],
  [/(analy|ba|cri|the)ses$/, "$1sis"],
  [/(ss|sh|ch|x|zz)es$/, "$1"],
  [/s$/, ""],
];

/** An English noun of lower case letters in the singular, as far as rules go; anything else as it is. */
export function singular(word: string): string {
  const known = odd[word];
  if (known !== undefined) return known;
  const rule = word.length < 4 ? undefined : rules.find(([pattern]) => pattern.test(word));
  return rule === undefined ? word : word.replace(rule[0], rule[1]);
}
