import { isBelievable, scoreOf } from "./choose-parents.ts";
import type { KnownColumn, KnownTable } from "./describe-columns.ts";
import type { VerifiedPair } from "./fold-verification.ts";
import type { Declarations } from "./read-declarations.ts";

/** Another parent that fits this much less well is worth a word. */
const close = 0.05;

/** A sentence for each column that might as well refer to something else. */
export function explainRivals(
  pairs: readonly VerifiedPair[],
  chosen: readonly VerifiedPair[],
): readonly string[] {
  return chosen.flatMap((best) =>
    pairs
      .filter((pair) => pair.child === best.child && pair.parent !== best.parent)
      .filter((pair) => isBelievable(pair) && scoreOf(best) - scoreOf(pair) < close)
      .map((pair) => {
        const [child, taken, other] = [best.child, best.parent, pair.parent].map(nameOf);
        return `${child} is taken to refer to ${taken}; it fits ${other} nearly as well`;
      }),
  );
}

/** A sentence for each reference that the project declares and that cannot be one, as far as both were measured. */
export function explainDeclarations(
  tables: readonly KnownTable[],
  { references }: Declarations,
): readonly string[] {
  const columns = new Map(tables.flatMap((table) => table.columns).map((one) => [one.id, one]));
  return [...references].flatMap(([child, parents]) =>
    parents.flatMap((id) => {
      const [from, to] = [columns.get(child), columns.get(id)];
      if (from === undefined || to === undefined) return [];
      const declared = `${nameOf(from)} is declared to refer to ${nameOf(to)}`;
      if (from.family !== to.family || to.family === "none") {
        return [`${declared}: ${from.profile.type} and ${to.profile.type} are not compared`];
      }
      return to.isKey ? [] : [`${declared}, which is not unique`];
    }),
  );
}

function nameOf({ table, profile }: KnownColumn): string {
  return `${table.relation.subject}.${profile.name}`;
}
