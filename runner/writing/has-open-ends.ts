import type { FactBook } from "./fact-book.ts";

/** From this year on a day stands for `still valid` or `not yet`: 2999, 9999. */
const farYear = 2200;

/** Do the times of a column hold days that are none, because an end or a beginning is open? */
export function hasOpenEnds(book: FactBook, name: string): boolean {
  return isOpen(book.of(name, "min")?.value) || isOpen(book.of(name, "max")?.value);
}

/** Is a time one that stands for an open end? */
export function isOpen(time: unknown): boolean {
  if (typeof time !== "string" || !/^\d{4}-\d\d-\d\d/.test(time)) return false;
  const year = Number(time.slice(0, 4));
  return year >= farYear || year <= 1;
}
