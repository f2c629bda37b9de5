import { columnFamily } from "./column-family.ts";
import type { Dialect } from "./dialect.ts";
import { isIdentifier } from "./is-identifier.ts";
import { isWholeNumber } from "./judge-column.ts";
import type { DistributionRequest } from "./plan-distribution.ts";

/** How one column is looked at besides the counts. */
export interface ColumnPasses {
  column: { name: string; type: string };
  /** Every row is grouped by its value. */
  group: DistributionRequest | undefined;
  /**
   * Every row is looked at to count distinct values, and for a sketch, but nothing is grouped, unless there
   * turn out to be few.
   */
  test: DistributionRequest | undefined;
  /** Quantiles, and shares of frequent values, come of a sample. */
  sample: DistributionRequest | undefined;
}

export interface PassLimits {
  /** Up to these, everything is measured on every row where the engine can do it. */
  exactRows: number;
  exactBytes: number;
  /** Rows of a sample. */
  sampleRows: number;
  /**
   * Up to these, several columns are grouped in one statement; above, its memory is worth more than the way,
   * and what can be told by the groups is not asked of each row.
   */
  rowsTogether: number;
}

export const usualLimits: PassLimits = {
  exactRows: 5_000_000,
  exactBytes: 1024 ** 3,
  sampleRows: 500_000,
  rowsTogether: 200_000,
};

/** Up to this many rows everything is grouped: nothing is gained by looking first. */
const smallRows: Readonly<Record<Dialect, number>> = {
  duckdb: 1_000_000,
  postgres: 50_000,
  snowflake: 5_000_000,
};
/** Above these, grouping costs more than it tells. */
const mostGroups: Readonly<Record<Dialect, number>> = {
  duckdb: 500_000,
  postgres: 25_000,
  snowflake: 1_000_000,
};
const mostShare = 0.5;
/** Of the rows: a column with fewer values than this was taken for one with many. */
const fewShare = 0.1;
/** Up to this many rows every column that could be a key is tested; above, those that are called one. */
const testedRows = 1_000_000;
/** Values of a column that is grouped even where everything else is sampled: a list of them must be whole. */
const mostListed = 1_000;

export function isSmall(dialect: Dialect, rows: number, { exactRows }: PassLimits): boolean {
  return rows <= Math.min(smallRows[dialect], exactRows);
}

/**
 * A column store pays for metrics, and groups quickly: it groups whatever is small enough. A row store pays
 * for scans and for many groups: columns with many values are tested for uniqueness, and their quantiles
 * sampled. `distinct`: estimates by column; where there is none the column counts as one with few values.
 */
export function choosePasses(about: {
  dialect: Dialect;
  columns: readonly { name: string; type: string }[];
  rows: number;
  bytes: number | undefined;
  distinct: ReadonlyMap<string, number>;
  limits: PassLimits;
}): readonly ColumnPasses[] {
  const { dialect, rows, bytes = 0, distinct, limits } = about;
  const isLarge = rows > limits.exactRows || bytes > limits.exactBytes;
  return about.columns.map((column): ColumnPasses => {
    const request = requestFor(column);
    if (request === undefined) {
      return { column, group: undefined, test: undefined, sample: undefined };
    }
    const groups = distinct.get(column.name) ?? 0;
    const isMany = isLarge
      ? groups > mostListed
      : groups > 0 && (groups > mostGroups[dialect] || groups > rows * mostShare);
    if (!isMany || isSmall(dialect, isLarge ? Number.POSITIVE_INFINITY : rows, limits)) {
      const known = distinct.has(column.name) ? { ...request, groups } : request;
      return { column, group: known, test: undefined, sample: undefined };
    }
    const isKeyLike = request.sketch && (rows <= testedRows || isIdentifier(column.name));
    // Snowflake's own sketches of quantiles are better than a sample's.
    const hasQuantiles = request.quantiles && dialect !== "snowflake";
    const hasValues = hasQuantiles || (isLarge && request.top);
    return {
      column,
      group: undefined,
      test: isKeyLike ? request : undefined,
      sample: hasValues ? { ...request, quantiles: hasQuantiles, sketch: false } : undefined,
    };
  });
}

/** Whether a column that was thought to have many values has few, now that they are counted. */
export function hasFew(distinct: number, rows: number, dialect: Dialect): boolean {
  return distinct <= Math.min(mostGroups[dialect], rows * fewShare);
}

/** What grouping a column is for; undefined where its type cannot be compared. */
function requestFor(column: { name: string; type: string }): DistributionRequest | undefined {
  const family = columnFamily(column.type);
  if (family === "opaque") return undefined;
  const isMeasure = family === "number" && !isIdentifier(column.name);
  const isWhole = family === "number" && isWholeNumber(column.type);
  return {
    column,
    quantiles: isMeasure,
    top: family === "text" || family === "plain" || isMeasure,
    sketch: family === "text" || family === "plain" || isWhole,
  };
}
