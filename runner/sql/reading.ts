import type { Refusal } from "./refusal.ts";
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
  statement: "select" | "explain" | "show" | "describe";
  relations: NamedRelation[];
  functions: Set<string>;
  operators: Set<string>;
  /** Column references, all parts as written. */
  columns: (readonly string[])[];
  wholeRows: WholeRow[];
  /** `$1` and its like stand where a value should. */
  hasParameters: boolean;
  /** Why it cannot be allowed, whoever asks. One is enough. */
  refusals: Refusal[];
  /** What only a catalogue can tell from something harmless; counts where none is asked. */
  doubts: Refusal[];
  /** Rows that generators in FROM make, at most in one FROM, and characters of the longest made text. */
  madeRows: number;
  madeText: number;
}

export function newReading(): Reading {
  return {
    statement: "select",
    relations: [],
    functions: new Set(),
    operators: new Set(),
    columns: [],
    wholeRows: [],
    hasParameters: false,
    refusals: [],
    doubts: [],
    madeRows: 1,
    madeText: 0,
  };
}

export function allowReading(reading: Reading): SqlVerdict {
  const { statement, hasParameters, relations, functions, operators, columns } = reading;
  return {
    kind: "allow",
    statement,
    hasParameters,
    relations,
    functions: [...functions],
    operators: [...operators],
    columns: [...new Set(columns.flatMap((parts) => parts.slice(-1)))],
  };
}
