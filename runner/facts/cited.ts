import type { Fact } from "#agents-schema/fact.ts";
import type { Claim } from "./claim.ts";
import { isAboutIt } from "./facts-about.ts";
import type { Mark } from "./read-marks.ts";
import type { Clause, Sentence } from "./read-sentences.ts";
import type { Said, Scope } from "./statement-context.ts";

/** Facts that a claim stands on. */
export function factsBehind(claim: Claim, said: Said, scope: Scope): readonly Fact[] {
  const { sentence } = said;
  const clause = clauseOf(claim, sentence);
  const marks = clause.marks.length > 0 ? clause.marks : sentence.marks;
  if (claim.kind === "absolute") return factsOf(marks, scope);
  if (claim.kind === "quoted") return factsOf(neighbours(claim, marks), scope);
  return factsOf(marksFor(claim, clause, sentence), scope);
}

export function speaksOf(fact: Fact, { statement, sentence }: Said, scope: Scope): boolean {
  const about = statement.about ?? "";
  const parent = about.includes(" -> ") ? (about.split(" -> ")[1] ?? "").split(": ")[0] : undefined;
  const isOfParent = /^(?:reference_coverage|orphan_|parent_coverage|children_|cardinality)/.test(
    fact.metric,
  );
  if (isOfParent && parent !== undefined && fact.argument !== undefined && fact.argument !== parent)
    return false;
  return isAboutIt(fact, statement, sentence.text, scope.subject);
}

export function clauseOf(claim: Claim, sentence: Sentence): Clause {
  const found = sentence.clauses.find(
    ({ start, end }) => start <= claim.start && claim.start < end,
  );
  return found ?? { start: sentence.start, end: sentence.end, marks: sentence.marks };
}

/** What a number stands on: the next mark of its clause, else the last one before; else of its sentence. */
export function marksFor(claim: Claim, clause: Clause, sentence: Sentence): readonly Mark[] {
  const marks = clause.marks.length > 0 ? clause.marks : sentence.marks;
  const next = marks.find(({ at }) => at >= claim.end);
  const last = marks.findLast(({ at }) => at < claim.end);
  const found = next ?? last;
  return found === undefined ? [] : [found];
}

export function neighbours(claim: Claim, marks: readonly Mark[]): readonly Mark[] {
  const next = marks.find(({ at }) => at >= claim.end);
  const last = marks.findLast(({ at }) => at < claim.end);
  return [next, last].flatMap((mark) => mark ?? []);
}

export function factsOf(marks: readonly Mark[], { byId }: Scope): Fact[] {
  return marks.flatMap(({ ids }) => ids).flatMap((id) => byId.get(id) ?? []);
}

export function sayFact({ id, metric, argument, value }: Fact): string {
  return `${id} (${metric}${argument === undefined ? "" : ` of ${JSON.stringify(argument)}`} = ${short(String(value))})`;
}

export function short(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= 80 ? flat : `${flat.slice(0, 79)}…`;
}
