import type { Fact } from "#agents-schema/fact.ts";
import type { Metric } from "../profile/metrics.ts";
import type { Brief } from "./brief.ts";

export type NumberFact = Fact & { value: number };
export type ShareFact = NumberFact & { argument: string };

/** The facts of one relation, found by what they are about. */
export interface FactBook {
  of(column: string | undefined, metric: Metric, argument?: string): Fact | undefined;
  /** Only where its value is a finite number. */
  number(column: string | undefined, metric: Metric, argument?: string): NumberFact | undefined;
  /** Shares of the column's values, or of its shapes, the most frequent first. */
  shares(column: string, metric?: "share" | "pattern_share"): readonly ShareFact[];
  rows: NumberFact | undefined;
}

export function openFactBook({ name, facts }: Pick<Brief, "name" | "facts">): FactBook {
  const key = (subject: string, metric: string, argument: string | undefined) =>
    JSON.stringify([subject, metric, argument ?? null]);
  const byKey = new Map(
    facts.map((fact) => [key(fact.subject, fact.metric, fact.argument), fact] as const),
  );
  const byColumn = Map.groupBy(facts, ({ subject }) => subject);
  const of: FactBook["of"] = (column, metric, argument) =>
    byKey.get(key(column === undefined ? name : `${name}.${column}`, metric, argument));
  const number: FactBook["number"] = (column, metric, argument) =>
    asNumber(of(column, metric, argument));

  return {
    of,
    number,
    shares: (column, metric = "share") =>
      (byColumn.get(`${name}.${column}`) ?? [])
        .flatMap((fact): ShareFact[] => {
          const found = asNumber(fact);
          return fact.metric === metric && found !== undefined && fact.argument !== undefined
            ? [{ ...found, argument: fact.argument }]
            : [];
        })
        .sort((a, b) => b.value - a.value || (a.argument < b.argument ? -1 : 1)),
    rows: number(undefined, "row_count"),
  };
}

function asNumber(fact: Fact | undefined): NumberFact | undefined {
  if (fact === undefined || typeof fact.value !== "number" || !Number.isFinite(fact.value)) {
    return undefined;
  }
  return { ...fact, value: fact.value };
}
