import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { arch } from "node:os";
import type { Sandbox } from "../ports.ts";
import { bubblewrapCommand, type Wrapped } from "./bubblewrap-command.ts";
import { findProgram } from "./find-program.ts";
import { insideSettings } from "./inside.ts";
import { judgeReady } from "./judge-ready.ts";
import { openDoorway } from "./open-doorway.ts";
import { openHands } from "./open-hands.ts";
import { ownWorkspace } from "./own-workspace.ts";
import { handsArguments, prepareHands } from "./prepare-hands.ts";
import { type ProgramLimits, programLimits } from "./program-limits.ts";
import { pythonDirectories } from "./python-directories.ts";
import { rememberPrograms } from "./remember-programs.ts";
import { SandboxMissing } from "./sandbox-missing.ts";
import { seccompFilter } from "./seccomp-filter.ts";
import { startChild } from "./start-child.ts";

/** The first with --disable-userns: without it a program could make itself root of namespaces of its own. */
const oldest = [0, 8] as const;

/** The usual reason why it does not start although it is installed. */
const fix =
  "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or kernel.apparmor_restrict_unprivileged_userns=0), or use Docker";

export interface BubblewrapOptions extends Partial<ProgramLimits> {
  /** More directories that are shown read-only where they are, such as a Python environment with dbt. */
  readOnly?: readonly string[];
  /** Directories that come first in PATH. */
  path?: readonly string[];
  searchMs?: number;
}

/** Hands in Linux namespaces by bubblewrap, with limits by prlimit and by the hands' own watch. */
export function createBubblewrapSandbox(options: BubblewrapOptions = {}): Sandbox {
  const { readOnly = [], path = [], searchMs } = options;
  const limits = programLimits(options);

  const isRoot = process.getuid?.() === 0;
  let found: Requirements | undefined;

  async function open({ directory, signal }: { directory: string; signal: AbortSignal }) {
    // What is installed does not change between two runs, unless something is missing.
    found ??= findRequirements(isRoot);
    const { programs, filter } = found;
    const [hands] = await Promise.all([
      prepareHands(),
      isRoot ? ownWorkspace(directory) : undefined,
    ]);
    const settings = { ...insideSettings, ...limits, searchMs };
    const doorway = openDoorway();
    const command = bubblewrapCommand({
      programs,
      node: realpathSync(process.execPath),
      hands,
      workspace: realpathSync(directory),
      doors: doorway.directory,
      readOnly: readOnly.flatMap(pythonDirectories),
      path,
      arguments: (program) => handsArguments(program, settings),
      isRoot,
    });
    const connection = startChild(command, filter);
    return openHands(connection, { name: "bubblewrap", signal, judge: judgeReady, fix, doorway });
  }

  return { name: "bubblewrap", canExec: true, has: rememberPrograms(open), open };
}

interface Requirements {
  programs: Wrapped["programs"];
  filter: Buffer;
}

function findRequirements(isRoot: boolean): Requirements {
  const missing = (reason: string, fix: string) => new SandboxMissing("bubblewrap", reason, fix);
  if (process.platform !== "linux") throw missing("it is for Linux", "use Docker");

  const bwrap = findProgram("bwrap");
  if (bwrap === undefined) throw missing("bwrap is not installed", "apt-get install bubblewrap");
  const prlimit = findProgram("prlimit");
  const setpriv = findProgram("setpriv");
  if (prlimit === undefined || (isRoot && setpriv === undefined)) {
    throw missing("prlimit or setpriv is not installed", "apt-get install util-linux");
  }
  const filter = seccompFilter(arch());
  if (filter === undefined) throw missing(`there is no seccomp filter for ${arch()}`, "use Docker");

  const version = execFileSync(bwrap, ["--version"], { encoding: "utf8", env: {} }).trim();
  const [major = 0, minor = 0] = (/[\d.]+/.exec(version)?.[0] ?? "").split(".").map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw missing(`${version} is too old`, `install ${oldest.join(".")} or newer, or use Docker`);
  }
  return { programs: { bwrap, prlimit, setpriv }, filter };
}
