import type { NamedRelation, SqlVerdict } from "./sql-verdict.ts";

/** A place where a statement reads columns without naming each of them. */
export interface WholeRow {
  /** As written: `*`, `customers.*`, `NATURAL JOIN`. */
  how: string;
  /** Tables that stand directly in the same FROM; of a qualified star, only its qualifier counts. */
  from: readonly NamedRelation[];
  qualifier?: string;
  /** Columns left out (`* EXCLUDE (email)`), lower case. */
  except: readonly string[];
}

/** What a statement reads, in words that no dialect owns. A walk over its tree fills it. */
export interface Reading {
  statement: "select" | "explain" | "show";
  relations: NamedRelation[];
  functions: Set<string>;
  operators: Set<string>;
  /** Column references, all parts as written. */
  columns: (readonly string[])[];
  wholeRows: WholeRow[];
  /** Why it cannot be allowed, whoever asks. One is enough. */
  refusals: string[];
}

export function newReading(): Reading {
  return {
    statement: "select",
    relations: [],
    functions: new Set(),
    operators: new Set(),
    columns: [],
    wholeRows: [],
    refusals: [],
  };
}

export function allowReading(reading: Reading): SqlVerdict {
  const { statement, relations, functions, operators, columns } = reading;
  return {
    kind: "allow",
    statement,
    relations,
    functions: [...functions],
    operators: [...operators],
    columns: [...new Set(columns.flatMap((parts) => parts.slice(-1)))],
  };
}
