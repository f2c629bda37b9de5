export interface Sample {
  /** Rows that are wanted; about as many are given. */
  rows: number;
  /** Rows that there are. */
  of: number;
  seed: number;
}

/** What follows a relation in FROM for a random sample that is the same each time, while nothing changes. */
export function sampleClause(
  dialect: "duckdb" | "postgres" | "snowflake",
  { rows, of, seed }: Sample,
): string {
  switch (dialect) {
    case "duckdb":
      return `tablesample bernoulli (${percent(rows, of)}%) repeatable (${seed})`;
    case "postgres":
      return `tablesample bernoulli (${percent(rows, of)}) repeatable (${seed})`;
    case "snowflake":
      return `sample bernoulli (${percent(rows, of)}) seed (${seed})`;
  }
}

function percent(rows: number, of: number): string {
  return String(Math.min(100, Number(((100 * rows) / Math.max(1, of)).toPrecision(6))));
}
