/** How an output column comes of what it is made from. The first three keep every value. */
export type EdgeKind =
  | "passthrough"
  | "renamed"
  /** The same value in another form: a cast, a trim, a default for nulls. */
  | "cast"
  | "derived"
  | "aggregated"
  /** Several branches of a UNION give it. */
  | "union"
  | "constant";

/** A column of a node of the project: a model, seed or snapshot by name, a source as `source.table`. */
export interface ColumnRef {
  node: string;
  column: string;
}

export interface OutputColumn {
  name: string;
  kind: EdgeKind;
  from: readonly ColumnRef[];
  /** The SQL it is computed by, in one line; undefined where it is a plain column. */
  expression: string | undefined;
  /** The same in two versions of a node where it is computed alike, all the way down. */
  sign?: string;
}

/** A column of which only its name is known. */
export interface UnclearColumn {
  name: string;
  reason: string;
  /** Its place among all columns, from 0. */
  position: number;
}

/** Where a node uses a column other than to give it on. */
export type ColumnUse = "join" | "filter" | "group" | "having" | "order" | "window" | "qualify";

/** What the columns of one node are made of, as far as its SQL can be read. */
export type ColumnLineage =
  | {
      kind: "known";
      columns: readonly OutputColumn[];
      uses: readonly { column: ColumnRef; use: ColumnUse }[];
      /** Equalities between columns of two nodes in join conditions. */
      joins: readonly { left: ColumnRef; right: ColumnRef }[];
      /** The same in two versions of a node where the same decides which rows it has. */
      rows?: string;
      /** Columns that it has too, and why it cannot be told what they are made of. */
      unclear?: readonly UnclearColumn[];
      /** It has, or may have, columns that are not named here. */
      others?: {
        /** They are columns of this node under their own names; undefined: it cannot be told what they are. */
        from: string | undefined;
        reason: string;
      };
    }
  | { kind: "unknown"; reason: string };
