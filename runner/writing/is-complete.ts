import { isSayable } from "./is-sayable.ts";
import type { Measured } from "./measured.ts";

/** Share of the rows with a value that those which are listed must have. */
const nearlyAll = 0.995;

/** Are the values that are known all that a column has, and may each be said? A list without one misleads. */
export function isComplete({ book }: Pick<Measured, "book">, name: string): boolean {
  const shares = book.shares(name);
  const distinct = book.number(name, "distinct_count");
  if (distinct?.method !== "exact" || distinct.value !== shares.length) return false;
  const nulls = book.number(name, "null_share")?.value ?? 0;
  const sum = shares.reduce((total, { value }) => total + value, 0);
  return sum >= nearlyAll * (1 - nulls) && shares.every(({ argument }) => isSayable(argument));
}
