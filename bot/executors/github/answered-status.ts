import { z } from "zod";
import { PlatformFailure } from "../../ports.ts";

const Answered = z.object({ status: z.number(), response: z.object({}) });

/** The status with which GitHub refused; undefined when there was no answer, or it was another mishap. */
export function answeredStatus(failure: unknown): number | undefined {
  if (!(failure instanceof PlatformFailure)) return undefined;
  const parsed = Answered.safeParse(failure.cause);
  return parsed.success ? parsed.data.status : undefined;
}
