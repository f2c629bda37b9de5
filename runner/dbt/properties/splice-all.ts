import { checkEdit } from "./check-edit.ts";
import { leaveOutCode } from "./leave-out-code.ts";
import type { SpliceOptions, Wish } from "./plan-entry.ts";
import { planFile } from "./plan-file.ts";
import { applySplices } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { readYamlFile } from "./yaml-file.ts";

/** `skipped`: what was not written, each with its reason; `kept`: keys of texts of people's that stay. */
export type Spliced = { skipped: readonly string[]; kept: readonly string[] } | { refused: string };

/**
 * {@link import("./splice-documentation.ts").spliceDocumentation} for many relations of one file, which is
 * read once. What is refused of one does not keep the others from being written.
 */
export function spliceAll(
  text: string,
  wishes: readonly Wish[],
  { layout }: Pick<SpliceOptions, "layout">,
): { text: string; results: readonly Spliced[] } {
  const safe = wishes.map(({ wanted, ours }) => ({ ...leaveOutCode(wanted), ours }));
  try {
    const wanted = safe.map(({ safe: without, ours }) => ({ wanted: without, ours }));
    const { plan, entries } = planFile(readYamlFile(text), wanted, layout);
    const edited = applySplices(text, plan.splices);
    if (edited !== text) checkEdit(text, edited, plan.changes);
    const results = entries.map((entry, index): Spliced => {
      if ("refused" in entry) return entry;
      const skipped = [...(safe[index]?.skipped ?? []), ...entry.skipped];
      return { skipped, kept: entry.kept };
    });
    return { text: edited, results };
  } catch (cause) {
    if (!(cause instanceof UnsafeEdit)) throw cause;
    const refused = cause.message;
    if (wishes.length < 2) return { text, results: wishes.map(() => ({ refused })) };
  }
  // One of them spoils it: each is tried alone.
  const results: Spliced[] = [];
  let edited = text;
  for (const wish of wishes) {
    const one = spliceAll(edited, [wish], { layout });
    edited = one.text;
    results.push(...one.results);
  }
  return { text: edited, results };
}
