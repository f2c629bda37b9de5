import type { Fact } from "#agents-schema/fact.ts";
import type { Sentence } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";

/** What the statements of one relation are judged by. */
export interface StatementContext {
  facts: readonly Fact[];
  /** Literals and identifiers of the model's SQL: constants need no fact. */
  literals: ReadonlySet<string>;
  /** Nodes and columns that may be named. */
  names: ReadonlySet<string>;
  columns?: readonly string[] | undefined;
  /** dbt's name of the relation; left out: what the facts are about. */
  subject?: string | undefined;
}

/** The same, looked through once for all statements; literals and names in lower case. */
export interface Scope extends StatementContext {
  subject: string | undefined;
  byId: ReadonlyMap<string, Fact>;
}

/** One sentence of a statement. */
export interface Said {
  statement: Pick<Statement, "part" | "column" | "about" | "by">;
  /** The whole statement without its marks. */
  plain: string;
  sentence: Sentence;
}
