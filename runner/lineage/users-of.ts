import type { ColumnLineage, ColumnRef, ColumnUse } from "./column-lineage.ts";
import { keyOf } from "./origins-of.ts";

/** Something that a column ends up in, or that is decided by it. */
export interface ColumnUser {
  node: string;
  /** undefined: it is not given on but used. */
  column: string | undefined;
  use: ColumnUse | undefined;
  distance: number;
}

/** Answers everything that a column ends up in, down to the leaves, nearest first. */
export function prepareUsers(
  lineages: ReadonlyMap<string, ColumnLineage>,
): (column: ColumnRef) => readonly ColumnUser[] {
  const readers = new Map<string, ColumnUser[]>();
  const wholeReaders = new Map<string, string[]>();
  const add = (from: ColumnRef, user: ColumnUser) => {
    const known = readers.get(keyOf(from));
    if (known === undefined) readers.set(keyOf(from), [user]);
    else known.push(user);
  };
  for (const [node, lineage] of lineages) {
    if (lineage.kind !== "known") continue;
    for (const { name, from } of lineage.columns) {
      for (const ref of from) add(ref, { node, column: name, use: undefined, distance: 1 });
    }
    for (const { column, use } of lineage.uses)
      add(column, { node, column: undefined, use, distance: 1 });
    const whole = lineage.others?.from;
    if (whole !== undefined) wholeReaders.set(whole, [...(wholeReaders.get(whole) ?? []), node]);
  }

  return (column) => {
    const found = new Map<string, ColumnUser>();
    const open: { ref: ColumnRef; distance: number }[] = [{ ref: column, distance: 0 }];
    const seen = new Set([keyOf(column)]);
    for (const { ref, distance } of open) {
      const passing = (wholeReaders.get(ref.node) ?? []).map(
        (node): ColumnUser => ({ node, column: ref.column, use: undefined, distance: 1 }),
      );
      for (const user of [...(readers.get(keyOf(ref)) ?? []), ...passing]) {
        const key = `${user.node}\n${user.column?.toLowerCase() ?? ""}\n${user.use ?? ""}`;
        if (found.has(key)) continue;
        found.set(key, { ...user, distance: distance + 1 });
        if (user.column === undefined) continue;
        const next = { node: user.node, column: user.column };
        if (seen.has(keyOf(next))) continue;
        seen.add(keyOf(next));
        open.push({ ref: next, distance: distance + 1 });
      }
    }
    return [...found.values()];
  };
}
