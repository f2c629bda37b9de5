import type { Fact } from "#agents-schema/fact.ts";
import { contradictionRules } from "./contradiction-rules.ts";

/** Facts that cannot all be true. */
export interface Contradiction {
  facts: readonly Fact[];
  /** Why, as a sentence. */
  reason: string;
}

/** Doubles: what summing shares leaves behind the last digit that counts. */
const noise = 1e-6;

/** What is known of one column or relation, by metric; of estimates only ranges and quantiles are compared. */
interface Known {
  fact(metric: string): Fact | undefined;
  number(metric: string): number | undefined;
  /** Shares of single values. */
  listed: readonly Fact[];
  rows: Fact | undefined;
  /** Only what touches one of these is asked; undefined: everything. */
  focus: readonly Fact[] | undefined;
}

/** Facts of one relation that contradict each other. An empty answer does not say that they are true. */
export function contradictions(facts: readonly Fact[]): readonly Contradiction[] {
  const subjects = Map.groupBy(facts, ({ subject }) => subject);
  const counts = facts.filter(({ metric }) => metric === "row_count");
  return [...subjects].flatMap(([subject, own]) => {
    const rows = counts.find(
      (fact) => subject === fact.subject || subject.startsWith(`${fact.subject}.`),
    );
    // What has an argument is compared with what has the same, and with what has none.
    const plain = own.filter(({ argument }) => argument === undefined);
    const references = [...Map.groupBy(own, ({ argument }) => argument)].filter(
      ([argument, those]) =>
        argument !== undefined &&
        those.some(({ metric }) =>
          /^orphan_|_coverage$|^children_|^duplicate_rows$|^cardinality$/.test(metric),
        ),
    );
    const alone = [know(plain, own, rows)];
    const related = references.map(([, those]) => know([...plain, ...those], own, rows, those));
    return [
      ...alone.flatMap((known) => [...broken(known), ...impossibleRange(known)]),
      ...related.flatMap((known) => [...broken(known), ...cardinality(known)]),
      ...shares(own),
    ];
  });
}

function know(
  own: readonly Fact[],
  all: readonly Fact[],
  rows: Fact | undefined,
  focus?: readonly Fact[],
): Known {
  const fact = (metric: string) =>
    metric === "rows" ? rows : own.find((one) => one.metric === metric);
  const number = (metric: string): number | undefined => {
    if (metric !== "filled") return numberOf(fact(metric));
    const [all, nulls] = [numberOf(rows), numberOf(fact("null_count"))];
    return all === undefined || nulls === undefined ? undefined : all - nulls;
  };
  return { fact, number, listed: all.filter(({ metric }) => metric === "share"), rows, focus };
}

