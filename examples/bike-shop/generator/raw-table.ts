/** A table of the raw schema. Days are `YYYY-MM-DD`, times `YYYY-MM-DD hh:mm:ss`. */
export interface RawTable {
  name: string;
  /** Column → type, in order. */
  columns: Readonly<Record<string, string>>;
  rows: readonly (readonly (string | number | boolean | null)[])[];
}
