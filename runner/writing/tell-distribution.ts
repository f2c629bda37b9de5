import type { NumberFact } from "./fact-book.ts";
import { isComplete } from "./is-complete.ts";
import { isSayable } from "./is-sayable.ts";
import { mark, markAbout } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { say } from "./say.ts";
import { sayMean, sayValue } from "./say-value.ts";
import { sayShared, sayValueOf } from "./tell-patterns.ts";

/** Values that are listed in a sentence, at most; from this many on the most frequent one is named. */
const maxValues = 4;
/** A share of the rows from which a single value is worth a word. */
const frequent = 0.1;
/** Of a shape that is worth naming: the share of the values that have it. */
const usualShape = 0.95;

/** How the values of a column lie: uniqueness, nulls, then what its kind of values is told by. */
export function tellDistribution(material: Material, column: ColumnMatter): string[] {
  const { book, rows } = material;
  const { name, profile } = column;
  if (rows === undefined || rows === 0) return [];
  const nulls = book.number(name, "null_count");
  if (nulls !== undefined && nulls.value === rows) return [`${mark("Always null", nulls)}.`];
  const unique = book.of(name, "is_unique");
  const first =
    unique?.value === true && nulls?.value === 0 && rows > 1
      ? [`${mark("Unique", unique)} and ${mark("never null", nulls)}.`]
      : tellNulls(material, name, unique?.value === true && rows > 1 ? unique.id : undefined);
  if (isPrivate(profile?.semantics)) {
    return [...first, ...tellDistinct(material, column)];
  }
  const values =
    tellFlag(material, name) ??
    tellValues(material, column) ??
    tellTimes(material, name) ??
    tellNumbers(material, column) ??
    tellShape(material, name) ??
    tellDistinct(material, column);
  return [...first, ...values];
}

function isPrivate(semantics: string | undefined): boolean {
  return semantics === "personal" || semantics === "email" || semantics === "phone";
}

function tellNulls({ book }: Material, name: string, unique: string | undefined): string[] {
  const [nulls, share] = [book.number(name, "null_count"), book.number(name, "null_share")];
  if (nulls?.value === 0) return [`${mark("Never null", nulls)}.`];
  if (share === undefined || nulls === undefined) return [];
  const rest = unique === undefined ? "" : `; the other values are unique {${unique}}`;
  return [`Null in ${markAbout(say.share(share.value), share)} of the rows${rest}.`];
}

function tellFlag({ book }: Material, name: string): string[] | undefined {
  const share = book.number(name, "true_share");
  if (share === undefined) return undefined;
  // That of a sample none is true does not say that none is.
  if (share.value === 0 && share.method === "exact") return [`${mark("Never true", share)}.`];
  if (share.value === 1 && share.method === "exact") return [`${mark("Always true", share)}.`];
  return [`True in ${markAbout(say.share(share.value), share)} of the rows.`];
}

/** All values of a column of few; undefined: there are more, or one of them cannot be said. */
function tellAll(
  material: Material,
  { name, profile }: Pick<ColumnMatter, "name" | "profile">,
): string | undefined {
  const shares = material.book.shares(name);
  if (shares.length > maxValues || !isComplete(material, name)) return undefined;
  const [only, ...others] = shares;
  const distinct = material.book.number(name, "distinct_count");
  if (only !== undefined && others.length === 0 && distinct !== undefined) {
    return `Constant: ${mark(sayValueOf(only, profile), only, distinct)}.`;
  }
  const said = shares.map(
    (one, at) =>
      `${sayShared(one, profile)} in ${markAbout(say.share(one.value), one)}${at === 0 ? " of the rows" : ""}`,
  );
  return `${said.join(", ")}.`;
}

