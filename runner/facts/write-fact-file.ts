import type { Fact } from "#agents-schema/fact.ts";
import { metrics } from "../profile/metrics.ts";
import type { FactFile } from "./fact-file.ts";
import type { Statement } from "./statement.ts";

const order = Object.keys(metrics);

/**
 * A fact file as JSON, one fact and one statement a line. The time that most facts have stands once at the
 * top; facts are sorted by subject, metric and argument, so that a new one changes one line.
 */
export function writeFactFile(file: FactFile): string {
  const facts = [...file.facts].sort(byPlace);
  const at = commonTime(facts);
  const lines = [
    ["version", "1"],
    ["subject", JSON.stringify(file.subject)],
    ["relation", JSON.stringify(file.relation)],
    ["path", JSON.stringify(file.path)],
    ...(file.sql === undefined ? [] : [["sql", JSON.stringify(file.sql)]]),
    ...(at === undefined ? [] : [["at", JSON.stringify(at)]]),
    ["facts", list(facts.map((fact) => JSON.stringify(orderedFact(fact, at))))],
    ["statements", list(file.statements.map((one) => JSON.stringify(orderedStatement(one))))],
    ["written", written(file.written)],
  ].map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n]`;
}

function written(hashes: FactFile["written"]): string {
  const lines = Object.entries(hashes)
    .sort(([a], [b]) => compare(a, b))
    .map(([key, hash]) => `${JSON.stringify(key)}: ${JSON.stringify(hash)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

/** The most frequent time; of equally frequent ones the latest. */
function commonTime(facts: readonly Fact[]): string | undefined {
  const counted = [...Map.groupBy(facts, (fact) => fact.at)].map(
    ([at, those]) => [at, those.length] as const,
  );
  return counted.sort((a, b) => b[1] - a[1] || compare(b[0], a[0]))[0]?.[0];
}

function orderedFact(fact: Fact, common: string | undefined): Partial<Fact> {
  const { id, subject, metric, argument, value, method, query, rows, sample, at } = fact;
  const inOrder = { id, subject, metric, argument, value, method, rows, sample, query };
  return at === common ? inOrder : { ...inOrder, at };
}

function orderedStatement({ part, column, about, marked, by }: Statement): Statement {
  return { part, column, about, marked, by };
}

function byPlace(a: Fact, b: Fact): number {
  return (
    compare(a.subject, b.subject) ||
    order.indexOf(a.metric) - order.indexOf(b.metric) ||
    compare(a.metric, b.metric) ||
    compare(a.argument ?? "", b.argument ?? "") ||
    compare(a.id, b.id)
  );
}

/** By code units: the same everywhere, whatever the machine's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
