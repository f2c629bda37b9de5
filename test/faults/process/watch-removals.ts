import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import type { Moment } from "./moment.ts";

/** Watches the directories that the process removes. */
export function watchRemovals(
  moment: Extract<Moment, { on: "removal" }>,
  reached: () => void,
): void {
  const usual = promises.rm;
  const watched: typeof usual = async (path, options) => {
    const isIt = String(path).includes(moment.words);
    if (isIt && moment.when === "before") reached();
    const removal = usual(path, options);
    if (isIt && moment.when === "after") reached();
    return removal;
  };
  Object.assign(promises, { rm: watched });
  syncBuiltinESMExports();
}
