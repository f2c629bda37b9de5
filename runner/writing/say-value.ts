import type { ColumnProfile } from "../profile/relation-profile.ts";
import { say } from "./say.ts";

/**
 * A number of a column as people read it there: amounts with their cents and with separators, years without,
 * means with as many digits as tell something.
 */
export function sayValue(
  value: number,
  profile: Pick<ColumnProfile, "semantics" | "type"> | undefined,
): string {
  const isAmount = profile?.semantics === "money";
  const isCount = isAmount || profile?.semantics === "quantity" || profile?.semantics === "ratio";
  const scale = /\b(?:decimal|numeric|number)\(\d+, ?(\d+)\)/i.exec(profile?.type ?? "")?.[1];
  const decimals = Math.min(2, Number(scale ?? 0));
  if (Number.isInteger(value) && Math.abs(value) < 1e15) {
    if (!isCount) return say.number(value);
    return value.toLocaleString("en-US", { minimumFractionDigits: value === 0 ? 0 : decimals });
  }
  const size = Math.abs(value);
  if (size < 1) return String(Number(value.toPrecision(3)));
  if (size >= 1e15) return String(value);
  return value.toLocaleString("en-US", {
    minimumFractionDigits: isAmount ? 2 : decimals,
    maximumFractionDigits: 2,
  });
}

/** A mean: two decimals say enough, three digits of what is smaller. */
export function sayMean(value: number, profile: Parameters<typeof sayValue>[1]): string {
  if (Math.abs(value) >= 1 && profile?.semantics !== "money") {
    return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 1 });
  }
  return sayValue(value, profile);
}
