import type { ColumnLineage, OutputColumn } from "../column-lineage.ts";
import { columnNames } from "../column-names.ts";

/** What became of the columns and rows of a node. Names are as they are written. */
export interface ColumnChanges {
  added: readonly string[];
  removed: readonly string[];
  renamed: readonly { from: string; to: string }[];
  /** Computed in another way. */
  redefined: readonly string[];
  /** Which rows there are may have changed, and with them every column. */
  rows: boolean;
  /** Why some of this cannot be told; undefined: all of it is told. */
  unclear: string | undefined;
}

export const noChanges: ColumnChanges = {
  added: [],
  removed: [],
  renamed: [],
  redefined: [],
  rows: false,
  unclear: undefined,
};

/** Compares what a node's columns are made of in two versions. */
export function changedColumns(was: ColumnLineage, is: ColumnLineage): ColumnChanges {
  const unknown = [was, is].find((lineage) => lineage.kind === "unknown");
  if (was.kind === "unknown" || is.kind === "unknown") {
    return { ...noChanges, rows: true, unclear: unknown?.kind === "unknown" ? unknown.reason : "" };
  }
  const before = byName(was.columns);
  const after = byName(is.columns);
  const namesBefore = new Set(columnNames(was).map((name) => name.toLowerCase()));
  const namesAfter = new Set(columnNames(is).map((name) => name.toLowerCase()));
  const gone = columnNames(was).filter((name) => !namesAfter.has(name.toLowerCase()));
  const fresh = columnNames(is).filter((name) => !namesBefore.has(name.toLowerCase()));
  const renamed = pairRenamed(gone, fresh, { before, after });
  const isRenamed = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  const unclearNow = new Set(is.unclear?.map(({ name }) => name.toLowerCase()));
  const others = was.others ?? is.others;
  return {
    added: fresh.filter((name) => !isRenamed.has(name)),
    // A column that is not named may still be there.
    removed: is.others === undefined ? gone.filter((name) => !isRenamed.has(name)) : [],
    renamed,
    redefined: columnNames(is).filter((name) => {
      const key = name.toLowerCase();
      if (!namesBefore.has(key)) return false;
      if (unclearNow.has(key)) return true;
      const [old, now] = [before.get(key), after.get(key)];
      return old?.sign === undefined || old.sign !== now?.sign || old.kind !== now.kind;
    }),
    rows: was.rows === undefined || was.rows !== is.rows,
    unclear:
      is.unclear?.[0]?.reason ??
      (others === undefined || others.from !== undefined ? undefined : others.reason),
  };
}

export function isChanged({
  added,
  removed,
  renamed,
  redefined,
  rows,
  unclear,
}: ColumnChanges): boolean {
  const lists = [added, removed, renamed, redefined];
  return rows || unclear !== undefined || lists.some((list) => list.length > 0);
}

/** A column that went and one that came, computed alike: there must be one of each. */
function pairRenamed(
  gone: readonly string[],
  fresh: readonly string[],
  { before, after }: Record<"before" | "after", ReadonlyMap<string, OutputColumn>>,
): { from: string; to: string }[] {
  const signs = (names: readonly string[], columns: ReadonlyMap<string, OutputColumn>) =>
    names.map((name) => ({ name, sign: columns.get(name.toLowerCase())?.sign }));
  const came = signs(fresh, after);
  const went = signs(gone, before);
  return went.flatMap(({ name, sign }) => {
    const same = came.filter((one) => sign !== undefined && one.sign === sign);
    const [only, more] = same;
    const isOne = went.filter((one) => one.sign === sign).length === 1 && more === undefined;
    return only !== undefined && isOne ? [{ from: name, to: only.name }] : [];
  });
}

function byName(columns: readonly OutputColumn[]): ReadonlyMap<string, OutputColumn> {
  return new Map(columns.map((column) => [column.name.toLowerCase(), column]));
}
