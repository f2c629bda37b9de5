import picomatch from "picomatch";
import type { Settings } from "./settings.ts";

/**
 * Which of a commit's paths are agent files: those that `agents` in buster.yml names, by path or glob. A
 * file that begins with `!` is left out. In the order of the paths given, each once.
 */
export function shelfPaths(allPaths: readonly string[], settings: Settings): string[] {
  const globs = settings.agents.map((glob) =>
    glob.replace(/^(!?)(?:\.\/)+/, "$1").replace(/\/$/, "/*.{yml,yaml}"),
  );
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const unwanted = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isWanted = picomatch(wanted, { dot: true });
  const isUnwanted = picomatch(unwanted, { dot: true });
  return [...new Set(allPaths)].filter((path) => isWanted(path) && !isUnwanted(path));
}
