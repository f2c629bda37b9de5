import { sha256 } from "#agents-schema/digest.ts";
import type { FactFile } from "./fact-file.ts";
import { factNow, type NewValue, openScopes } from "./facts-now.ts";
import { fixStatement } from "./fix-statement.ts";
import { judgeDrift } from "./judge-drift.ts";
import { placeStatements } from "./place-statements.ts";
import { readMarks } from "./read-marks.ts";
import type { Statement } from "./statement.ts";

export interface Fixed {
  /** Only texts that changed, by the key under which they came. */
  texts: Readonly<Record<string, string>>;
  /** With the new values, the new sentences and the hashes of texts that are still ours. */
  file: FactFile;
  fixed: readonly { column: string | null; from: string; to: string }[];
  /** Sentences for which nothing simple is true instead: they are gone. */
  removed: readonly { column: string | null; sentence: string; reason: string }[];
  /** Words of people that a fact disproves: theirs to change. */
  theirs: readonly { column: string | null; sentence: string; reason: string }[];
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
  const { placed } = placeStatements(file.statements, texts, scopes.now.names);
  const fixed: { column: string | null; from: string; to: string }[] = [];
  const removed: { column: string | null; sentence: string; reason: string }[] = [];
  const next = new Map<Statement, Statement | undefined>();
  const changed = new Map<string, string>();
  // From the end, so that the places before it stay where they are.
  for (const place of placed.toSorted((a, b) => b.start - a.start)) {
    const { original, standing, key } = place;
    const drift = drifted.find(({ statement }) => statement === original);
    if (drift === undefined) continue;
    const column = original.column ?? null;
    const from = readMarks(standing.marked).plain;
    const isGone = drifted.some(({ statement, now }) => statement === original && now === null);
    const mended = isGone ? undefined : fixStatement(original, scopes);
    const text = changed.get(key) ?? texts[key] ?? "";
    const [before, after] = [text.slice(0, place.start), text.slice(place.end)];
    next.set(original, mended);
    if (mended === undefined) {
      changed.set(key, without(before, after));
      removed.push({ column, sentence: from, reason: drift.reason });
    } else {
      const to = readMarks(mended.marked).plain.trim();
      changed.set(key, before + to + after);
      fixed.push({ column, from, to });
    }
  }
  const facts = file.facts.map((fact) => {
    const now = factNow(fact, values.get(fact.id));
    return now === fact ? fact : { ...now, at };
  });
  const statements = file.statements.flatMap((one) =>
    next.has(one) ? (next.get(one) ?? []) : one,
  );
  return {
    texts: Object.fromEntries(changed),
    file: { ...file, facts, statements, written: rewritten(file, texts, changed) },
    fixed,
    removed,
    theirs: drifted
      .filter(({ statement }) => statement === undefined)
      .map(({ column, sentence, reason }) => ({ column, sentence, reason })),
  };
}

/** A text that was wholly ours still is. */
function rewritten(
  { written }: FactFile,
  texts: Readonly<Record<string, string>>,
  changed: ReadonlyMap<string, string>,
): FactFile["written"] {
  const hash = (text: string | undefined) => sha256((text ?? "").trim());
  return Object.fromEntries(
    Object.entries(written).map(([key, known]) => {
      const name = [...changed.keys()].find((one) => one.toLowerCase() === key.toLowerCase());
      if (name === undefined || hash(texts[name]) !== known) return [key, known];
      return [key, hash(changed.get(name))];
    }),
  );
}

/** A sentence taken out: with its line, bullet or heading when that is all there is, or the space beside it. */
function without(before: string, after: string): string {
  const line = /(?:^|\n)[ \t]*(?:[-*•][ \t]+|\p{Lu}[\p{L} ]{0,40}:[ \t]*)?$/u.exec(before);
  if (line !== null && /^[ \t]*(?:\n|$)/.test(after)) {
    const kept = before.slice(0, line.index);
    const rest = after.replace(/^[ \t]*/, "");
    return kept === "" ? rest.replace(/^\n+/, "") : kept + rest;
  }
  if (/[ \t]$/.test(before) && /^(?:\s|$)/.test(after))
    return before.replace(/[ \t]+$/, "") + after;
  return before + after.replace(/^[ \t]+/, "");
}
