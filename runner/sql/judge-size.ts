import type { Reading } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import { maxMadeCharacters, maxMadeRows } from "./size-limits.ts";

/** Why a statement would make too much out of nothing; undefined when it would not. */
export function judgeSize({ madeRows, madeText }: Reading): Refusal | undefined {
  if (madeRows > maxMadeRows) {
    return {
      code: "resource",
      reason: `generators would make about ${Math.round(madeRows)} rows; the limit is ${maxMadeRows}: make fewer, or read a table`,
    };
  }
  if (madeRows * madeText <= maxMadeCharacters) return undefined;
  return {
    code: "resource",
    reason: "made texts in made rows would fill the memory: make fewer or shorter ones",
  };
}
