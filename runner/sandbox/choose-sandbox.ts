import { type Sandbox, WorldFailure } from "../ports.ts";
import { createSandbox, type SandboxKind, type SandboxOptions } from "./create-sandbox.ts";
import { trySandbox } from "./try-sandbox.ts";

/** From the tightest to the one that runs no programs at all. */
const order: readonly SandboxKind[] = ["docker", "bubblewrap", "process"];

/**
 * The sandbox that was asked for or, with `auto`, the best that works here: Docker where the image is there,
 * else bubblewrap, else one for files only. Rejects with WorldFailure `sandbox-missing`, saying what to do.
 */
export async function chooseSandbox(
  wishes: SandboxOptions & { wanted: SandboxKind | "auto" },
): Promise<Sandbox> {
  const { wanted, log } = wishes;
  const passedOver: string[] = [];
  for (const kind of wanted === "auto" ? order : [wanted]) {
    const sandbox = createSandbox(kind, wishes);
    try {
      await trySandbox(sandbox);
      // In the background: whoever waits for a run does not wait for the next ones.
      void sandbox.warmUp?.();
      log.info({ sandbox: kind, passedOver }, "sandbox chosen");
      return sandbox;
    } catch (cause) {
      if (!(cause instanceof WorldFailure)) throw cause;
      passedOver.push(cause.message);
    }
  }
  throw new WorldFailure("sandbox-missing", passedOver.join(". "));
}
