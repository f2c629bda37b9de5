import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Findings } from "./invariants.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The stories that are too long for every run of the tests, and so many random sequences of commands. */
export async function playStories(
  sequences: number,
): Promise<Findings & { recoverySeconds: number }> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--config", "test/faults/stories/vitest.config.ts"],
    {
      cwd: root,
      env: { ...process.env, BUSTER_PROPERTY_RUNS: String(sequences) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output.on("data", (data: Buffer) => {
      said += data.toString("utf8");
    });
  }
  const [code] = await once(child, "exit");
  const broken = code === 0 ? [] : [`stories failed: ${said.slice(-3_000)}`];
  return { lost: 0, doubled: 0, broken, recoverySeconds: (performance.now() - began) / 1000 };
}
