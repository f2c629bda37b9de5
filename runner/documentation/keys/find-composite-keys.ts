import type { KnownTable } from "../../keys/describe-columns.ts";
import { planCompositeKeys } from "../../keys/plan-composite-keys.ts";
import type { Declarations } from "../../keys/read-declarations.ts";
import type { CompositeKey } from "../../keys/relationship.ts";
import { writeAllDuplicates, writeDuplicates } from "../../keys/write-duplicates.ts";
import { inParallel } from "../in-parallel.ts";
import { askAboutKeys, type KeyWorld } from "./ask-about-keys.ts";

/** Combinations in one statement. */
const packed = 6;

/** The smallest combination of columns that is unique, for each relation without a key of its own. */
export async function findCompositeKeys(
  world: KeyWorld,
  tables: readonly KnownTable[],
  declared: Declarations,
  notes: string[],
): Promise<readonly CompositeKey[]> {
  const found = new Map<KnownTable, readonly (readonly string[])[]>();
  await inParallel(tables, world.width, world.signal, async (table) => {
    const { subject } = table.relation;
    const plan = planCompositeKeys(table, declared.together.get(subject) ?? []);
    const said = plan.declared.length === 0 ? [] : await findUnique(table, plan.declared, "all");
    for (const columns of plan.declared) {
      if (world.signal.aborted || said.includes(columns)) continue;
      notes.push(
        `${subject}: ${columns.join(", ")} are declared to be unique together and are not`,
      );
    }
    const keys = [...said];
    for (const combinations of plan.sizes) {
      if (keys.length > 0) break;
      keys.push(...(await findUnique(table, combinations, "first")));
    }
    if (keys.length > 0) found.set(table, keys);
  });

  const at = world.clock.now().toISOString();
  return tables.flatMap((table) =>
    (found.get(table) ?? []).map((columns) => toCompositeKey(table, columns, at)),
  );

  async function findUnique(
    { relation: { subject, relation } }: KnownTable,
    combinations: readonly (readonly string[])[],
    wanted: "first" | "all",
  ): Promise<readonly (readonly string[])[]> {
    const unique: (readonly string[])[] = [];
    for (let at = 0; at < combinations.length; at += packed) {
      const asked = combinations.slice(at, at + packed);
      const answer = await askAboutKeys(world, writeAllDuplicates(relation, asked));
      if ("reason" in answer) {
        notes.push(`looking for columns of ${subject} that are unique together: ${answer.reason}`);
        return unique;
      }
      const [row = []] = answer.rows;
      unique.push(...asked.filter((_, index) => row[index] === 0));
      if (wanted === "first" && unique.length > 0) return unique.slice(0, 1);
    }
    return unique;
  }
}

function toCompositeKey(
  { relation: { subject, relation, rows } }: KnownTable,
  columns: readonly string[],
  at: string,
): CompositeKey {
  const query = writeDuplicates(relation, columns);
  const argument = columns.join(", ");
  const about = {
    subject,
    metric: "duplicate_rows",
    argument,
    method: "exact",
    query,
    rows,
    at,
  } as const;
  return { subject, columns, fact: { ...about, value: 0 } };
}
