import type { Statement } from "../facts/statement.ts";
import type { NumberFact, ShareFact } from "./fact-book.ts";
import { isSayable } from "./is-sayable.ts";
import { mark, markAbout, markShare } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName } from "./say-name.ts";
import { sayMean, sayValue } from "./say-value.ts";
import { state } from "./state.ts";
import { tellChildren } from "./tell-children.ts";

/** Bullets of each kind, at most, and of all. */
const maxOfKind = 3;
const maxPatterns = 9;
const maxNulls = 6;
/** A share of rows from which one value rules a column, and one from which nulls are worth a word. */
const ruling = 0.5;
const frequent = 0.3;
const noteworthyNulls = 0.01;
/** How many times the median the 95 % quantile is where a column is skewed. */
const skew = 3;
/** Above the 95 % quantile a tail goes on at least this many times; and the mean is that far off the median. */
const tailLength = 2;
const pulled = 1.25;
/** Share of the rows with a parent from which their numbers speak of the relation. */
const leastCoverage = 0.5;

type Tell = (material: Material, column: ColumnMatter, said: string) => string | undefined;

/** What stands out in the data: how rows gather, values that rule, long tails, flags, gaps. */
export function tellPatterns(material: Material): Statement[] {
  const { rows, columns } = material;
  if (rows === undefined || rows === 0) return [];
  const kinds = [tellRuling, tellQuantity, tellSkew, tellZeros, tellFlag].map((tell: Tell) =>
    columns
      .flatMap((column) => {
        const said = sayName(column.name);
        return said === undefined ? [] : (tell(material, column, said) ?? []);
      })
      // Two columns with the same numbers, such as gross and net, say it once.
      .filter((text, at, all) => all.findIndex((other) => tail(other) === tail(text)) === at)
      .slice(0, maxOfKind),
  );
  const gathered = tellGathered(material);
  return [
    ...gathered,
    ...kinds.flat().slice(0, maxPatterns - gathered.length - 1),
    ...tellNulls(material),
  ].map((text) => state("patterns", text));
}

function tail(text: string): string {
  return text
    .slice(text.indexOf(": "))
    .replace(/ \{[^}]*\}/g, "")
    .replace(/, mean [^,]*(?:,\d{3})*(?:\.\d+)?/, "");
}

/** How many rows belong to one value of a foreign key. */
function tellGathered({ brief, book }: Material): string[] {
  const found = brief.relationships.flatMap((relationship) => {
    const { child, parent, evidence, coverage } = relationship;
    const max = book.number(child.column, "children_max", `${parent.subject}.${parent.column}`);
    const said = tellChildren(book, relationship, "Rows");
    if (said === undefined || max === undefined || max.value < 2) return [];
    // Of a key that mostly has no parent it tells of the few that do.
    if (coverage < leastCoverage) return [];
    const isCertain = evidence.includes("declared") || evidence.includes("join");
    return [{ said, max, isCertain }];
  });
  // The fewest rows belong together most closely: the lines of an order rather than the orders of a shop.
  const [closest] = found.toSorted(
    (a, b) => a.max.value - b.max.value || Number(b.isCertain) - Number(a.isCertain),
  );
  return closest === undefined ? [] : [`${closest.said}.`];
}

function tellRuling({ book }: Material, { name, profile }: ColumnMatter, said: string) {
  if (profile?.semantics !== "enum" && profile?.semantics !== "foreign_key") return undefined;
  const shares = book.shares(name).filter(({ argument }) => isSayable(argument));
  const [first, second] = shares;
  if (first === undefined || second === undefined || first.value < ruling) return undefined;
  if (profile.semantics === "foreign_key") {
    return `${said}: ${sayShared(first, profile)} in ${markAbout(say.share(first.value), first)} of the rows.`;
  }
  return `${said}: ${sayShared(first, profile)} makes up ${markAbout(say.share(first.value), first)} of the rows, ${sayShared(second, profile)} ${markAbout(say.share(second.value), second)}.`;
}

/** A value of the data: quoted where it is text. */
export function sayShared(share: ShareFact, profile: ColumnMatter["profile"]): string {
  return mark(sayValueOf(share, profile), share);
}

