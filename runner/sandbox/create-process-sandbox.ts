import { realpathSync } from "node:fs";
import type { Sandbox } from "../ports.ts";
import type { Ready } from "./hands/protocol.ts";
import { openHands } from "./open-hands.ts";
import { handsArguments, prepareHands } from "./prepare-hands.ts";
import { startChild } from "./start-child.ts";

/**
 * Hands as a plain child process of the host's user: files only, no programs. For machines that have neither
 * bubblewrap nor Docker. Node's permission model keeps it to the workspace, besides its own checks.
 */
export function createProcessSandbox({ searchMs }: { searchMs?: number } = {}): Sandbox {
  return {
    name: "process",
    canExec: false,
    has: async () => false,
    async open({ directory, signal }) {
      const workspace = realpathSync(directory);
      const program = realpathSync(await prepareHands());
      const connection = startChild([
        process.execPath,
        ...permissions(program, workspace),
        ...handsArguments(program, {
          workspace,
          doors: "",
          runsPrograms: false,
          memoryBytes: 0,
          freeBytes: 0,
          searchMs,
        }),
      ]);
      return openHands(connection, { name: "process", signal, judge, fix });
    },
  };
}

function permissions(program: string, workspace: string): string[] {
  // The hands open what is below a directory through its descriptor (hands/directory.ts).
  const written = [workspace, "/proc/self/fd"];
  return [
    "--permission",
    "--allow-worker",
    ...[program, ...written].map((path) => `--allow-fs-read=${path}/*`),
    ...written.map((path) => `--allow-fs-write=${path}/*`),
  ];
}

const fix = "see that Node 24 runs and that the workspace is yours";

/** macOS gives this one to every process. */
const everywhere = ["__CF_USER_TEXT_ENCODING"];

function judge({ environment, writable }: Ready): string | undefined {
  if (environment.some((name) => !everywhere.includes(name)))
    return "it has variables of this process";
  return writable ? undefined : "the workspace may not be written to";
}
