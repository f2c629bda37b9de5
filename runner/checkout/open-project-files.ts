import { randomBytes } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { ProjectFiles } from "../ports/project-files.ts";
import { WorldFailure } from "../ports.ts";
import { walkDirectory } from "./walk-directory.ts";

/** Longest file that is read, in bytes. */
const maxBytes = 10 * 1024 * 1024;

/**
 * The files of a directory on disk. What is written goes to a new file beside the old one first, so that a
 * crash leaves one or the other; a file keeps its mode. Symlinks are neither read nor written through.
 */
export function openProjectFiles(options: { directory: string }): ProjectFiles {
  const root = resolve(options.directory);
  const inside = (path: string) => {
    const full = resolve(root, path);
    if (full.startsWith(`${root}${sep}`) && !leavesBySymlink(root, path)) return full;
    throw new WorldFailure("repository-unavailable", `writing ${path}: it leads out of ${root}`);
  };
  return {
    list: async () => walkDirectory(root).map(({ path }) => path),
    async read(path) {
      const full = join(root, path);
      const stat = lstatSync(full, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile() || stat.size > maxBytes) return undefined;
      return readFileSync(full, "utf8");
    },
    async write(path, text) {
      const full = inside(path);
      try {
        mkdirSync(dirname(full), { recursive: true });
        const mode = statSync(full, { throwIfNoEntry: false })?.mode;
        const fresh = `${full}.${randomBytes(4).toString("hex")}.tmp`;
        try {
          writeFileSync(fresh, text, { flush: false, ...(mode === undefined ? {} : { mode }) });
          renameSync(fresh, full);
        } finally {
          rmSync(fresh, { force: true });
        }
      } catch (cause) {
        throw new WorldFailure("repository-unavailable", `writing ${path}`, { cause });
      }
    },
  };
}

/** Is a part of the way a symlink? Then what is written might end anywhere. */
function leavesBySymlink(root: string, path: string): boolean {
  const parts = path.split("/");
  return parts.some((_, index) => {
    const stat = lstatSync(join(root, ...parts.slice(0, index + 1)), { throwIfNoEntry: false });
    return stat?.isSymbolicLink() === true;
  });
}
