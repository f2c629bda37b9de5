/** A name in a sentence: as it is, or between backticks where it is not one word; undefined: it cannot stand there. */
export function sayName(name: string): string | undefined {
  if (/^[\p{L}_][\p{L}\p{M}\p{N}_.$]*$/u.test(name)) return name;
  if (name.length > 100 || /[{}`\n\r]|\p{Cc}/u.test(name) || name.trim() === "") return undefined;
  return `\`${name}\``;
}

/** Those of the names that can stand in a sentence. */
export function sayNames(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => sayName(name) ?? []);
}
