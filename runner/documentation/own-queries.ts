import type { Fact } from "#agents-schema/fact.ts";
import type { RelationName } from "../dbt/find-relations.ts";
import { writeDuplicates } from "../keys/write-duplicates.ts";
import { writeReferenceQueries } from "../keys/write-reference-queries.ts";
import type { Dialect } from "../profile/dialect.ts";
import { freshnessFact } from "../profile/freshness.ts";
import { planApproximate } from "../profile/plan-approximate.ts";
import { planCounts } from "../profile/plan-counts.ts";
import { planDetails } from "../profile/plan-details.ts";
import { quantiles } from "../profile/plan-distribution.ts";
import { formMeasure, readShapes } from "../profile/plan-forms.ts";
import { quote } from "../profile/quote.ts";
import { valueQueries } from "../profile/value-queries.ts";

/** Of each family of types one, and each that is asked for in words of its own. */
const types = [
  ..."varchar,boolean,bigint,double precision,float,numeric,timestamp".split(","),
  "numeric(10,2)",
  "timestamp with time zone",
];
const engines = ["duckdb", "postgres", "snowflake"] as const;
const moment = /timestamp '(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)'/g;
const sample =
  / (?:tablesample bernoulli \([\d.e-]+%?\) repeatable|sample bernoulli \([\d.e-]+\) seed) \(\d+\)/g;
const grouped = new Set(["is_unique", "max_frequency", "singleton_count", "distinct_count"]);

export interface AskedOf {
  /** dbt's name of what the facts are about. */
  subject: string;
  /** Where a node of the project may live; none for what the project does not have. */
  relationsOf(subject: string): readonly RelationName[];
}

/**
 * Is a fact's query one that we would write for its metric, argument and column? A fact file is a file of the
 * project: whoever can propose a change to it could put any query there, and read the answer.
 */
export function isOwnQuery(fact: Fact, { subject, relationsOf }: AskedOf): boolean {
  // A sample is the same question of fewer rows.
  const asked = fact.query.replace(sample, "");
  const name = fact.subject.startsWith(`${subject}.`)
    ? fact.subject.slice(subject.length + 1)
    : undefined;
  if (name === undefined && fact.subject !== subject) return false;
  return relationsOf(subject).some((relation) =>
    name === undefined
      ? ofRelation(fact, relation, asked).includes(asked)
      : isOfColumn(fact, name, relation, asked) ||
        ofReference(fact, name, relation, relationsOf).includes(asked),
  );
}

function ofRelation(
  { metric, argument = "" }: Fact,
  relation: RelationName,
  asked: string,
): readonly string[] {
  const from = quote.relation(relation);
  if (metric === "row_count") return [`select count(*) from ${from}`];
  if (metric === "duplicate_rows") return [writeDuplicates(relation, argument.split(", "))];
  if (metric !== "freshness_seconds") return [];
  return momentsOf(asked).flatMap((at) =>
    engines.flatMap((dialect) =>
      types.flatMap((type) =>
        [true, false].flatMap(
          (isFiltered) =>
            freshnessFact(
              { subject: "", from, dialect, at },
              { name: argument, type },
              "1900-01-01",
              isFiltered,
            )?.query ?? [],
        ),
      ),
    ),
  );
}

/** The type of the column is not known here: it is one of ours when it fits any. */
function isOfColumn(fact: Fact, name: string, relation: RelationName, asked: string): boolean {
  const about = { from: quote.relation(relation), moments: momentsOf(asked) };
  return engines.some((dialect) =>
    types.some((type) => ofColumn(fact, { name, type }, dialect, about).includes(asked)),
  );
}

function ofColumn(
  { metric, argument }: Fact,
  one: { name: string; type: string },
  dialect: Dialect,
  { from, moments }: { from: string; moments: readonly string[] },
): readonly string[] {
  const percent = Object.entries(quantiles).find(([quantile]) => quantile === metric)?.[1];

  const own = valueQueries(from, one, dialect);
  const measured = (expression: string) => `select ${expression} from ${from}`;
  const approximate = planApproximate([one], dialect)
    .filter((measure) => measure.metric === metric)
    .map(({ expression }) => measured(expression));
  if (percent !== undefined) return [own.quantile(percent), ...approximate];
  if (metric === "share" && argument !== undefined) return sharesOf(own.share, argument);
  if (metric === "pattern_share" && argument !== undefined) {
    return formsOf(argument).map((form) => measured(formMeasure(one, form, dialect).expression));
  }
  if (grouped.has(metric)) {
    return [
      ...approximate,
      {
        distinct_count: own.distinct,
        is_unique: own.isUnique,
        max_frequency: own.maxFrequency,
      }[metric] ?? own.singletons,
    ];
  }
  const measures = [undefined, new Set([one.name])].flatMap((unfinite) => {
    const request = { dialect, ...(unfinite === undefined ? {} : { unfinite }) };
    const details = moments.flatMap((at) =>
      planDetails(one, anything, { ...request, at }).map(({ measure }) => measure),
    );
    return [...planCounts([one], request), ...details];
  });
  return measures
    .filter((measure) => measure.metric === metric)
    .map(({ expression }) => measured(expression));
}

function ofReference(
  { metric, argument }: Fact,
  name: string,
  relation: RelationName,
  relationsOf: AskedOf["relationsOf"],
): readonly string[] {
  if (argument === undefined) return [];
  return splits(argument).flatMap(([parent, key]) =>
    relationsOf(parent).flatMap((to) => {
      const queries = writeReferenceQueries({
        child: { relation, column: name },
        parent: { relation: to, column: key },
      });
      return Object.entries(queries).flatMap(([one, query]) => (one === metric ? [query] : []));
    }),
  );
}

/** A range in which every detail is worth asking for. */
function anything(metric: string): string | number {
  if (metric === "min_length") return 0;
  return metric === "min" ? "-Infinity" : "Infinity";
}

/** When it was measured, by the query; a query without a moment is the same at any. */
function momentsOf(asked: string): readonly string[] {
  const found = [...asked.matchAll(moment)]
    .slice(0, 1)
    .map(([, at = ""]) => `${at.replace(" ", "T")}.000Z`);
  return found.length === 0 ? ["2000-01-01T00:00:00.000Z"] : found;
}

function sharesOf(share: (value: string | number) => string, argument: string): readonly string[] {
  const number = Number(argument);
  return String(number) === argument ? [share(argument), share(number)] : [share(argument)];
}

/** A shape as `readShapes` would find it: alone, or as hexadecimal digits that differ. */
function formsOf(shape: string) {
  const of = (...shapes: readonly string[]) =>
    readShapes(
      [{ name: "v" }],
      shapes.map((one) => [0, one, 1]),
    )[0]?.form ?? [];
  const letter = shape.includes("x") ? "a" : "A";
  const digits = shape.replaceAll(/x/gi, "9");
  return [of(shape), of(digits, shape.replaceAll(/x/gi, letter))]
    .flat()
    .filter((form) => form.shape === shape);
}

/** `source.table.column` at each of its points. */
function splits(argument: string): readonly (readonly [string, string])[] {
  return [...argument.matchAll(/\./g)].map(
    ({ index }) => [argument.slice(0, index), argument.slice(index + 1)] as const,
  );
}
