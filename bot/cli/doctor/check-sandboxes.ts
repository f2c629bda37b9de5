import { join } from "node:path";
import type { RunnerConfig } from "#runner/config.ts";
import { probeSandbox } from "#runner/sandbox/probe-sandbox.ts";
import { broken, type Check, missing, off, works } from "./check.ts";

/** Docker and bubblewrap as they work here, and which of them a run would get. */
export async function checkSandboxes({ sandbox, dbtHome }: RunnerConfig): Promise<{
  checks: readonly Check[];
  /** Can programs in Docker's image run dbt? */
  hasDbtInImage: boolean;
}> {
  const shown = dbtHome === undefined ? {} : { readOnly: [dbtHome], path: [join(dbtHome, "bin")] };
  const [docker, bubblewrap] = await Promise.all([
    probeSandbox("docker", { image: sandbox.image }),
    probeSandbox("bubblewrap", shown),
  ]);
  const found = { docker, bubblewrap };
  const checks = (["docker", "bubblewrap"] as const).map((name): Check => {
    const probe = found[name];
    if (probe.ok) return { ...works(name, probe.detail), isNeeded: sandbox.wanted === name };
    const tell = sandbox.wanted === name ? broken : off;
    return tell(name, probe.reason, probe.fix);
  });
  const hasDbtInImage = docker.ok && docker.detail.includes("dbt: yes");
  return { checks: [...checks, choice()], hasDbtInImage };

  function choice(): Check {
    const { wanted } = sandbox;
    if (wanted === "process") {
      return works("sandbox", "process: agents work on files and run no programs");
    }
    const kinds = wanted === "auto" ? (["docker", "bubblewrap"] as const) : ([wanted] as const);
    const chosen = kinds.find((kind) => found[kind].ok);
    if (chosen !== undefined) return works("sandbox", chosen);
    const fix = "apt-get install bubblewrap, or Docker with `npm run sandbox-image`";
    return missing("sandbox", "agents cannot run programs here", fix);
  }
}
