import { checkEdit } from "./check-edit.ts";
import { focus } from "./focus.ts";
import { leaveOutCode } from "./leave-out-code.ts";
import type { SpliceOptions, Wish } from "./plan-entry.ts";
import { type PlannedEntry, planFile } from "./plan-file.ts";
import { isRemembered, remember } from "./remembered-texts.ts";
import { applySplices } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { Layout } from "./wanted-members.ts";
import { readYamlFile } from "./yaml-file.ts";

/** Characters from which on a file is read in parts, where it is known that all of it is valid. */
const largeFile = 30_000;

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
  const able = safe.map(({ safe: without, ours }) => ({ wanted: without, ours }));
  try {
    const { edited, entries } = spliceOnce(text, able, layout);
    if (edited.length >= largeFile) remember(edited);
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

interface Once {
  edited: string;
  entries: readonly PlannedEntry[];
}

function spliceOnce(text: string, wishes: readonly Wish[], layout: Layout): Once {
  const part =
    text.length >= largeFile && isRemembered(text)
      ? focus(
          text,
          wishes.map(({ wanted }) => wanted),
        )
      : undefined;
  if (part !== undefined) {
    try {
      const { splices, entries } = planAndCheck(part.text, wishes, layout);
      const whole = splices.map(({ at, until, text: put }) => ({
        at: part.toWhole(at),
        until: part.toWhole(until),
        text: put,
      }));
      return { edited: applySplices(text, whole), entries };
    } catch (cause) {
      if (!(cause instanceof UnsafeEdit)) throw cause;
      // What cannot be done in a part may be possible in the whole, or has its better reason there.
    }
  }
  const { splices, entries } = planAndCheck(text, wishes, layout);
  return { edited: applySplices(text, splices), entries };
}

function planAndCheck(text: string, wishes: readonly Wish[], layout: Layout) {
  const { plan, entries } = planFile(readYamlFile(text), wishes, layout);
  if (plan.splices.length > 0) checkEdit(text, applySplices(text, plan.splices), plan.changes);
  return { splices: plan.splices, entries };
}
