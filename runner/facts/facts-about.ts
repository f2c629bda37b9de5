import type { Fact } from "#agents-schema/fact.ts";
import { type Metric, metrics } from "../profile/metrics.ts";
import type { Statement } from "./statement.ts";

const ofRelation = new Set<string>(["row_count", "duplicate_rows", "freshness_seconds"]);
/** Words of names that say nothing alone. */
const empty = new Set(["id", "key", "at", "is", "has", "the", "of", "nr", "no"]);

/** dbt's name of what the facts are about: what all their subjects begin with. */
export function subjectOf(facts: readonly Fact[]): string | undefined {
  const whole = facts.find(({ metric }) => ofRelation.has(metric));
  if (whole !== undefined) return whole.subject;
  const [first] = facts;
  if (first === undefined) return undefined;
  const parts = first.subject.split(".");
  for (let length = parts.length; length > 0; length--) {
    const start = parts.slice(0, length).join(".");
    if (facts.every(({ subject }) => subject === start || subject.startsWith(`${start}.`))) {
      return length === parts.length && length > 1 ? parts.slice(0, -1).join(".") : start;
    }
  }
  return undefined;
}

/** The column that a fact is about; undefined: the whole relation. */
export function columnOf(
  fact: Pick<Fact, "subject">,
  subject: string | undefined,
): string | undefined {
  if (subject === undefined || !fact.subject.startsWith(`${subject}.`)) return undefined;
  return fact.subject.slice(subject.length + 1);
}

/** What a metric gives; undefined for one that nobody knows. */
export function kindOf({
  metric,
}: Pick<Fact, "metric">): (typeof metrics)[Metric]["kind"] | undefined {
  return isMetric(metric) ? metrics[metric].kind : undefined;
}

function isMetric(metric: string): metric is Metric {
  return Object.hasOwn(metrics, metric);
}

/**
 * May a statement speak of this fact? It must be of the relation, or of the statement's column, or of one
 * that the text names: a number that is true of another column is wrong here.
 */
export function isAboutIt(
  fact: Fact,
  { column, about }: Pick<Statement, "column" | "about">,
  text: string,
  subject: string | undefined,
): boolean {
  if (subject !== undefined && fact.subject === subject) {
    const columns = fact.metric === "duplicate_rows" ? (fact.argument?.split(", ") ?? []) : [];
    const single =
      fact.metric === "freshness_seconds" && fact.argument !== undefined ? [fact.argument] : [];
    return [...columns, ...single].every((name) => name === column || isNamed(name, text));
  }
  const own = columnOf(fact, subject);
  if (own === undefined) return isNamed(fact.subject, text);
  const [child] = (about ?? "").split(" -> ");
  return (
    own === column || (about?.includes(" -> ") === true && own === child) || isNamed(own, text)
  );
}

/** Does a text name a column or node: as it is written, or its words one after the other? */
export function isNamed(name: string, text: string): boolean {
  const [wanted, said] = [name.toLowerCase(), text.toLowerCase()];
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const isWhole =
      !/[\p{L}\p{N}_]/u.test(said[at - 1] ?? "") &&
      !/[\p{L}\p{N}_]/u.test(said[at + wanted.length] ?? "");
    if (isWhole) return true;
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !empty.has(word));
  const saidWords = said.split(/[^\p{L}\p{N}]+/u);
  return (
    words.length > 0 &&
    words.every((word) => saidWords.some((one) => one === word || one === `${word}s`))
  );
}
