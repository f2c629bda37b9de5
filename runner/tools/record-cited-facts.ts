import type { Fact } from "#agents-schema/fact.ts";
import { readFactFile } from "../facts/read-fact-file.ts";
import type { ToolWorld } from "./tool.ts";

/** Facts of one call that are journaled; all of them are in the fact files. */
const maxFacts = 300;

/** Journals the facts that sentences stand on, under ids of the run. Answers how many there are. */
export async function recordCitedFacts(
  world: Pick<ToolWorld, "nextFactId" | "recordFacts">,
  files: Iterable<string>,
): Promise<number> {
  const cited: Fact[] = [];
  for (const text of files) {
    const file = readFactFile(text);
    if ("problem" in file) continue;
    const marks = file.statements.flatMap(({ marked }) => marked.match(/\{F\d+\}/g) ?? []);
    const ids = new Set(marks.map((mark) => mark.slice(1, -1)));
    cited.push(...file.facts.filter(({ id }) => ids.has(id)));
  }
  const first = world.nextFactId();
  await world.recordFacts(
    cited.slice(0, maxFacts).map((fact, index) => ({ ...fact, id: `F${first + index}` })),
  );
  return cited.length;
}
