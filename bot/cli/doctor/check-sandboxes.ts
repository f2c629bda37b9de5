import { join } from "node:path";
import type { RunnerConfig } from "#runner/config.ts";
import { probeSandbox, type SandboxProbe } from "#runner/sandbox/probe-sandbox.ts";
import { broken, type Check, missing, off, works } from "./check.ts";

/** The sandboxes that run programs, the tighter one first. */
const kinds = ["docker", "bubblewrap"] as const;

/** Docker and bubblewrap, as far as they were asked for, as they work here; and which of them a run would get. */
export async function checkSandboxes({ sandbox, dbtHome }: RunnerConfig): Promise<{
  checks: readonly Check[];
  /** Can programs in Docker's image run dbt? */
  hasDbtInImage: boolean;
}> {
  const { wanted, image } = sandbox;
  const python = dbtHome === undefined ? {} : { readOnly: [dbtHome], path: [join(dbtHome, "bin")] };
  const probes = await Promise.all(
    kinds.map(async (kind) => ({
      kind,
      probe:
        wanted === "auto" || wanted === kind
          ? await probeSandbox(kind, kind === "docker" ? { image } : python)
          : undefined,
    })),
  );
  const working = probes.filter(({ probe }) => probe?.ok === true).map(({ kind }) => kind);
  const docker = probes.find(({ kind }) => kind === "docker")?.probe;
  return {
    checks: [
      ...probes.map(({ kind, probe }) => describe(kind, probe, wanted)),
      choose(wanted, working[0]),
    ],
    hasDbtInImage: docker?.ok === true && docker.detail.includes("dbt: yes"),
  };
}

type Wanted = RunnerConfig["sandbox"]["wanted"];

function describe(kind: string, probe: SandboxProbe | undefined, wanted: Wanted): Check {
  if (probe === undefined) {
    return off(kind, `not tried: BUSTER_SANDBOX is ${wanted}`, "BUSTER_SANDBOX=auto tries it");
  }
  if (probe.ok) return { ...works(kind, probe.detail), isNeeded: wanted === kind };
  return (wanted === kind ? broken : off)(kind, probe.reason, probe.fix);
}

function choose(wanted: Wanted, working: string | undefined): Check {
  if (wanted === "process") {
    return works("sandbox", "process: agents work on files and run no programs");
  }
  if (working !== undefined) return works("sandbox", working);
  const fix = "apt-get install bubblewrap, or Docker with `npm run sandbox-image`";
  return missing("sandbox", "agents cannot run programs here", fix);
}