/** Estimates contradict nothing; samples only where a range is compared with what lies in it. */
function numberOf(fact: Fact | undefined): number | undefined {
  if (fact === undefined || fact.method === "approximate" || fact.method === "metadata")
    return undefined;
  if (fact.method === "sample" && !/^(?:p\d\d|mean|mean_length)$/.test(fact.metric))
    return undefined;
  if (typeof fact.value === "boolean") return fact.value ? 1 : 0;
  if (typeof fact.value === "number") return fact.value;
  if (typeof fact.value !== "string") return undefined;
  if (/^-?\d+(?:\.\d+)?$/.test(fact.value)) return Number(fact.value);
  return /^\d{4}-\d{2}-\d{2}(?:$|[ T])/.test(fact.value) ? timeOf(fact.value) : undefined;
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(
    text.length === 10
      ? text
      : `${text
          .replace(" ", "T")
          .slice(0, 23)
          .replace(/[+-]\d\d$/, "")}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}

function broken(known: Known): Contradiction[] {
  return contradictionRules.flatMap(({ of, breaks, reason }): Contradiction[] => {
    const values = of.map((metric) => known.number(metric));
    if (values.some((value) => value === undefined)) return [];
    const facts = of.flatMap((metric) =>
      metric === "filled"
        ? [known.rows, known.fact("null_count")].flatMap((fact) => fact ?? [])
        : (known.fact(metric) ?? []),
    );
    // The rules of the column alone were asked before.
    if (known.focus !== undefined && !facts.some((fact) => known.focus?.includes(fact))) return [];
    if (!breaks(values.flatMap((value) => value ?? []))) return [];
    return [{ facts: [...new Set(facts)], reason }];
  });
}

/** Unique integers need room: no more of them than numbers from the smallest to the largest. */
function impossibleRange({ fact, number, rows, listed }: Known): Contradiction[] {
  const [min, max] = [fact("min"), fact("max")];
  const [low, high, filled, distinct] = [
    number("min"),
    number("max"),
    number("filled"),
    number("distinct_count"),
  ];
  if (min === undefined || max === undefined || low === undefined || high === undefined) return [];
  const step = stepOf([
    min,
    max,
    ...["p05", "p25", "p50", "p75", "p95"].flatMap((metric) => fact(metric) ?? []),
  ]);
  if (step === undefined) return [];
  const room = (high - low) / step + 1;
  const unique = fact("is_unique");
  const nulls = fact("null_count");
  if (unique?.value === true && filled !== undefined && filled > room) {
    const facts = [unique, rows, nulls, min, max].flatMap((one) => one ?? []);
    return [
      {
        facts,
        reason: `${filled} unique values have no room between ${min.value} and ${max.value}`,
      },
    ];
  }
  // Ends and quantiles of decimals can be whole by chance; listed values show what the column holds.
  const count = fact("distinct_count");
  if (!listed.every(({ argument }) => /^-?\d+$/.test(argument ?? ""))) return [];
  if (listed.length === 0 || count === undefined || distinct === undefined || distinct <= room) {
    return [];
  }
  return [
    {
      facts: [count, min, max],
      reason: `${distinct} distinct values have no room between ${min.value} and ${max.value}`,
    },
  ];
}

/** What two neighbouring values differ by: 1 of integers, a day of dates; undefined: it cannot be said. */
function stepOf(facts: readonly Fact[]): number | undefined {
  const values = facts.map(({ value }) => value);
  if (values.every((value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)))
    return 86_400_000;
  const isWhole = values.every((value) => typeof value === "number" && Number.isInteger(value));
  return isWhole ? 1 : undefined;
}

function shares(own: readonly Fact[]): Contradiction[] {
  const outside = own.filter(
    ({ metric, value }) =>
      /share$|coverage$/.test(metric) &&
      typeof value === "number" &&
      (value < 0 || value > 1 + noise),
  );
  return [
    ...outside.map((fact) => ({ facts: [fact], reason: `${fact.metric} is not between 0 and 1` })),
    ...["share", "pattern_share"].flatMap((metric): Contradiction[] => {
      const those = own.filter(
        (fact) =>
          fact.metric === metric && fact.method === "exact" && typeof fact.value === "number",
      );
      const nulls = own.filter(
        (fact) => fact.metric === "null_share" && fact.method === "exact" && metric === "share",
      );
      const sum = [...those, ...nulls].reduce((total, { value }) => total + Number(value), 0);
      if (those.length === 0 || sum <= 1 + noise) return [];
      return [
        { facts: [...those, ...nulls], reason: `the shares add up to ${(sum * 100).toFixed(2)}%` },
      ];
    }),
  ];
}

function cardinality({ fact, number }: Known): Contradiction[] {
  const said = fact("cardinality");
  if (said?.value !== "one-to-one") return [];
  const [unique, most] = [fact("is_unique"), fact("children_max")];
  const against = [
    unique?.value === false ? unique : undefined,
    (number("children_max") ?? 0) > 1 ? most : undefined,
  ];
  return against.flatMap((other) =>
    other === undefined
      ? []
      : [{ facts: [said, other], reason: "one-to-one, and a parent has several children" }],
  );
}
