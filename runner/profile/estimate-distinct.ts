import { columnFamily } from "./column-family.ts";
import type { Dialect } from "./dialect.ts";
import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** Rows that are enough to tell few values from many; where blocks are read quickly, rather too many. */
const wantedRows: Readonly<Record<Dialect, number>> = {
  duckdb: 60_000,
  postgres: 10_000,
  snowflake: 100_000,
};

/** Some blocks of a table as they stand in FROM: quicker than single rows, and good enough to choose by. */
export function someBlocks(from: string, rows: number, dialect: Dialect): string {
  const share = wantedRows[dialect] / Math.max(1, rows);
  const percent = Math.min(100, Number((100 * share).toPrecision(3)));
  const sign = dialect === "duckdb" ? "%" : "";
  const seed = dialect === "snowflake" ? "seed" : "repeatable";
  return `${from} tablesample system (${percent}${sign}) ${seed} (1)`;
}

/** To be asked of some blocks: for each column its values, and how many of them are distinct. */
export function planDistinct(columns: readonly { name: string; type: string }[]): Measure[] {
  return columns.flatMap(({ name, type }) => {
    if (columnFamily(type) === "opaque") return [];
    const c = quote.name(name);
    const plain = { column: name, method: "approximate", answer: "number" } as const;
    return [
      { ...plain, metric: "seen", expression: `count(${c})` },
      { ...plain, metric: "distinct", expression: `count(distinct ${c})` },
    ];
  });
}

/** About how many distinct values each column has among all rows. */
export function readDistinct(
  answers: readonly { measure: Measure; cell: Cell }[],
  rows: number,
): ReadonlyMap<string, number> {
  const byColumn = Map.groupBy(answers, ({ measure }) => measure.column ?? "");
  return new Map(
    [...byColumn].map(([column, both]) => {
      const cell = (metric: string) =>
        Number(both.find(({ measure }) => measure.metric === metric)?.cell ?? 0);
      return [column, expand(cell("seen"), cell("distinct"), rows)];
    }),
  );
}

/** The number of equally frequent values of which a sample of `seen` rows shows `distinct`. */
function expand(seen: number, distinct: number, rows: number): number {
  if (seen === 0 || distinct === 0) return 0;
  if (distinct >= seen) return rows;
  let [low, high] = [distinct, rows];
  while (high - low > low * 0.01) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.exp(-seen / middle)) < distinct) low = middle;
    else high = middle;
  }
  return Math.round(high);
}
