import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A directory, and when it is a Python environment the programs and libraries of the installation that it
 * was made from, without which none of its own starts. The system's are left out: every sandbox has
 * them. No more of the installation, because it may be somebody's home.
 */
export function pythonDirectories(directory: string): string[] {
  const python = join(directory, "bin", "python3");
  if (!existsSync(python)) return [directory];
  const installation = dirname(dirname(realpathSync(python)));
  if (["/", "/usr", "/usr/local", realpathSync(directory)].includes(installation)) {
    return [directory];
  }
  return [directory, join(installation, "bin"), join(installation, "lib")];
}
