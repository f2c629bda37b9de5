import type { Fact } from "#agents-schema/fact.ts";
import { factValue } from "../profile/fact-value.ts";
import { sameValue } from "../profile/same-value.ts";
import { checkClaim, factsBehind } from "./check-sentence.ts";
import type { Claim } from "./claim.ts";
import type { FactFile } from "./fact-file.ts";
import { findEdited, findSentence } from "./find-sentence.ts";
import { openScope } from "./open-scope.ts";
import { readMarks } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";
import type { Said, Scope } from "./statement-context.ts";
import { textOf } from "./text-key.ts";
import { withTexts } from "./with-texts.ts";

type Value = Fact["value"];

/** What the warehouse says now; a problem: it cannot be asked any more. */
export type NewValue = { value: Value } | { problem: string };

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
  statement: Statement;
}

/**
 * Which sentences of a documentation no longer agree with the data. `values` by the id of the fact; `texts` are
 * what the property file holds now, by `textKey`. A sentence that is not there any more, or has other words, is
 * its writer's: it is not judged. A value that changed within what is printed has not drifted.
 */
export function judgeDrift(
  file: FactFile,
  values: ReadonlyMap<string, NewValue>,
  texts: Readonly<Record<string, string>>,
): { checked: number; drifted: readonly Drifted[] } {
  const scopes = openScopes(file, values);
  const drifted: Drifted[] = [];
  let checked = 0;
  for (const statement of file.statements) {
    const place = textOf(statement, texts);
    const { plain, marks } = readMarks(statement.marked);
    if (place === undefined || marks.length === 0) continue;
    const sentence = sentenceIn(statement, place.text, scopes.before);
    if (sentence === undefined) continue;
    checked += 1;
    const found = judgeStatement(sentence.statement, values, scopes, sentence.isEdited);
    drifted.push(
      ...found.map(({ claim, ...rest }) => ({
        model: file.subject,
        column: statement.column ?? null,
        sentence: sentence.isEdited ? readMarks(sentence.statement.marked).plain : plain,
        ...rest,
        was: sentence.isEdited && claim !== undefined ? claim.text.trim() : rest.was,
        statement: sentence.statement,
      })),
    );
  }
  return { checked, drifted };
}

export interface Scopes {
  before: Scope;
  now: Scope;
}

/** What was known when it was written, and what is known now. Constants of the SQL are not asked again. */
export function openScopes(file: FactFile, values: ReadonlyMap<string, NewValue>): Scopes {
  const names = new Set([
    file.subject,
    ...file.facts.flatMap(({ subject, argument, metric }) => [
      subject,
      subject.slice(file.subject.length + 1),
      ...(/^(?:reference_|parent_|orphan_|children_|cardinality)/.test(metric) &&
      argument !== undefined
        ? [argument, argument.split(".").slice(0, -1).join("."), argument.split(".").at(-1) ?? ""]
        : []),
    ]),
  ]);
  const about = { literals: new Set<string>(), names, subject: file.subject };
  const facts = file.facts.map((fact) => factNow(fact, values.get(fact.id)));
  return {
    before: openScope({ ...about, facts: file.facts }),
    now: openScope({ ...about, facts }),
  };
}

/** A fact with its new value, in the shape of the old one; as it was while it says the same. */
export function factNow(fact: Fact, now: NewValue | undefined): Fact {
  if (now === undefined || "problem" in now) return fact;
  const value = shaped(fact, now.value);
  if (sameValue(fact, value)) return fact;
  const { sample: _, ...rest } = fact;
  return { ...rest, value };
}

function shaped(fact: Fact, value: Value): Value {
  const isTime = typeof fact.value === "string" && /^\d{4,}-\d{2}-\d{2}/.test(fact.value);
  if (isTime) return factValue(value, "time");
  if (typeof fact.value === "number") return factValue(value, "number");
  return value;
}

/** The statement as it stands in the text: as it was written, or with the numbers that somebody put in. */
export function sentenceIn(
  statement: Statement,
  text: string,
  scope: Scope,
): { statement: Statement; start: number; end: number; isEdited: boolean } | undefined {
  const { plain, marks } = readMarks(statement.marked);
  const as = findSentence(plain, text);
  if (as !== undefined) return { statement, ...as, isEdited: false };
  const claims = readSentences(plain, marks, scope.names).flatMap((sentence) => sentence.claims);
  const edited = findEdited(plain, claims, text);
  if (edited === undefined) return undefined;
  const marked = withTexts(plain, marks, edited.texts);
  return {
    statement: { ...statement, marked },
    start: edited.start,
    end: edited.end,
    isEdited: true,
  };
}

interface Finding {
  claim: Claim | undefined;
  fact: string;
  was: Value;
  now: Value;
  reason: string;
}

function judgeStatement(
  statement: Statement,
  values: ReadonlyMap<string, NewValue>,
  { before, now }: Scopes,
  isEdited: boolean,
): Finding[] {
  const { plain, marks } = readMarks(statement.marked);
  const found = new Map<string, Finding>();
  const add = (finding: Finding) => {
    if (!found.has(finding.fact)) found.set(finding.fact, finding);
  };
  for (const id of marks.flatMap((mark) => mark.ids)) {
    const [fact, answer] = [before.byId.get(id), values.get(id)];
    if (fact === undefined || answer === undefined || !("problem" in answer)) continue;
    add({ claim: undefined, fact: id, was: fact.value, now: null, reason: answer.problem });
  }
  for (const sentence of readSentences(plain, marks, now.names)) {
    const said: Said = { statement, plain, sentence };
    for (const claim of sentence.claims) {
      const reason = checkClaim(claim, said, now);
      if (reason === undefined) continue;
      // What the facts did not back when it was written, the SQL did.
      if (!isEdited && checkClaim(claim, said, before) !== undefined) continue;
      const cited = factsBehind(claim, said, now);
      const changed =
        cited.find((fact) => fact.value !== before.byId.get(fact.id)?.value) ?? cited[0];
      if (changed === undefined) continue;
      const was = before.byId.get(changed.id)?.value ?? null;
      add({ claim, fact: changed.id, was, now: changed.value, reason });
    }
  }
  return [...found.values()];
}
