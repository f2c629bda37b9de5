type Cell = string | number | boolean | null;

/**
 * A value of the warehouse as facts hold it, the same whichever engine it comes from: a number wherever a
 * double holds it exactly as written, times as `YYYY-MM-DD HH:MM:SS.fff`, years before our era with `BC`.
 */
export function factValue(cell: Cell, kind: "number" | "text" | "time"): Cell {
  if (typeof cell !== "string") return cell;
  if (kind === "number") return toNumber(cell);
  if (kind === "time") return toTime(cell);
  return cell;
}

function toNumber(text: string): Cell {
  if (!/^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return digitsOf(String(number)) === digitsOf(text) ? number : trimZeros(text);
}

/** Without sign, point, exponent and the zeros around: what a double must give back to hold the number. */
function digitsOf(text: string): string {
  return text
    .replace(/e.*$/i, "")
    .replace(/[^0-9]/g, "")
    .replace(/^0+|0+$/g, "");
}

/** `1.2300` and `1.23` are one number. */
function trimZeros(text: string): string {
  return text.includes(".") && !/e/i.test(text) ? text.replace(/\.?0+$/, "") : text;
}

function toTime(text: string): string {
  const plain = text.replace(/(\d)T(?=\d)/, "$1 ").replace(/(\d)(?:Z|\+00(?::00)?)$/, "$1");
  const before = / \(BC\)/.test(plain) ? `${plain.replace(" (BC)", "")} BC` : plain;
  return before.replace(/(:\d\d\.\d*?)0+(?=$| BC)/, "$1").replace(/\.(?=$| BC)/, "");
}
