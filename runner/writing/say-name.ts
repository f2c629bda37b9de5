/** Words of prose made from a name: none of them may be read as a claim, or as a number. */
export function isHarmless(words: string): boolean {
  return words.split(" ").every((word) => /^[\p{L}\p{M}]+$/u.test(word) && !claims.test(word));
}

/** Names that would be read as a claim, or as a number. */
const claims =
  /^(?:all|always|anything|about|absolute|complete|constant|each|empty|every|everything|exclusively|half|identical|mandatory|mostly|never|no|nobody|none|nothing|null|nulls|only|sequential|some|sorted|strictly|unique|zero|zeros|one|two|three|four|five|six|seven|eight|nine|ten|twice|contiguous|gapless|ordered|ascending|descending|consecutive|duplicates|orphans|majority)$/i;

/** A name in a sentence: as it is, or between backticks where it is not one word; undefined: it cannot stand there. */
export function sayName(name: string): string | undefined {
  if (claims.test(name)) return `\`${name}\``;
  if (/^[\p{L}_][\p{L}\p{M}\p{N}_.$]*$/u.test(name)) return name;
  if (name.length > 100 || /[{}`\n\r]|\p{Cc}/u.test(name) || name.trim() === "") return undefined;
  return `\`${name}\``;
}

/** Those of the names that can stand in a sentence. */
export function sayNames(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => sayName(name) ?? []);
}