export function sayValueOf({ argument }: ShareFact, profile: ColumnMatter["profile"]): string {
  return profile?.family === "number" ? argument : `'${argument}'`;
}

/** A count or quantity with a usual value. */
function tellQuantity({ book }: Material, { name, profile }: ColumnMatter, said: string) {
  const [first] = book.shares(name);
  const [p95, max] = [book.number(name, "p95"), book.number(name, "max")];
  if (profile?.semantics !== "quantity" || profile.family !== "number") return undefined;
  if (first === undefined || first.value < frequent || p95 === undefined || max === undefined) {
    return undefined;
  }
  if (Number(first.argument) === 0 || first.value === 1) return undefined;
  return `${said}: ${sayShared(first, profile)} in ${markAbout(say.share(first.value), first)} of the rows; ${p95.value === max.value ? "" : `the 95th percentile is ${markAbout(sayValue(p95.value, profile), p95)}, `}the maximum ${p95.value === max.value ? "is " : ""}${mark(sayValue(max.value, profile), max)}.`;
}

function tellSkew({ book }: Material, { name, profile }: ColumnMatter, said: string) {
  if (profile?.family !== "number") return undefined;
  if (!["money", "quantity", "other", "ratio"].includes(profile.semantics)) return undefined;
  const [p50, p95] = [book.number(name, "p50"), book.number(name, "p95")];
  const [mean, max] = [book.number(name, "mean"), book.number(name, "max")];
  if (p50 === undefined || p95 === undefined || max === undefined || p50.value <= 0)
    return undefined;
  if (p95.value < skew * p50.value || isUsual(book.shares(name)[0], profile)) return undefined;
  if (mean === undefined || mean.value < pulled * p50.value) return undefined;
  // Where the largest values are as frequent as that they are a group of their own and no tail.
  if (max.value < tailLength * p95.value) return undefined;
  const value = (fact: NumberFact) => sayValue(fact.value, profile);
  const average = `, mean ${markAbout(sayMean(mean.value, profile), mean)}`;
  return `${said}: a long tail of large values: median ${markAbout(value(p50), p50)}${average}, 95th percentile ${markAbout(value(p95), p95)}, maximum ${mark(value(max), max)}.`;
}

/** It is told by its usual value already. */
function isUsual(first: ShareFact | undefined, { semantics }: { semantics: string }): boolean {
  return semantics === "quantity" && first !== undefined && first.value >= frequent;
}

function tellZeros({ book }: Material, { name, profile }: ColumnMatter, said: string) {
  const [zeros, max] = [book.number(name, "zero_count"), book.number(name, "max")];
  if (!["money", "quantity", "ratio"].includes(profile?.semantics ?? "")) return undefined;
  if (zeros === undefined || max === undefined || book.rows === undefined) return undefined;
  if (zeros.value < ruling * book.rows.value || max.value <= 0) return undefined;
  return `${said}: zero in ${markShare(zeros, book.rows)} of the rows; the maximum is ${mark(sayValue(max.value, profile), max)}.`;
}

function tellFlag({ book }: Material, { name }: ColumnMatter, said: string) {
  const share = book.number(name, "true_share");
  if (share === undefined || share.value === 0 || share.value === 1) return undefined;
  return `${said}: true in ${markAbout(say.share(share.value), share)} of the rows.`;
}

function tellNulls({ book, columns }: Material): string[] {
  const found = columns.flatMap(({ name }) => {
    const [said, share] = [sayName(name), book.number(name, "null_share")];
    if (said === undefined || share === undefined) return [];
    return share.value < noteworthyNulls || share.value === 1 ? [] : [{ said, share }];
  });
  if (found.length === 0) return [];
  const sorted = found
    .toSorted((a, b) => b.share.value - a.share.value)
    .map(({ said, share }) => `${said} ${markAbout(say.share(share.value), share)}`);
  const more = sorted.length > maxNulls ? ", and others" : "";
  return [`Nulls, by share of the rows: ${sorted.slice(0, maxNulls).join(", ")}${more}.`];
}
