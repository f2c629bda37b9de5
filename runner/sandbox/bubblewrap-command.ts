import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { inside } from "./inside.ts";

/** Whoever runs programs inside, on the host too where Buster is root: `nobody`. */
const user = "65534";

/** Of one program and of all, in bytes, files and processes. */
const limits = {
  processes: 256,
  memoryOfOne: 3 * 1024 ** 3,
  fileSize: 1024 ** 3,
  openFiles: 1024,
  temporary: 512 * 1024 ** 2,
  sharedMemory: 64 * 1024 ** 2,
};

export interface Wrapped {
  /** Paths of programs on this machine. */
  programs: { bwrap: string; prlimit: string; setpriv: string | undefined };
  node: string;
  hands: string;
  workspace: string;
  doors: string;
  /** Directories that are shown where they are, unchangeable. */
  readOnly: readonly string[];
  /** Directories before the usual ones in PATH. */
  path: readonly string[];
  /** Of Node in the sandbox, to run the hands. */
  arguments: (handsDirectory: string) => string[];
  isRoot: boolean;
}

/**
 * The command that starts hands in namespaces of their own: no network, no capability, nothing of the host
 * but its programs, nothing writable but the workspace and a small /tmp. Descriptor 3 is a seccomp filter.
 */
export function bubblewrapCommand(wrapped: Wrapped): [string, ...string[]] {
  const { programs, isRoot } = wrapped;
  if (!isRoot || programs.setpriv === undefined)
    return [programs.bwrap, ...innerArguments(wrapped)];

  // User `nobody` could not follow the paths into a private directory of root's. So root first puts what is to
  // be seen where anyone can, in a mount namespace that only this sandbox has, and only then gives up being root.
  const own = [wrapped.node, wrapped.hands, wrapped.workspace, wrapped.doors] as const;
  const shown = [...own, ...wrapped.readOnly];
  const readOnly = wrapped.readOnly.map((_path, index) => `/tmp/${own.length + index}`);
  const moved = { node: "/tmp/0", hands: "/tmp/1", workspace: "/tmp/2", doors: "/tmp/3" };
  return [
    programs.bwrap,
    ...["--die-with-parent", "--dev-bind", "/", "/", "--tmpfs", "/tmp"],
    ...shown.flatMap((path, index) => ["--bind", path, `/tmp/${index}`]),
    "--",
    ...[programs.setpriv, "--reuid", user, "--regid", user, "--clear-groups", "--"],
    ...[programs.bwrap, ...innerArguments(wrapped, { ...moved, readOnly })],
  ];
}

function innerArguments(
  wrapped: Wrapped,
  from: Pick<Wrapped, "node" | "hands" | "workspace" | "doors" | "readOnly"> = wrapped,
): string[] {
  const { programs, readOnly, path } = wrapped;
  return [
    ...["--unshare-all", "--unshare-user", "--disable-userns", "--uid", user, "--gid", user],
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...["--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"],
    ...["--setenv", "PATH", [...path, "/usr/local/bin", "/usr/bin", "/bin"].join(":")],
    ...["--seccomp", "3"],
    ...systemDirectories(),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(limits.sharedMemory), "--perms", "1777", "--tmpfs", "/dev/shm"],
    ...["--size", String(limits.temporary), "--perms", "1777", "--tmpfs", "/tmp"],
    ...readOnly.flatMap((place, index) => ["--ro-bind", from.readOnly[index] ?? place, place]),
    ...["--ro-bind", from.node, inside.node, "--ro-bind", from.hands, inside.hands],
    ...["--ro-bind", from.doors, inside.doors],
    ...["--bind", from.workspace, inside.workspace, "--chdir", inside.workspace],
    // Both are file systems in memory, of no set size, that belong to the sandbox's user.
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    "--",
    programs.prlimit,
    ...[`--nproc=${limits.processes}`, `--data=${limits.memoryOfOne}`, "--core=0"],
    ...[`--fsize=${limits.fileSize}`, `--nofile=${limits.openFiles}`],
    ...["--", inside.node, ...wrapped.arguments(inside.hands)],
  ];
}

/** /usr, what of it has names of its own in /, and the little of /etc that programs need to start. */
function systemDirectories(): string[] {
  const top = ["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => {
    const path = join("/", name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    return stats.isSymbolicLink()
      ? ["--symlink", readlinkSync(path), path]
      : ["--ro-bind", path, path];
  });
  const settings = ["/etc/ld.so.cache", "/etc/alternatives"];
  return [
    "--ro-bind",
    "/usr",
    "/usr",
    ...top,
    ...settings.flatMap((path) => ["--ro-bind-try", path, path]),
  ];
}
