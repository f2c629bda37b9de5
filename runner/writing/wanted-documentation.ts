export interface WantedOption {
  /** In the type of the column: `1` of an integer, `true` of a boolean, otherwise text. */
  value: string | number | boolean;
  description?: string;
}

export interface WantedColumn {
  name: string;
  /** Left out: nothing to say, or what a person wrote stays. */
  description?: string;
  /** The warehouse's own name of the type. */
  dataType?: string;
  options?: readonly WantedOption[];
  searchable?: boolean;
}

export interface WantedRelationship {
  /** dbt's name of the parent: a model, seed or snapshot, or `source.table`. */
  name: string;
  sourceCol: string;
  refCol: string;
  cardinality: "many-to-one" | "one-to-one";
  description: string;
}

/** What the properties of one relation shall say; what is left out is not touched. */
export interface WantedDocumentation {
  section: "models" | "seeds" | "snapshots" | "sources";
  /** Of a table of a source: the source's name. */
  source?: string;
  /** Of a table of a source: the table alone. */
  name: string;
  description?: string;
  columns: readonly WantedColumn[];
  relationships: readonly WantedRelationship[];
}
