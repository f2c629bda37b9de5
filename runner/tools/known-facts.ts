import type { Fact } from "#agents-schema/fact.ts";
import { factFileName } from "../facts/fact-file-name.ts";
import { readFactFile } from "../facts/read-fact-file.ts";
import { toldFacts } from "../profile/told-facts.ts";
import type { ToolWorld } from "./tool.ts";

/** Facts are known while they are younger than this, in milliseconds: a day. */
const freshMs = 24 * 60 * 60 * 1000;

/** What was asked of other relations or columns too: nobody has judged those here. */
const ofOthers = new Set([
  ...["duplicate_rows", "reference_coverage", "orphan_rows", "orphan_keys", "parent_coverage"],
  ...["children_p50", "children_p95", "children_max", "cardinality"],
]);

/**
 * What the project's fact file says of a model, at the commit that the change is based on: what a change
 * brings along is not believed. Undefined where there is none, or where it is a day old.
 */
export async function knownFacts(
  { run, repository, project, clock }: Pick<ToolWorld, "run" | "repository" | "project" | "clock">,
  about: { subject: string; relation: string; columns: readonly { name: string }[] },
): Promise<readonly Fact[] | undefined> {
  if (project === undefined) return undefined;
  const { subject, relation, columns } = about;
  const root = project.root === "" ? "" : `${project.root}/`;
  const path = `${root}.buster/facts/${factFileName(subject)}`;
  const text = await repository.readFile(run.baseSha, path);
  const file = text === undefined ? undefined : readFactFile(text);
  if (file === undefined || "problem" in file || file.subject !== subject) return undefined;
  // Whether its agent may read the relation was asked of this one.
  if (file.relation.toLowerCase() !== relation.toLowerCase()) return undefined;

  const names = new Set([subject, ...columns.map(({ name }) => `${subject}.${name}`)]);
  const facts = file.facts.filter(
    ({ subject: of, metric }) => names.has(of) && !ofOthers.has(metric),
  );
  const now = clock.now().getTime();
  const isFresh = facts.every(({ at }) => {
    const age = now - Date.parse(at);
    return age >= 0 && age <= freshMs;
  });
  // A column without a fact came after the file.
  const isWhole = [...names].every((name) => facts.some((fact) => fact.subject === name));
  if (!isFresh || !isWhole) return undefined;
  return toldFacts(facts, run.agent.restrictions.sql.maxRowsReturned);
}
