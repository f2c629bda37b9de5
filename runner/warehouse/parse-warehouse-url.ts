export type WarehouseSettings =
  | { kind: "duckdb"; path: string }
  | { kind: "postgres"; url: string };

const examples = "`duckdb:path/to/file.duckdb` or `postgres://user@host:5432/database`";

/** Reads `WAREHOUSE_URL`. Throws an Error that says what was expected, and never shows the text: it may hold a password. */
export function parseWarehouseUrl(text: string): WarehouseSettings {
  const url = text.trim();
  const duckdb = /^duckdb:(?:\/\/(?=\/|[^/]))?(.*)$/i.exec(url);
  if (duckdb !== null) {
    const path = duckdb[1] ?? "";
    if (path === "" || path === ":memory:") {
      throw new Error(`reading WAREHOUSE_URL: DuckDB needs a file, as in ${examples}`);
    }
    return { kind: "duckdb", path };
  }
  if (!/^postgres(ql)?:\/\//i.test(url)) {
    throw new Error(`reading WAREHOUSE_URL: expected ${examples}`);
  }
  if (!URL.canParse(url)) {
    throw new Error(
      "reading WAREHOUSE_URL: this is no valid address; characters such as @ / : # in the password have to be written as %40 %2F %3A %23",
    );
  }
  return { kind: "postgres", url };
}
