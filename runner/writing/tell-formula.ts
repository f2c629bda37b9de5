import { isSayableCode } from "./is-sayable.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import type { Formula } from "./trace-formula.ts";

/** Names of a GROUP BY that are listed, at most. */
const maxNames = 4;
const aggregates: Readonly<Record<string, string>> = {
  sum: "Sum of",
  avg: "Average of",
  min: "Smallest",
  max: "Largest",
  median: "Median of",
};
/** Of points in time. */
const times: Readonly<Record<string, string>> = { min: "Earliest", max: "Latest" };

/** A simple aggregate in words: `Sum of net_amount of fct_orders per customer_id`; undefined: it is none. */
export function tellFormula(
  { code, of, by, where, fallback }: Formula,
  family: string | undefined,
): string | undefined {
  const what = aggregateOf(code, family);
  const node = of === undefined ? undefined : sayName(of);
  if (what === undefined || by === undefined) return undefined;
  const groups = sayNames(by.split(",").map((part) => part.trim()));
  if (groups.length === 0) return undefined;
  const from = node === undefined ? "" : ` of ${node}`;
  const kept = where === undefined || !isSayableCode(where) ? "" : ` where \`${where}\``;
  // A filter that cannot be said must not be left unsaid.
  if (where !== undefined && kept === "") return undefined;
  const missing = fallback === undefined ? "" : `; null becomes \`${fallback}\``;
  return `${what}${from}${kept}, per ${say.upTo(groups, maxNames)}${missing}.`;
}

function aggregateOf(code: string, family: string | undefined): string | undefined {
  const plain = code.replace(/^cast\((.+) as [\w ]+(?:\(\d+(?:, ?\d+)?\))?\)$/i, "$1");
  if (/^count\(\s*(?:\*|1)\s*\)$/i.test(plain)) return "Number of rows";
  const distinct = /^count\(\s*distinct\s+(?:\w+\.)?(\w+)\s*\)$/i.exec(plain)?.[1];
  if (distinct !== undefined) return `Number of different ${distinct}`;
  const counted = /^count\(\s*(?:\w+\.)?(\w+)\s*\)$/i.exec(plain)?.[1];
  if (counted !== undefined) return `Number of rows with a ${counted}`;
  const call = /^(\w+)\(\s*(?:\w+\.)?(\w+)\s*\)$/.exec(plain);
  const name = call?.[1]?.toLowerCase() ?? "";
  const word = (family === "time" ? times[name] : undefined) ?? aggregates[name];
  return word === undefined ? undefined : `${word} ${call?.[2]}`;
}
