import { WorldFailure } from "../ports.ts";

/** Does the work; what goes wrong becomes WorldFailure `repository-unavailable`, saying what was being done. */
export async function orUnavailable<Value>(
  doing: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof WorldFailure) throw cause;
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new WorldFailure("repository-unavailable", `${doing}: ${because}`, { cause });
  }
}
