import type { PlausiblePair } from "../../keys/find-pairs.ts";
import { foldVerification, type VerifiedPair } from "../../keys/fold-verification.ts";
import { writeVerification } from "../../keys/write-verification.ts";
import { inParallel } from "../in-parallel.ts";
import { askAboutKeys, type KeyWorld } from "./ask-about-keys.ts";

/** Pairs in one statement. */
const packed = 24;

/**
 * Counts every pair on all rows: one statement for each child relation. If that goes wrong each pair is asked
 * alone, so that one that cannot be joined leaves the others unharmed.
 */
export async function verifyPairs(
  world: KeyWorld,
  pairs: readonly PlausiblePair[],
  notes: string[],
): Promise<readonly VerifiedPair[]> {
  const verified: VerifiedPair[] = [];
  await inParallel(packPairs(pairs), world.width, world.signal, async (pack) => {
    const answer = await askAboutKeys(world, writeVerification(pack));
    if ("rows" in answer) {
      verified.push(...foldVerification(pack, answer.rows));
      return;
    }
    for (const pair of pack) {
      if (world.signal.aborted) return;
      const alone =
        pack.length === 1 ? answer : await askAboutKeys(world, writeVerification([pair]));
      if ("rows" in alone) verified.push(...foldVerification([pair], alone.rows));
      else notes.push(`counting ${nameOf(pair.child)} in ${nameOf(pair.parent)}: ${alone.reason}`);
    }
  });
  // Answers come in any order; what is found should not depend on it.
  const places = new Map(pairs.map((pair, at) => [`${pair.child.id}>${pair.parent.id}`, at]));
  const placeOf = ({ child, parent }: VerifiedPair) => places.get(`${child.id}>${parent.id}`) ?? 0;
  return verified.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function packPairs(pairs: readonly PlausiblePair[]): readonly (readonly PlausiblePair[])[] {
  const byChild = Map.groupBy(pairs, ({ child }) => child.table);
  return [...byChild.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / packed) }, (_, at) =>
      all.slice(at * packed, (at + 1) * packed),
    ),
  );
}

function nameOf({ table, profile }: PlausiblePair["child"]): string {
  return `${table.relation.subject}.${profile.name}`;
}