function tellValues(material: Material, { name, profile }: ColumnMatter): string[] | undefined {
  const { book } = material;
  const isMeasure = ["quantity", "ratio", "other"].includes(profile?.semantics ?? "");
  if (profile?.semantics !== "enum" && !isMeasure) return undefined;
  const shares = book.shares(name).filter(({ argument }) => isSayable(argument));
  const distinct = book.number(name, "distinct_count");
  const [first] = shares;
  if (first === undefined || distinct?.method !== "exact") return undefined;
  // Of a number with more values than can be listed the range tells more.
  if (isMeasure && (distinct.value > maxValues || !isComplete(material, name))) return undefined;
  const listed = tellAll(material, { name, profile });
  if (listed !== undefined) return [listed];
  // Of few values one that is named makes the others look as if they were none.
  if (distinct.value <= maxValues || book.shares(name)[0]?.argument !== first.argument) {
    return [`${mark(say.count(distinct.value), distinct)} distinct values.`];
  }
  return [
    `${mark(say.count(distinct.value), distinct)} values; the most frequent is ${sayShared(first, profile)} with ${markAbout(say.share(first.value), first)} of the rows.`,
  ];
}

function tellTimes({ book }: Material, name: string): string[] | undefined {
  const [min, max] = [book.of(name, "min"), book.of(name, "max")];
  const [from, to] = [say.day(min?.value), say.day(max?.value)];
  if (min === undefined || max === undefined || from === undefined || to === undefined)
    return undefined;
  if (from === to) return [`A single day: ${mark(from, min, max)}.`];
  return [`From ${mark(from, min)} to ${mark(to, max)}, as of ${say.month(max.at)}.`];
}

function tellNumbers({ book }: Material, { name, profile }: ColumnMatter): string[] | undefined {
  const [min, max] = [book.number(name, "min"), book.number(name, "max")];
  const [p50, p95, mean] = [
    book.number(name, "p50"),
    book.number(name, "p95"),
    book.number(name, "mean"),
  ];
  if (profile?.family !== "number" || min === undefined || max === undefined) return undefined;
  const isKey = profile.semantics === "key" || profile.semantics === "foreign_key";
  if (isKey && profile.isUnique !== true) return undefined;
  const value = (fact: NumberFact) => sayValue(fact.value, profile);
  const unfinite = (["nan_count", "infinite_count"] as const).filter(
    (metric) => (book.number(name, metric)?.value ?? 0) > 0,
  );
  if (min.value === max.value && unfinite.length === 0) {
    return [`Constant: ${mark(value(min), min, max)}.`];
  }
  const among = unfinite.length === 0 ? "From" : "Among the finite values from";
  const range = `${among} ${mark(value(min), min)} to ${mark(value(max), max)}`;
  if (p50 === undefined || isKey) return [`${range}.`];
  const isMeasure = ["money", "quantity", "ratio"].includes(profile.semantics);
  const average =
    mean === undefined || !isMeasure
      ? ""
      : `, mean ${markAbout(sayMean(mean.value, profile), mean)}`;
  const middle = `median ${markAbout(value(p50), p50)}${average}`;
  const upper = p95 === undefined ? "" : `; the 95th percentile is ${markAbout(value(p95), p95)}`;
  return [`${range}, ${middle}${upper}.`];
}

function tellShape({ book }: Material, name: string): string[] | undefined {
  const [shape] = book.shares(name, "pattern_share");
  if (shape === undefined || shape.value < usualShape || !/[9Aa]/.test(shape.argument))
    return undefined;
  if (!isSayable(shape.argument) || shape.argument.length > 40) return undefined;
  return [
    `Format ${mark(`'${shape.argument}'`, shape)} (digits as 9s, letters as A or a) in ${markAbout(say.share(shape.value), shape)} of the values.`,
  ];
}

function tellDistinct(material: Material, { name, profile }: ColumnMatter): string[] {
  const { book } = material;
  const distinct = book.number(name, "distinct_count");
  if (distinct === undefined || profile?.isUnique === true) return [];
  const said = markAbout(say.count(distinct.value), distinct);
  const values = distinct.value === 1 ? "value" : "values";
  const [first] = book.shares(name).filter(({ argument }) => isSayable(argument));
  // Of people nothing is shown; of a value that few rows have nothing is learnt.
  const isTelling =
    !isPrivate(profile?.semantics) &&
    first !== undefined &&
    first.value >= frequent &&
    distinct.value > maxValues;
  const often = isTelling
    ? `; ${sayShared(first, profile)} in ${markAbout(say.share(first.value), first)} of the rows`
    : "";
  return [`${said.charAt(0).toUpperCase()}${said.slice(1)} distinct ${values}${often}.`];
}
