import { sha256 } from "#agents-schema/digest.ts";
import type { Fact } from "#agents-schema/fact.ts";
import type { Cost } from "#agents-schema/run.ts";
import { writtenTexts } from "../dbt/properties/wanted-members.ts";
import { checkText } from "../facts/check-text.ts";
import { contradictions } from "../facts/contradictions.ts";
import type { FactFile } from "../facts/fact-file.ts";
import { markedToPlain } from "../facts/marked-to-plain.ts";
import type { Statement } from "../facts/statement.ts";
import type { Refusal, Writer } from "../ports/writer.ts";
import { assemble } from "../writing/assemble.ts";
import type { Brief } from "../writing/brief.ts";
import { keepExisting, theirsOnly } from "../writing/keep-existing.ts";
import type { WantedDocumentation } from "../writing/wanted-documentation.ts";
import { adoptTexts } from "./adopt-texts.ts";
import { contextOfBrief } from "./context-of-brief.ts";
import { stillThere } from "./still-there.ts";
import { wordsThatStay } from "./words-that-stay.ts";
import { writeChecked } from "./write-checked.ts";

/** Says the same of the same facts, for nothing: it is always asked anew. */
const builtIn = "built-in";

/** What one node's documentation should be, before any file is touched. */
export interface NodeDraft {
  wanted: WantedDocumentation;
  /** Statements whose text is wanted, or already there and ours. */
  statements: readonly Statement[];
  /** sha256 of each text of ours, as a fact file keeps it. */
  written: FactFile["written"];
  leftOut: readonly Refusal[];
  contradictions: readonly string[];
  disproved: readonly { column: string | null; reason: string }[];
  /** Hashes of the texts that were ours before. */
  known: FactFile["written"];
  cost: Cost;
}

/**
 * Writes, checks and puts together. What people wrote stays; what a fact says against it is in `disproved`.
 * Rejects as the writer does.
 */
export async function draftNode(
  writer: Writer,
  given: Brief,
  previous: FactFile | undefined,
  signal: AbortSignal,
): Promise<NodeDraft> {
  const context = contextOfBrief(given);
  const written =
    writer.name === builtIn
      ? await adoptTexts(writer, given, previous, { context, signal })
      : (previous?.written ?? {});
  // What we wrote the last time is no text of people: it may be written anew.
  const brief = { ...given, existing: theirsOnly(given.existing, written) };
  const { statements, leftOut, cost } = await writeChecked(writer, brief, context, {
    signal,
    said: writer.name === builtIn ? undefined : wordsThatStay(brief, previous),
  });
  const assembled = assemble(statements, brief);
  const { wanted, kept } = keepExisting(assembled, brief.existing, written);
  const theirs = new Set(kept.map((key) => key.toLowerCase()));
  const isTheirs = ({ part, column = "" }: Statement) =>
    part !== "relationship" && part !== "option" && theirs.has(column.toLowerCase());
  const edited = stillThere((previous?.statements ?? []).filter(isTheirs), given.existing, context);
  const ours = [...statements.filter((one) => !isTheirs(one)), ...edited.hold];
  return {
    wanted,
    statements: ours,
    written: hashes(wanted),
    leftOut,
    contradictions: contradictions(brief.facts).map(sayContradiction),
    disproved: [...disprovedBy(brief, kept), ...edited.disproved],
    known: written,
    cost,
  };

  function disprovedBy({ existing, facts }: Brief, keys: readonly string[]) {
    return keys.flatMap((key) => {
      const column = existing.columns.find(({ name }) => name.toLowerCase() === key.toLowerCase());
      const text = key === "" ? existing.description : (column?.description ?? "");
      const about = { ...context, facts, ...(key === "" ? {} : { column: key }) };
      return checkText(text, about).disproved.map(({ reason }) => ({
        column: key === "" ? null : key,
        reason,
      }));
    });
  }
}

function hashes(wanted: WantedDocumentation): Record<string, string> {
  const texts = Object.entries(writtenTexts(wanted));
  return Object.fromEntries(texts.map(([key, text]) => [key, sha256(text.trim())]));
}

function sayContradiction({ facts, reason }: { facts: readonly Fact[]; reason: string }): string {
  return `${reason} (${facts.map(({ id, subject, metric }) => `${id}: ${subject} ${metric}`).join(", ")})`;
}

/** As people read it, for lists of what was left out. */
export function plainOf({ statement, reason }: Refusal): { sentence: string; reason: string } {
  return { sentence: markedToPlain(statement.marked), reason };
}
