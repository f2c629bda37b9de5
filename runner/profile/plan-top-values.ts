import type { Fact } from "#agents-schema/fact.ts";
import { columnFamily } from "./column-family.ts";
import { identifier } from "./identifier.ts";
import { quote } from "./quote.ts";
import type { NumberlessFact } from "./to-facts.ts";

type Cell = string | number | boolean | null;

/** Columns with more values than this have no frequent values worth a list. */
const maxDistinct = 20;
/** Longest value that is listed, in characters: longer ones are prose. */
const maxLength = 60;
/** Characters of one statement: the SQL gate reads no more than 20,000. */
const maxStatement = 18_000;
const between = "\nunion all\n";

interface Subject {
  subject: string;
  relation: { database?: string; schema?: string; name: string };
  at: string;
}

/** Statements that list the values of columns which have only few; each answers `column, value, count`. */
export function planTopValues(
  { subject, relation }: Omit<Subject, "at">,
  columns: readonly { name: string; type: string }[],
  measured: readonly Pick<Fact, "subject" | "metric" | "value">[],
  maxRows: number,
): readonly string[] {
  const batches: { rows: number; length: number; selects: string[] }[] = [];
  for (const { name, type } of columns) {
    const family = columnFamily(type);
    if (family !== "text" && family !== "number" && family !== "plain") continue;
    if (family === "number" && identifier.test(name)) continue;
    const answerTo = (metric: string) => {
      const about = `${subject}.${name}`;
      const found = measured.find((fact) => fact.subject === about && fact.metric === metric);
      return typeof found?.value === "number" ? found.value : 0;
    };
    const distinct = answerTo("distinct_count");
    if (distinct < 1 || distinct > Math.min(maxDistinct, maxRows)) continue;
    if (answerTo("max_length") > maxLength) continue;

    const column = quote.name(name);
    const select = `select ${quote.text(name)} as c, cast(${column} as varchar) as v, count(*) as n from ${quote.relation(relation)} where ${column} is not null group by ${column}`;
    const last = batches.at(-1);
    const isFull =
      last === undefined ||
      last.rows + distinct > maxRows ||
      last.length + select.length > maxStatement;
    if (isFull) batches.push({ rows: distinct, length: select.length, selects: [select] });
    else {
      last.rows += distinct;
      last.length += select.length + between.length;
      last.selects.push(select);
    }
  }
  return batches.map(({ selects }) => selects.join(between));
}

/** The share of each value among all rows, as a fact; the most frequent first. */
export function topValueFacts(
  { subject, relation, at }: Subject,
  rowCount: number,
  rows: readonly (readonly Cell[])[],
): readonly NumberlessFact[] {
  const facts = rows.flatMap(([column, value, count]): (NumberlessFact & { value: number })[] => {
    if (typeof column !== "string" || value === null || value === undefined) return [];
    const [argument, n] = [String(value), Number(count)];
    const matches = `cast(${quote.name(column)} as varchar) = ${quote.text(argument)}`;
    return [
      {
        subject: `${subject}.${column}`,
        metric: "share",
        argument,
        value: n / rowCount,
        method: "exact",
        query: `select cast(count(*) filter (where ${matches}) as double precision) / nullif(count(*), 0) from ${quote.relation(relation)}`,
        at,
      },
    ];
  });
  return facts.sort(
    (a, b) => b.value - a.value || ((a.argument ?? "") < (b.argument ?? "") ? -1 : 1),
  );
}
