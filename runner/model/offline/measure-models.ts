import { type Profile, parseProfile } from "./parse-profile.ts";
import { readShape } from "./read-shape.ts";
import type { Recipe } from "./recipe.ts";

/** Models that are measured in one turn, and columns that one answer has room for. */
const atOnce = 4;
const maxColumns = 60;

/** What was measured of a model, or why nothing was. */
export type Measurement = { profile: Profile } | { missing: string };

/** Measures models in the warehouse. When the budget is nearly used up, the rest is left out. */
export function* measureModels(
  models: readonly { name: string; sql: string }[],
): Recipe<ReadonlyMap<string, Measurement>> {
  const measured = new Map<string, Measurement>();
  let hasTime = true;
  for (let start = 0; start < models.length; start += atOnce) {
    const batch = models.slice(start, start + atOnce);
    if (!hasTime) {
      for (const { name } of batch) {
        measured.set(name, { missing: "the budget of this run was nearly used up" });
      }
      continue;
    }
    const { replies, wrapUp } = yield {
      calls: batch.map(({ name }) => ({ tool: "retrieve_metadata", input: { model: name } })),
    };
    hasTime = !wrapUp;
    for (const [index, model] of batch.entries()) {
      const text = replies[index]?.text ?? "";
      const profile = parseProfile(text);
      if (profile === undefined) measured.set(model.name, { missing: firstLine(text) });
      else if (!profile.isCut) measured.set(model.name, { profile });
      else measured.set(model.name, { profile: yield* askInParts(model, profile) });
    }
  }
  return measured;
}

/** A long answer is cut in its middle; the columns that the SQL names are asked for again in parts. */
function* askInParts(
  { name, sql }: { name: string; sql: string },
  profile: Profile,
): Recipe<Profile> {
  const columns = readShape(sql).columns?.map((column) => column.name) ?? [];
  const parts: string[][] = [];
  for (let start = 0; start < columns.length; start += maxColumns) {
    parts.push(columns.slice(start, start + maxColumns));
  }
  if (parts.length === 0) return profile;
  const { replies } = yield {
    calls: parts.map((part) => ({
      tool: "retrieve_metadata",
      input: { model: name, columns: part },
    })),
  };
  const answers = replies.flatMap(({ text }) => parseProfile(text)?.columns ?? []);
  return { ...profile, columns: answers };
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").slice(0, 300) || "the warehouse gave no answer";
}
