import { columnId } from "../../keys/column-id.ts";
import type { MeasuredRelation } from "../../keys/measured-relation.ts";
import type { Declarations } from "../../keys/read-declarations.ts";
import { splitName } from "../../keys/split-name.ts";
import { writeDuplicates } from "../../keys/write-duplicates.ts";
import { inParallel } from "../in-parallel.ts";
import { askAboutKeys, type KeyWorld } from "./ask-about-keys.ts";

/** Columns of one relation whose uniqueness is worth a question. */
const most = 3;

/**
 * Relations with the uniqueness of likely keys known: where measuring left it open, because there are too many
 * rows, it is asked here, of all of them.
 */
export async function confirmKeys(
  world: KeyWorld,
  relations: readonly MeasuredRelation[],
  declared: Declarations,
  notes: string[],
): Promise<readonly MeasuredRelation[]> {
  const confirmed = new Map<string, boolean>();
  const open = relations.flatMap(({ subject, relation, rows, columns }) =>
    columns
      .filter(({ name, isUnique, nonNull, distinct }) => {
        const id = columnId(subject, name);
        const mayBe = isUnique === undefined && nonNull === rows && (distinct ?? rows) === rows;
        return mayBe && (declared.unique.has(id) || splitName(name).key !== "none");
      })
      .slice(0, most)
      .map(({ name }) => ({ subject, relation, name })),
  );
  await inParallel(open, world.width, world.signal, async ({ subject, relation, name }) => {
    const answer = await askAboutKeys(world, writeDuplicates(relation, [name]));
    if ("reason" in answer) {
      notes.push(`asking whether ${subject}.${name} is unique: ${answer.reason}`);
      return;
    }
    confirmed.set(columnId(subject, name), answer.rows[0]?.[0] === 0);
  });
  if (confirmed.size === 0) return relations;
  return relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((column) => ({
      ...column,
      isUnique: column.isUnique ?? confirmed.get(columnId(relation.subject, column.name)),
    })),
  }));
}
