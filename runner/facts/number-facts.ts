import type { Fact } from "#agents-schema/fact.ts";
import type { NumberlessFact } from "../profile/to-facts.ts";
import type { FactFile } from "./fact-file.ts";

/**
 * Facts with their ids. What was known before keeps its id, and its time too while value and method are
 * the same: measuring twice writes the same file. What is new gets the next numbers; an id is never used
 * for something else.
 */
export function numberFacts(
  previous: Pick<FactFile, "facts"> | undefined,
  facts: readonly NumberlessFact[],
): Fact[] {
  const known = new Map((previous?.facts ?? []).map((fact) => [keyOf(fact), fact]));
  let last = Math.max(0, ...[...known.values()].map((fact) => numberOf(fact.id)));
  const numbered = new Map<string, Fact>();
  for (const fact of facts) {
    const key = keyOf(fact);
    if (numbered.has(key)) continue;
    const before = known.get(key);
    if (before === undefined) {
      last += 1;
      numbered.set(key, { id: `F${last}`, ...fact });
      continue;
    }
    const isSame = before.value === fact.value && before.method === fact.method;
    numbered.set(key, { ...fact, id: before.id, at: isSame ? before.at : fact.at });
  }
  return [...numbered.values()];
}

function keyOf({ subject, metric, argument }: Omit<Fact, "id">): string {
  return JSON.stringify([subject, metric, argument ?? null]);
}

function numberOf(id: string): number {
  const number = Number(id.slice(1));
  return Number.isSafeInteger(number) ? number : 0;
}
