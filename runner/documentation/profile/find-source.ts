import type { Relation, RelationEstimate } from "../../ports/warehouse.ts";
import { quote } from "../../profile/quote.ts";
import {
  type Asker,
  createAsker,
  limitsOf,
  type ProfileWorld,
  timeoutOf,
  withoutValues,
} from "./asker.ts";

export interface Source {
  asker: Asker;
  isCopy: boolean;
  /** Blocks and rows of it can be sampled. */
  canSample: boolean;
  /** Of a copy. */
  rows?: number;
  notes: readonly string[];
  drop(): Promise<void>;
}

const probe = 60;

/**
 * What is asked in the relation's place: a view is computed once, into a temporary table. Where that is not
 * possible the view itself is asked, each time anew.
 */
export async function findSource(
  world: ProfileWorld,
  relation: Relation,
  columns: readonly { name: string }[],
  kind: RelationEstimate["kind"],
): Promise<{ kind: "source"; source: Source } | { kind: "refused" | "failed"; reason: string }> {
  const { warehouse, signal } = world;
  const asker = createAsker(world, quote.relation(relation), false);
  const drop = async () => {};
  const itself = { asker, isCopy: false, notes: [], drop };
  if (kind === "table") return { kind: "source", source: { ...itself, canSample: true } };

  // The gate decides on the view before anything is copied of it.
  for (let start = 0; start < columns.length; start += probe) {
    const names = columns.slice(start, start + probe).map(({ name }) => quote.name(name));
    const told = await asker.ask(`select ${names.join(", ")} from ${asker.from} limit 0`);
    if (told.kind === "refused") return told;
  }
  const copy = await warehouse.copy(relation, {
    columns: columns.map(({ name }) => name),
    maxRows: limitsOf(world).exactRows,
    timeoutMs: timeoutOf(world),
    tag: world.tag,
    signal,
  });
  if (copy.kind === "copied") {
    const ours = createAsker(world, quote.relation(copy.relation), true);
    const { drop: dropIt } = copy;
    return {
      kind: "source",
      source: {
        ...{ asker: ours, isCopy: true, canSample: true, notes: [], drop: dropIt },
        rows: copy.rows,
      },
    };
  }
  if (signal.aborted) return { kind: "failed", reason: copy.reason };
  const note = `the view was not copied, so it was computed for every question: ${withoutValues(copy.reason)}`;
  return { kind: "source", source: { ...itself, canSample: false, notes: [note] } };
}
