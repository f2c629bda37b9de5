import type { Reading } from "./reading.ts";
import type { Refusal } from "./refusal.ts";

/** A name with letters of two alphabets that look alike is taken for another name by whoever reads it. */
const isMixed = (name: string) =>
  /\p{Script=Latin}/u.test(name) &&
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(name);

export function judgeLetters({ relations, columns, functions }: Reading): Refusal | undefined {
  const named = relations.flatMap(({ database = "", schema = "", name, alias }) => {
    return [database, schema, name, alias];
  });
  const found = [...named, ...columns.flat(), ...functions]
    .flatMap((name) => name.split(/[^\p{L}\p{N}]+/u))
    .find(isMixed);
  if (found === undefined) return undefined;
  return {
    code: "text",
    reason: `\`${found}\` mixes letters of two alphabets that look alike: write it with one`,
  };
}
