import type { NumberClaim } from "./claim.ts";

/** Doubles: what a division leaves behind the last digit that counts. */
const noise = 1e-14;

/**
 * Does a value agree with a number at the precision that is printed? `58` stands for 57.5 to 58.5 of a
 * value that is not whole, and for nothing but 58 of one that is. `about` means two significant digits,
 * or one percent where that is wider; a bound means what it says.
 */
export function numberAgrees(
  claim: Omit<NumberClaim, "kind" | "start" | "end" | "text" | "isPercent" | "isRatio">,
  value: number,
): boolean {
  if (!Number.isFinite(value)) return false;
  const slack = Math.abs(value) * noise + Number.MIN_VALUE;
  const { value: printed } = claim;
  if (claim.bound !== undefined) return isWithinBound(claim, value, slack);
  const distance = Math.abs(value - printed);
  return distance <= tolerance(claim, value) + slack;
}

/** How far a value may be from what is printed. */
export function tolerance(
  claim: Pick<NumberClaim, "value" | "unit" | "isAbout" | "isWord">,
  value: number,
): number {
  const half = claim.unit / 2;
  if (claim.isAbout) {
    return Math.max(
      claim.isWord ? claim.unit : half,
      twoDigits(claim) / 2,
      Math.abs(claim.value) / 100,
    );
  }
  // Digits to the last one, of something that is counted in ones: it is that number and no other.
  if (claim.unit === 1 && Number.isInteger(value)) return 0;
  return half;
}

/** What one more in the second significant digit is worth, or in the last before the zeros: 100 of 4,200. */
function twoDigits({ value, unit }: Pick<NumberClaim, "value" | "unit">): number {
  const digits = Math.round(Math.abs(value) / unit);
  if (digits < 100) return unit;
  const zeros = /0*$/.exec(String(digits))?.[0].length ?? 0;
  const significant = Math.max(2, String(digits).length - zeros);
  return unit * 10 ** (String(digits).length - significant);
}

function isWithinBound(
  { bound, value: printed }: Pick<NumberClaim, "bound" | "value">,
  value: number,
  slack: number,
): boolean {
  if (bound === "under") return value < printed - slack && (printed > 0 ? value > 0 : true);
  if (bound === "at most") return value <= printed + slack;
  if (bound === "over") return value > printed + slack;
  return value >= printed - slack;
}
