import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** `adventureworks`: 15 tables of a bicycle shop. `jaffle_shop`: three tables, all clean. */
export type Shop = "adventureworks" | "jaffle_shop";

export interface FixtureTable {
  name: string;
  columns: readonly { name: string; type: ColumnType }[];
  rows: readonly (readonly (string | null)[])[];
}

/** The same words on DuckDB and on Postgres. */
export type ColumnType =
  | "boolean"
  | "integer"
  | "bigint"
  | "numeric(18, 4)"
  | "date"
  | "timestamp"
  | "varchar";

/** The narrowest type that holds every value; text where nothing else does, or where there is no value. */
const types: readonly (readonly [ColumnType, (value: string) => boolean])[] = [
  ["boolean", (value) => /^[tf]$/.test(value)],
  ["integer", (value) => isWhole(value) && Math.abs(Number(value)) < 2 ** 31],
  ["bigint", (value) => isWhole(value) && value.length < 18],
  ["numeric(18, 4)", (value) => /^-?\d{1,14}(?:\.\d{1,4})?$/.test(value)],
  ["date", (value) => /^\d{4}-\d{2}-\d{2}$/.test(value)],
  ["timestamp", (value) => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?$/.test(value)],
];

/** The tables of a shop, typed as their values show. An empty field is null. */
export async function readTables(shop: Shop): Promise<readonly FixtureTable[]> {
  const directory = join(import.meta.dirname, "tables", shop);
  const files = (await readdir(directory)).filter((file) => file.endsWith(".br")).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = brotliDecompressSync(await readFile(join(directory, file))).toString();
      const [header = [], ...rows] = parseCsv(text);
      const columns = header.map((name, at) => ({
        name: name ?? "",
        type: narrowest(rows.flatMap((row) => row[at] ?? [])),
      }));
      return { name: file.replace(/\.csv\.br$/, ""), columns, rows };
    }),
  );
}

function isWhole(value: string): boolean {
  return /^-?(?:0|[1-9]\d*)$/.test(value);
}

function narrowest(values: readonly string[]): ColumnType {
  if (values.length === 0) return "varchar";
  return types.find(([, holds]) => values.every(holds))?.[0] ?? "varchar";
}

/** RFC 4180, with either line ending. */
function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  // One field with what ends it.
  for (const [, quoted, bare = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    const value = quoted?.replaceAll('""', '"') ?? bare;
    if (end === "" && row.length === 0 && value === "") break;
    row.push(value === "" ? null : value);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
