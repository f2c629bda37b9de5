import type { Log, Sandbox } from "../ports.ts";
import { createBubblewrapSandbox } from "./create-bubblewrap-sandbox.ts";
import { createDockerSandbox } from "./create-docker-sandbox.ts";
import { createProcessSandbox } from "./create-process-sandbox.ts";

export type SandboxKind = Sandbox["name"];

export interface SandboxOptions {
  /** Docker's image. */
  image?: string;
  /** For bubblewrap: directories shown read-only, such as a Python environment with dbt, … */
  readOnly?: readonly string[];
  /** … and directories that come first in PATH. */
  path?: readonly string[];
  /** For Docker: containers that are kept ready. */
  pool?: { size: number; directory: string };
  log: Log;
}

/** A sandbox of this kind, whether or not it works here. */
export function createSandbox(kind: SandboxKind, options: SandboxOptions): Sandbox {
  const { image, readOnly = [], path = [], pool, log } = options;
  switch (kind) {
    case "docker":
      return createDockerSandbox({
        log,
        ...(image === undefined ? {} : { image }),
        ...(pool === undefined ? {} : { pool }),
      });
    case "bubblewrap":
      return createBubblewrapSandbox({ readOnly, path });
    case "process":
      return createProcessSandbox();
  }
}
