import type { VerifiedPair } from "./fold-verification.ts";

/** Share of the rows that must have a parent, by how much is known without looking at rows. */
const leastCoverage = { strong: 0.01, joined: 0.5, weak: 0.9 };

/**
 * The best parent of each column, if any is good enough, best columns first. What the project declares is
 * kept whatever the rows say. Of two tables that share their keys one refers to the other, never both.
 */
export function chooseParents(pairs: readonly VerifiedPair[]): readonly VerifiedPair[] {
  const byChild = new Map<string, VerifiedPair[]>();
  for (const pair of pairs) {
    if (!isBelievable(pair)) continue;
    byChild.set(pair.child.id, [...(byChild.get(pair.child.id) ?? []), pair]);
  }
  const best = [...byChild.values()].flatMap((candidates) => {
    const declared = candidates.filter(isDeclared);
    if (declared.length > 0) return declared;
    return candidates.toSorted((one, other) => scoreOf(other) - scoreOf(one)).slice(0, 1);
  });
  const chosen = new Map(best.map((pair) => [`${pair.child.id}>${pair.parent.id}`, pair]));
  return best.filter((pair) => {
    const back = chosen.get(`${pair.parent.id}>${pair.child.id}`);
    return (
      back === undefined || isDeclared(pair) || scoreOf(pair) > scoreOf(back) || isFirst(pair, back)
    );
  });
}

/** Whether the rows do not deny what was thought without them. */
export function isBelievable(pair: VerifiedPair): boolean {
  if (isDeclared(pair)) return true;
  if (pair.coverage === 0) return false;
  if (pair.prior >= 0.85) return pair.coverage >= leastCoverage.strong;
  return (
    pair.coverage >= (pair.evidence.includes("join") ? leastCoverage.joined : leastCoverage.weak)
  );
}

/** By which the candidates of one column are compared. */
export function scoreOf({ prior, coverage, child }: VerifiedPair): number {
  const isWeakTwin = child.isKey && child.isMain && prior < 0.85;
  return 0.65 * prior + 0.35 * coverage - (isWeakTwin ? 0.2 : 0);
}

function isDeclared({ evidence }: VerifiedPair): boolean {
  return evidence.includes("declared");
}

/** Where nothing else decides: some order, but always the same. */
function isFirst(pair: VerifiedPair, back: VerifiedPair): boolean {
  return scoreOf(pair) === scoreOf(back) && pair.child.id < back.child.id;
}
