import type { Cell } from "../ports.ts";

/** A row that alone is over the byte cap is shown with its texts cut to this many characters. */
const longestCutText = 1_000;

export interface CappedRows {
  readonly rows: readonly Cell[][];
  readonly truncated: boolean;
  /** False: the row did not fit, and no more are wanted. */
  add(row: Cell[]): boolean;
}

/** Collects rows up to a number and a size (of the row as JSON). At least one row is always kept. */
export function createCappedRows(maxRows: number, maxBytes: number): CappedRows {
  const rows: Cell[][] = [];
  let bytes = 0;
  let truncated = false;
  return {
    rows,
    get truncated() {
      return truncated;
    },
    add(row) {
      bytes += row.reduce<number>((sum, cell) => sum + sizeOf(cell), 2);
      if (rows.length < maxRows && bytes <= maxBytes) {
        rows.push(row);
        return true;
      }
      truncated = true;
      if (rows.length === 0 && maxRows > 0) rows.push(row.map(cut));
      return false;
    },
  };
}

function sizeOf(cell: Cell): number {
  return typeof cell === "string" ? Buffer.byteLength(cell) + 3 : 8;
}

function cut(cell: Cell): Cell {
  if (typeof cell !== "string" || cell.length <= longestCutText) return cell;
  return `${cell.slice(0, longestCutText)}…`;
}
