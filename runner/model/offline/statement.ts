import type { ProfiledColumn, SaidFact } from "./parse-profile.ts";

/** A sentence, and the facts that its numbers come from. */
export interface Statement {
  text: string;
  facts: readonly SaidFact[];
}

/** The fact of a column with this metric, when it is a number. */
export function numberOf(
  column: ProfiledColumn,
  metric: string,
): (SaidFact & { value: number }) | undefined {
  const found = column.facts.find((fact) => fact.metric === metric);
  const { value } = found ?? {};
  return found === undefined || typeof value !== "number" ? undefined : { ...found, value };
}

/** Shares of a column's values, the most frequent first. */
export function sharesOf(
  column: ProfiledColumn,
): (SaidFact & { value: number; argument: string })[] {
  return column.facts.flatMap(({ value, argument, ...fact }) =>
    fact.metric === "share" && typeof value === "number" && argument !== undefined
      ? [{ ...fact, value, argument }]
      : [],
  );
}
