import type { Fact } from "#agents-schema/fact.ts";
import type { FactFile } from "./fact-file.ts";
import { columnOf } from "./facts-about.ts";
import { readMarks } from "./read-marks.ts";
import { splitSelect } from "./split-select.ts";

/** The SQL gate reads no more than 20,000 characters of one statement. */
const maxCharacters = 18_000;
/** Values of one answer. */
const maxColumns = 100;

/** A statement that answers with one row: the values of its facts, in this order. */
export interface VerificationQuery {
  /** Of the facts, as a person writes it. */
  relation: string;
  sql: string;
  answers: readonly { subject: string; fact: Fact }[];
}

/**
 * What to ask to see whether the facts that are cited still hold: the query of each, those that read the
 * same rows together. When one of them fails, ask `singly`: then only what cannot be asked any more fails.
 */
export function planVerification(files: readonly FactFile[]): readonly VerificationQuery[] {
  return files.flatMap((file) => {
    const wanted = citedFacts(file);
    const groups = Map.groupBy(wanted, ({ query }) => splitSelect(query)?.from ?? query);
    return [...groups.values()].flatMap((facts) => pack(file, facts));
  });
}

/** The same questions one by one. */
export function singly({ relation, answers }: VerificationQuery): readonly VerificationQuery[] {
  return answers.map((answer) => ({ relation, sql: answer.fact.query, answers: [answer] }));
}

/** Facts behind sentences, and those that say how many rows and nulls these are among. */
export function citedFacts({ subject, facts, statements }: FactFile): readonly Fact[] {
  const ids = new Set(
    statements.flatMap(({ marked }) => readMarks(marked).marks.flatMap((mark) => mark.ids)),
  );
  const cited = facts.filter(({ id }) => ids.has(id));
  const columns = new Set(cited.map((fact) => columnOf(fact, subject)));
  return facts.filter((fact) => {
    if (ids.has(fact.id)) return true;
    if (cited.length > 0 && fact.metric === "row_count" && fact.subject === subject) return true;
    return fact.metric === "null_count" && columns.has(columnOf(fact, subject));
  });
}

function pack({ subject, relation }: FactFile, facts: readonly Fact[]): VerificationQuery[] {
  const batches: { from: string; expressions: string[]; facts: Fact[][]; length: number }[] = [];
  const alone: VerificationQuery[] = [];
  for (const fact of facts) {
    const parts = splitSelect(fact.query);
    if (parts === undefined) {
      alone.push({ relation, sql: fact.query, answers: [{ subject, fact }] });
      continue;
    }
    const last = batches.at(-1);
    const length = parts.expression.length + 2;
    if (
      last === undefined ||
      last.length + length > maxCharacters ||
      last.expressions.length >= maxColumns
    ) {
      batches.push({
        from: parts.from,
        expressions: [parts.expression],
        facts: [[fact]],
        length: length + parts.from.length + 20,
      });
      continue;
    }
    last.expressions.push(parts.expression);
    last.facts.push([fact]);
    last.length += length;
  }
  const packed = batches.map(
    ({ from, expressions, facts: asked }): VerificationQuery => ({
      relation,
      sql: `select ${expressions.join(", ")} from ${from}`,
      answers: asked.flat().map((fact) => ({ subject, fact })),
    }),
  );
  return [...packed, ...alone];
}
