import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { listDbtFiles } from "#runner/checkout/list-dbt-files.ts";

/*
 * A process of its own that indexes a directory: `index-once.ts DIRECTORY [kept] [CHANGED]`. Prints the
 * milliseconds that it took, and those of the processor. With CHANGED it does it again in the same process,
 * after so many SQL files were changed, and prints those too.
 */

const [directory = ".", ...how] = process.argv.slice(2);
const changed = how.find((word) => /^\d+$/.test(word));

function measure(): string {
  const before = process.cpuUsage();
  const began = performance.now();
  indexDirectory({ directory, isKept: how.includes("kept") });
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return `${ms} ${(user + system) / 1000}`;
}

console.log(measure());
if (changed !== undefined) {
  const files = listDbtFiles(directory).filter(({ path }) => path.endsWith(".sql"));
  for (const { path } of files.slice(0, Number(changed))) {
    appendFileSync(join(directory, path), "-- changed\n");
  }
  console.log(measure());
}
