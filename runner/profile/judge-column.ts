import type { ColumnFamily } from "./column-family.ts";
import { privateClass } from "./is-private.ts";
import { hasWord, nameWords } from "./name-words.ts";
import type { SemanticClass } from "./relation-profile.ts";

/** What was measured of a column, as far as its class depends on it. */
export interface JudgedColumn {
  /** Of the relation. */
  subject: string;
  name: string;
  type: string;
  family: ColumnFamily;
  rows: number;
  nonNull: number;
  distinct: number | undefined;
  singletons: number | undefined;
  isUnique: boolean | undefined;
  min: number | string | boolean | null | undefined;
  max: number | string | boolean | null | undefined;
  meanLength: number | undefined;
  maxLength: number | undefined;
  /** Of which most values have the form. */
  form?: "email" | "url" | "phone" | "personal" | undefined;
}

const set = (text: string) => new Set(text.trim().split(/\s+/));

const keyWords = set("id key sk pk fk guid uuid hash sku code number num no nbr slug isbn ean");
const referenceWords = set("id key sk fk guid uuid");
const auditWords = set(
  "modified updated loaded inserted synced ingested extracted processed refreshed etl dbt fivetran changed",
);
const moneyWords = set(
  "price amount amt cost revenue tax fee salary wage freight balance due paid charge payment subtotal sales profit margin income spend budget usd eur gbp discount credit debit value turnover msrp",
);
const ratioWords = set("rate ratio pct percent percentage share proportion fraction probability");
const codeWords = set("status type category class code kind stage state mode group flag");
/** Of few steps: `stock_level` is a quantity. */
const stepWords = set("level rating tier priority grade rank");
const mostSteps = 100;
export const proseWords = set(
  "description comment comments note notes body message text summary review content details instructions remark remarks abstract bio",
);
const placeWords = set("latitude longitude lat lng lon x y year month day week quarter hour");

const mostValues = 20;
const mostShare = 0.05;
/** Fewest rows that a set of values can be seen in. */
const fewestRows = 4;
const longestCode = 60;
const prose = 40;

/**
 * What a column's values are for. Rules are general: words of names, types, and what was counted; the first
 * that fits decides, and what concerns people comes first, so that it is never shown by another name.
 */
export function judgeColumn(column: JudgedColumn): SemanticClass {
  const { subject, name, type, family, rows, nonNull, distinct, isUnique } = column;
  const words = nameWords(name);
  const last = words.at(-1) ?? "";
  const has = (wanted: ReadonlySet<string>) => hasWord(words, wanted);

  const personal = privateClass(subject, name, family);
  if (personal !== undefined) return personal;
  if (/^(?:inet|cidr|macaddr)/i.test(type)) return "personal";
  if (column.form !== undefined) return column.form;
  if (family === "opaque") return /json|variant|object|struct|map/i.test(type) ? "json" : "other";
  if (family === "boolean" || isFlag(column, words)) return "flag";
  if (family === "time") return has(auditWords) ? "audit_time" : "event_time";

  const isKeyLike = keyWords.has(last) || /^uuid$/i.test(type);
  const isWhole = family !== "number" || isWholeNumber(type);
  if (isUnique && isWhole && nonNull === rows && rows > 0 && isKeyLike) return "key";
  if (isWhole && (referenceWords.has(last) || /^uuid$/i.test(type))) return "foreign_key";
  if (family === "text" || family === "plain") {
    if (isEnum(column)) return "enum";
    const { meanLength = 0 } = column;
    return family === "text" && (meanLength >= prose || has(proseWords)) ? "text" : "other";
  }
  const isCode = has(codeWords) || (has(stepWords) && Number(column.max) <= mostSteps);
  if (isWhole && isCode && isEnum(column)) return "enum";
  if (keyWords.has(last) || has(placeWords)) return "other";
  if (has(ratioWords) || isShare(column, isWhole)) return "ratio";
  if (has(moneyWords)) return "money";
  return distinct === undefined && family !== "number" ? "other" : "quantity";
}

/**
 * A closed set of values: at most 20, at most one for every 20 rows, each more than once. Of fewer than 400
 * rows that share would leave no set at all; there it is at most the root of the rows, which is the same at 400.
 */
function isEnum({
  nonNull,
  distinct,
  singletons,
  maxLength = 0,
}: Pick<JudgedColumn, "nonNull" | "distinct" | "singletons" | "maxLength">): boolean {
  if (distinct === undefined || distinct < 1 || singletons !== 0) return false;
  if (nonNull < fewestRows || maxLength > longestCode) return false;
  const most = Math.max(mostShare * nonNull, Math.min(Math.sqrt(nonNull), mostValues));
  return distinct <= Math.min(mostValues, most);
}

function isFlag({ family, distinct, min, max }: JudgedColumn, words: readonly string[]): boolean {
  const isNamed =
    ["is", "has", "was", "can", "should"].includes(words[0] ?? "") ||
    ["flag", "flg", "ind", "yn"].includes(words.at(-1) ?? "");
  if (!isNamed || distinct === undefined || distinct > 2) return false;
  return (
    family === "text" ||
    (family === "number" && min !== null && Number(min) >= 0 && Number(max) <= 1)
  );
}

function isShare({ min, max, distinct }: JudgedColumn, isWhole: boolean): boolean {
  if (isWhole || typeof min !== "number" || typeof max !== "number") return false;
  return min >= 0 && max <= 1 && max > 0 && (distinct === undefined || distinct > 2);
}

/** `numeric(10,0)` holds whole numbers, `numeric` anything. */
export function isWholeNumber(type: string): boolean {
  return /int|serial/i.test(type) || /^(?:numeric|decimal|number)\(\d+(?:, ?0)?\)$/i.test(type);
}
