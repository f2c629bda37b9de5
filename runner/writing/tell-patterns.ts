import type { Statement } from "../facts/statement.ts";
import { isSayable } from "./is-sayable.ts";
import { mark, markAbout } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName } from "./say-name.ts";
import { state } from "./state.ts";

/** Bullets of each kind, at most, and of all. */
const maxOfKind = 3;
const maxPatterns = 8;
const maxNulls = 6;
/** A share of rows from which one value rules a column, and one from which nulls are worth a word. */
const ruling = 0.5;
const noteworthyNulls = 0.01;
/** How many times the median the 95 % quantile is where a column is skewed. */
const skew = 3;

/** What stands out in the data: values that rule, flags, long tails, gaps. */
export function tellPatterns(material: Material): Statement[] {
  const { rows, columns } = material;
  if (rows === undefined || rows === 0) return [];
  const kinds = [tellRuling, tellSkew, tellFlag].map((tell) =>
    columns.flatMap((column) => tell(material, column) ?? []).slice(0, maxOfKind),
  );
  return [...kinds.flat(), ...tellNulls(material)]
    .slice(0, maxPatterns)
    .map((text) => state("patterns", text));
}

function tellRuling({ book }: Material, { name, profile }: ColumnMatter): string | undefined {
  const said = sayName(name);
  if (said === undefined || profile?.semantics !== "enum") return undefined;
  const shares = book.shares(name).filter(({ argument }) => isSayable(argument));
  const [first, second] = shares;
  if (first === undefined || second === undefined || first.value < ruling) return undefined;
  const rest = mark(`'${second.argument}'`, second);
  return `${said}: ${mark(`'${first.argument}'`, first)} makes up ${markAbout(say.share(first.value), first)} of the rows; ${rest} follows with ${markAbout(say.share(second.value), second)}.`;
}

function tellSkew({ book }: Material, { name, profile }: ColumnMatter): string | undefined {
  const said = sayName(name);
  const isMeasure = ["money", "quantity", "other", "ratio"].includes(profile?.semantics ?? "");
  const [p50, p95, max] = [
    book.number(name, "p50"),
    book.number(name, "p95"),
    book.number(name, "max"),
  ];
  if (said === undefined || !isMeasure || profile?.family !== "number") return undefined;
  if (p50 === undefined || p95 === undefined || max === undefined || p50.value <= 0)
    return undefined;
  if (p95.value < skew * p50.value && max.value < 10 * p50.value) return undefined;
  const half = markAbout(say.number(p50.value), p50);
  const most = markAbout(say.number(p95.value), p95);
  return `${said}: skewed to the right, with a median of ${half}, a 95th percentile of ${most} and a maximum of ${mark(say.number(max.value), max)}.`;
}

function tellFlag({ book }: Material, { name }: ColumnMatter): string | undefined {
  const [said, share] = [sayName(name), book.number(name, "true_share")];
  if (said === undefined || share === undefined) return undefined;
  return `${said}: true in ${markAbout(say.share(share.value), share)} of the rows.`;
}

function tellNulls({ book, columns }: Material): string[] {
  const found = columns.flatMap(({ name }) => {
    const [said, share] = [sayName(name), book.number(name, "null_share")];
    if (said === undefined || share === undefined) return [];
    return share.value < noteworthyNulls || share.value === 1
      ? []
      : [
          {
            said: `${said} (${markAbout(say.share(share.value), share)} of the rows)`,
            share: share.value,
          },
        ];
  });
  if (found.length === 0) return [];
  const sorted = found.toSorted((a, b) => b.share - a.share).map(({ said }) => said);
  return [`Nulls: ${say.upTo(sorted, maxNulls)}.`];
}
