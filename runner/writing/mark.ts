import type { Fact } from "#agents-schema/fact.ts";
import type { NumberFact } from "./fact-book.ts";
import { say } from "./say.ts";

/** What is said, with the mark of the facts that it stands on: `58% {F17}`. */
export function mark(said: string, ...facts: readonly Pick<Fact, "id">[]): string {
  return `${said} {${facts.map(({ id }) => id).join(",")}}`;
}

/** The same of a value that was not counted on every row, or only estimated. */
export function markAbout(said: string, fact: Pick<Fact, "id" | "method">): string {
  const isExact = fact.method === "exact" || said.startsWith("about ");
  return mark(isExact ? said : `about ${said}`, fact);
}

/** A count as a share of the rows, which both facts say together. */
export function markShare(count: NumberFact, rows: NumberFact): string {
  const said = say.share(count.value / rows.value);
  return mark(count.method === "exact" ? said : `about ${said}`, count, rows);
}
