import type { Fact } from "#agents-schema/fact.ts";
import { checkClaim } from "./check-sentence.ts";
import { checkText } from "./check-text.ts";
import { factsBehind } from "./cited.ts";
import type { Claim } from "./claim.ts";
import type { FactFile } from "./fact-file.ts";
import { type NewValue, openScopes, type Scopes } from "./facts-now.ts";
import { type PlacedStatement, placeStatements } from "./place-statements.ts";
import { readMarks } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";
import type { Said } from "./statement-context.ts";

export type { NewValue };

type Value = Fact["value"];

/** A sentence that is no longer true, or no longer says what was measured. */
export interface Drifted {
  model: string;
  /** null: of the relation. */
  column: string | null;
  /** As it stands in the file. */
  sentence: string;
  /** Id of the fact in the model's fact file. */
  fact: string;
  /** What was measured; what is printed where somebody changed the number. */
  was: Value;
  /** null: it cannot be measured any more, or there is no value. */
  now: Value;
  reason: string;
  /** As it was written; undefined: these are words of a person, in a text of ours. */
  statement: Statement | undefined;
}

/**
 * Which sentences of a documentation do not agree with the data. `values` by the id of the fact; `texts` are what
 * the property file holds now, by `textKey`. A value that changed within what is printed has not drifted. A
 * sentence that is gone is no drift, and one in other words only where a fact disproves it.
 */
export function judgeDrift(
  file: FactFile,
  values: ReadonlyMap<string, NewValue>,
  texts: Readonly<Record<string, string>>,
): { checked: number; drifted: readonly Drifted[] } {
  const scopes = openScopes(file, values);
  const { placed, rest } = placeStatements(file.statements, texts, scopes.now.names);
  const marked = placed.filter(({ standing }) => readMarks(standing.marked).marks.length > 0);
  const model = file.subject;
  return {
    checked: marked.length,
    drifted: [
      ...marked.flatMap((one) =>
        driftOf(one, values, scopes).map((drift) => ({ model, ...drift })),
      ),
      ...[...rest].flatMap(([key, text]) =>
        disprovedIn(key, text, scopes).map((drift) => ({ model, ...drift })),
      ),
    ],
  };
}

type Drift = Omit<Drifted, "model">;

function driftOf(
  { original, standing, isEdited }: PlacedStatement,
  values: ReadonlyMap<string, NewValue>,
  scopes: Scopes,
): Drift[] {
  const { before, now } = scopes;
  const { plain, marks } = readMarks(standing.marked);
  const found = new Map<string, Drift>();
  const add = (drift: Pick<Drift, "fact" | "was" | "now" | "reason">) => {
    if (found.has(drift.fact)) return;
    const column = original.column ?? null;
    found.set(drift.fact, { column, sentence: plain, ...drift, statement: original });
  };
  for (const id of marks.flatMap((mark) => mark.ids)) {
    const [fact, answer] = [before.byId.get(id), values.get(id)];
    if (fact === undefined || answer === undefined || !("problem" in answer)) continue;
    add({ fact: id, was: fact.value, now: null, reason: firstLine(answer.problem) });
  }
  for (const sentence of readSentences(plain, marks, now.names)) {
    const said: Said = { statement: standing, plain, sentence };
    for (const claim of sentence.claims) {
      const reason = checkClaim(claim, said, now);
      if (reason === undefined) continue;
      // What the facts did not back when it was written, the SQL did.
      if (!isEdited && checkClaim(claim, said, before) !== undefined) continue;
      const fact = changedFact(claim, said, scopes);
      if (fact === undefined) continue;
      const was = isEdited ? claim.text.trim() : (before.byId.get(fact.id)?.value ?? null);
      add({ fact: fact.id, was, now: fact.value, reason });
    }
  }
  return [...found.values()];
}

/** Of the facts that a claim stands on, the one with another value than before. */
function changedFact(claim: Claim, said: Said, { before, now }: Scopes): Fact | undefined {
  const cited = factsBehind(claim, said, now);
  const isChanged = (fact: Fact) => fact.value !== before.byId.get(fact.id)?.value;
  // A key that got nulls is no key any more, though each of its values is there once.
  const nulls = now.facts.filter(
    ({ metric, subject }) =>
      metric === "null_count" && cited.some((fact) => fact.subject === subject),
  );
  return cited.find(isChanged) ?? nulls.find(isChanged) ?? cited[0] ?? now.facts[0];
}

/** What people wrote into a text of ours, where a fact says the opposite. */
function disprovedIn(key: string, text: string, { now }: Scopes): Drift[] {
  const [own = "", parent] = key.split(" -> ");
  if (text.trim() === "" || key.includes(" = ")) return [];
  // Of a relationship only what is known of it: the text speaks of two columns.
  const isOfIt = ({ argument }: Fact) => argument === parent;
  const about =
    parent === undefined
      ? { ...now, column: own === "" ? undefined : own }
      : { ...now, column: own, facts: now.facts.filter(isOfIt) };
  return checkText(text, about).disproved.map(({ claim, fact, sentence, reason }) => ({
    column: own === "" ? null : own,
    sentence,
    fact: fact.id,
    was: claim,
    now: fact.value,
    reason,
    statement: undefined,
  }));
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/)[0]?.trim() ?? "";
}
