import type { Reading } from "./reading.ts";
import type { RefusalCode } from "./refusal.ts";

/** The statement cannot be allowed, whoever asks. */
export function refuse({ refusals }: Reading, code: RefusalCode, reason: string): void {
  refusals.push({ code, reason });
}

/** Refused where no catalogue is asked what a name means. */
export function doubt({ doubts }: Reading, reason: string): void {
  doubts.push({ code: "catalogue", reason });
}
