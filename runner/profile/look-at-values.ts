import { formOfValue, looksLikeName } from "./form-of-value.ts";
import { isOfPerson } from "./is-of-person.ts";
import { nameWords } from "./name-words.ts";

/** What a look at some values of a column found. */
export interface Looks {
  /** What most of them are. */
  semantics: "email" | "phone" | "personal" | undefined;
  /** Whether none of them gives anything away: only then may values become facts. */
  isShowable: boolean;
}

/** Share of the values that makes a column one of people. */
const most = 0.5;

/** Judges values by their form, and by the column's name whether capitalised words are people. */
export function lookAtValues(column: string, values: readonly string[]): Looks {
  const distinct = [...new Set(values.map((value) => value.trim()))].filter(
    (value) => value !== "",
  );
  const isVersion = nameWords(column).includes("version");
  const forms = distinct.map((value) => formOfValue(value, isVersion));
  const isPerson = isOfPerson(column);
  const names = isPerson ? distinct.filter(looksLikeName).length : 0;
  // `Alice` alone may also be `Retail`: that is not said to be a person, but not shown either.
  const isShort = isPerson && distinct.some((value) => /^\p{Lu}\p{Ll}+$/u.test(value));
  const share = (count: number) => count / Math.max(1, distinct.length);
  const shareOf = (wanted: string) => share(forms.filter((form) => form === wanted).length);
  const isMostly = (["email", "phone", "personal"] as const).find((form) => shareOf(form) >= most);
  return {
    semantics: isMostly ?? (share(names) >= most && names > 0 ? "personal" : undefined),
    isShowable: names === 0 && !isShort && forms.every((form) => form === undefined),
  };
}

/** What two looks at one column found together. */
export function joinLooks(one: Looks | undefined, other: Looks): Looks {
  if (one === undefined) return other;
  return {
    semantics: one.semantics ?? other.semantics,
    isShowable: one.isShowable && other.isShowable,
  };
}
