import { createSandbox, type SandboxKind, type SandboxOptions } from "./create-sandbox.ts";
import { SandboxMissing } from "./sandbox-missing.ts";
import { trySandbox } from "./try-sandbox.ts";

export type SandboxProbe =
  | { ok: true; detail: string }
  | { ok: false; reason: string; fix: string };

/** Does this kind of sandbox work here? For `buster doctor`. */
export async function probeSandbox(
  kind: SandboxKind,
  options: Omit<SandboxOptions, "log"> = {},
): Promise<SandboxProbe> {
  const sandbox = createSandbox(kind, { ...options, log: silent });
  try {
    await trySandbox(sandbox);
    if (!sandbox.canExec) return { ok: true, detail: "serves files; runs no programs" };
    const [git, dbt] = [await sandbox.has("git"), await sandbox.has("dbt")];
    return { ok: true, detail: `runs programs; git: ${yesNo(git)}, dbt: ${yesNo(dbt)}` };
  } catch (cause) {
    if (cause instanceof SandboxMissing) {
      return { ok: false, reason: cause.reason, fix: cause.fix };
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, reason, fix: "look at Buster's log" };
  }
}

const yesNo = (is: boolean) => (is ? "yes" : "no");

/** The answer says it all. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
