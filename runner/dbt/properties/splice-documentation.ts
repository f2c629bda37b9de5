import type { WantedDocumentation } from "../../writing/wanted-documentation.ts";
import type { SpliceOptions } from "./plan-entry.ts";
import { spliceAll } from "./splice-all.ts";

/**
 * Puts the documentation of a relation into a property file: what is missing is added, what says nothing is
 * filled in, and of what is written only that is replaced which `ours` says that we wrote. Everything else,
 * comments, order, quotes, indentation and line ends, stays as it is. Where that cannot be had the file is
 * refused with a sentence, or the part is left out (`skipped`, with its reason). People's texts that stay
 * although something else was wanted are `kept`, by their key. Doing it again changes nothing.
 */
export function spliceDocumentation(
  text: string,
  wanted: WantedDocumentation,
  { layout, ours }: SpliceOptions,
): { text: string; skipped: readonly string[]; kept: readonly string[] } | { refused: string } {
  const { text: edited, results } = spliceAll(text, [{ wanted, ours }], { layout });
  const [result] = results;
  if (result === undefined) return { text, skipped: [], kept: [] };
  return "refused" in result ? result : { text: edited, ...result };
}
