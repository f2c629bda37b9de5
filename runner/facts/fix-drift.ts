import { sha256 } from "#agents-schema/digest.ts";
import type { FactFile } from "./fact-file.ts";
import { fixStatement } from "./fix-statement.ts";
import {
  type Drifted,
  factNow,
  judgeDrift,
  type NewValue,
  openScopes,
  sentenceIn,
} from "./judge-drift.ts";
import { readMarks } from "./read-marks.ts";
import type { Statement } from "./statement.ts";
import { textOf } from "./text-key.ts";

export interface Fixed {
  /** Only texts that changed, by the key under which they came. */
  texts: Readonly<Record<string, string>>;
  /** With the new values, the new sentences and the hashes of texts that are still ours. */
  file: FactFile;
  fixed: readonly { column: string | null; from: string; to: string }[];
  /** Sentences for which nothing simple is true instead: they are gone. */
  removed: readonly { column: string | null; sentence: string; reason: string }[];
}

/**
 * Mends the sentences that drifted, and nothing else: every other character of the texts stays. Facts that
 * were asked again take their new value and `at`; those that could not be asked keep the old one.
 */
export function fixDrift(
  file: FactFile,
  values: ReadonlyMap<string, NewValue>,
  texts: Readonly<Record<string, string>>,
  at: string,
): Fixed {
  const scopes = openScopes(file, values);
  const { drifted } = judgeDrift(file, values, texts);
  const changed: Record<string, string> = {};
  const fixed: { column: string | null; from: string; to: string }[] = [];
  const removed: { column: string | null; sentence: string; reason: string }[] = [];
  const statements: Statement[] = [];
  for (const original of file.statements) {
    const now = { ...texts, ...changed };
    const place = textOf(original, now);
    const sentence = place && sentenceIn(original, place.text, scopes.before);
    const drift = sentence && drifted.find((one) => isOf(one, original, sentence.statement));
    if (place === undefined || sentence === undefined || drift === undefined) {
      statements.push(original);
      continue;
    }
    const column = original.column ?? null;
    const from = readMarks(sentence.statement.marked).plain;
    const isGone = drift.now === null;
    const next = isGone ? undefined : fixStatement(sentence.statement, original, scopes);
    const before = place.text.slice(0, sentence.start);
    const after = place.text.slice(sentence.end);
    if (next === undefined) {
      changed[place.key] = without(before, after);
      removed.push({ column, sentence: from, reason: drift.reason });
      continue;
    }
    const to = readMarks(next.marked).plain.trim();
    changed[place.key] = before + to + after;
    fixed.push({ column, from, to });
    statements.push(next);
  }
  const facts = file.facts.map((fact) => {
    const next = factNow(fact, values.get(fact.id));
    return next === fact ? fact : { ...next, at };
  });
  const written = Object.fromEntries(
    Object.entries(file.written).map(([key, hash]) => {
      const name = Object.keys(changed).find((one) => one.toLowerCase() === key.toLowerCase());
      const isOurs = name !== undefined && sha256((texts[name] ?? "").trim()) === hash;
      return [key, isOurs ? sha256((changed[name] ?? "").trim()) : hash];
    }),
  );
  return { texts: changed, file: { ...file, facts, statements, written }, fixed, removed };
}

function isOf(drift: Drifted, original: Statement, standing: Statement): boolean {
  const { statement } = drift;
  return (
    statement === original ||
    (statement.marked === standing.marked &&
      statement.part === original.part &&
      statement.column === original.column &&
      statement.about === original.about)
  );
}

/** A sentence taken out, with its bullet when that is all there is in it, or with the space beside it. */
function without(before: string, after: string): string {
  const bullet = /(?:^|\n)[ \t]*[-*•][ \t]+$/.exec(before);
  if (bullet !== null && /^[ \t]*(?:\n|$)/.test(after)) {
    const kept = before.slice(0, bullet.index);
    return kept === "" ? after.replace(/^[ \t]*\n/, "") : kept + after.replace(/^[ \t]*/, "");
  }
  if (/(?:^|\n)$/.test(before) && /^[ \t]*\n/.test(after))
    return before + after.replace(/^[ \t]*\n/, "");
  if (/[ \t]$/.test(before))
    return before.replace(/[ \t]+$/, "") + (/^\s|^$/.test(after) ? after : ` ${after}`);
  return before + after.replace(/^[ \t]+/, "");
}
