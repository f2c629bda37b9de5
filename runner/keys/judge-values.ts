import { compareSketches } from "./compare-sketches.ts";
import type { KnownColumn } from "./describe-columns.ts";

/** What the measurements say about a column and a key, without a question to the warehouse. */
export type ValuesVerdict =
  /** They cannot belong together. */
  | "apart"
  | "possible"
  /** All that can be compared is there, and that is no accident: rare values, or many of them. */
  | "together";

/** Hashes that must be comparable before anything is concluded from them. */
const enough = { apart: 8, together: 16 };

/** Integers that fill their range say nothing by being contained in one another. */
const sparseFrom = 8;

export function judgeValues(child: KnownColumn, key: KnownColumn): ValuesVerdict {
  if (child.family !== key.family) return "apart";
  const ranges = compareRanges(child, key);
  if (ranges === "disjoint") return "apart";
  const hashes = compareSketches(child.profile.sketch, key.profile.sketch);
  if (hashes === undefined) return "possible";
  const share = hashes.found / hashes.seen;
  if (hashes.seen >= enough.apart && share < 0.02) return "apart";
  const isTelling = key.family !== "integer" ? isRareText(key) : isSparse(key);
  return hashes.seen >= enough.together && share >= 0.98 && isTelling ? "together" : "possible";
}

/** Whether a column that only resembles a key by name may hold nothing but values of it. */
export function fitsInto(child: KnownColumn, key: KnownColumn): boolean {
  const [few, many] = [child.profile.distinct, key.profile.distinct];
  if (few !== undefined && many !== undefined && few > many * 1.2) return false;
  return compareRanges(child, key) !== "overlapping";
}

function compareRanges(
  child: KnownColumn,
  key: KnownColumn,
): "disjoint" | "overlapping" | "inside" {
  if (key.family !== "integer") return "inside";
  const [low, high] = [toNumber(child.profile.min), toNumber(child.profile.max)];
  const [from, to] = [toNumber(key.profile.min), toNumber(key.profile.max)];
  if (low === undefined || high === undefined || from === undefined || to === undefined) {
    return "inside";
  }
  if (high < from || low > to) return "disjoint";
  return low >= from && high <= to ? "inside" : "overlapping";
}

function isSparse({ profile }: KnownColumn): boolean {
  const [from, to] = [toNumber(profile.min), toNumber(profile.max)];
  if (from === undefined || to === undefined || profile.distinct === undefined) return false;
  return (to - from + 1) / profile.distinct >= sparseFrom;
}

function isRareText({ profile, family }: KnownColumn): boolean {
  return family === "uuid" || (profile.meanLength ?? 0) >= 6;
}

function toNumber(value: number | string | undefined): number | undefined {
  const number = value === undefined ? Number.NaN : Number(value);
  return Number.isNaN(number) ? undefined : number;
}
