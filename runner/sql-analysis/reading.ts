import type { ColumnRef, ColumnUse } from "../lineage/column-lineage.ts";
import type { Relation } from "./relation.ts";
import type { Scope } from "./scope.ts";
import { signOf } from "./sign.ts";
import { distinctRefs, refKey, type Trace } from "./trace.ts";

/** One statement being read: what it was given, and what it was seen to use. */
export interface Reading {
  /** Whether names that a select list gives can be used further right in it, as in DuckDB and Snowflake. */
  hasLateralAliases: boolean;
  /** Why a name stands for what only dbt knows; undefined: it does not. */
  holeIn(name: string): string | undefined;
  /** The relation of a table that is no CTE. */
  table(schema: string | undefined, name: string): Relation;
  /** Reads a query within an expression or a FROM. */
  query(tree: unknown, scope: Scope, ctes: Ctes): Relation;
  noteUse(use: ColumnUse, trace: Trace): void;
  noteJoin(left: Trace, right: Trace): void;
  /** Something that decides which rows there are. */
  noteRows(...signs: readonly string[]): void;
}

/** What a name of a WITH means, in lower case; undefined: there is none. Each is read when it is first used. */
export type Ctes = (name: string) => Relation | undefined;

/** Collects what a statement uses, each once. */
export function collectUses(): Pick<Reading, "noteUse" | "noteJoin" | "noteRows"> & {
  /** The same where the same decides which rows there are. */
  rows(): string;
  uses(): { column: ColumnRef; use: ColumnUse }[];
  joins(): { left: ColumnRef; right: ColumnRef }[];
} {
  const uses = new Map<string, { column: ColumnRef; use: ColumnUse }>();
  const joins = new Map<string, { left: ColumnRef; right: ColumnRef }>();
  const rows: string[] = [];
  return {
    noteRows(...signs) {
      rows.push(...signs);
    },
    rows: () => signOf(rows),
    noteUse(use, { from, unclear }) {
      if (unclear !== undefined) return;
      for (const column of distinctRefs(from)) {
        const key = `${use}\n${refKey(column)}`;
        if (!uses.has(key)) uses.set(key, { column, use });
      }
    },
    noteJoin(one, other) {
      const left = keptColumn(one);
      const right = keptColumn(other);
      if (left === undefined || right === undefined) return;
      const keys = [refKey(left), refKey(right)];
      if (keys[0] === keys[1]) return;
      const key = keys.sort().join("\n");
      if (!joins.has(key)) joins.set(key, { left, right });
    },
    uses: () => [...uses.values()],
    joins: () => [...joins.values()],
  };
}

/** The one column whose values these are. */
function keptColumn({ kind, from, unclear }: Trace): ColumnRef | undefined {
  const keeps = (kind === "same" || kind === "cast") && unclear === undefined;
  return keeps && from.length === 1 ? from[0] : undefined;
}
