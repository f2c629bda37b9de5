import { indexDirectory } from "#runner/checkout/index-directory.ts";

/*
 * A process of its own for one cold index: `index-once.ts DIRECTORY [kept] [again]`. Prints the milliseconds
 * that it took, and with `again` those of a second time in the same process.
 */

const [directory = ".", ...how] = process.argv.slice(2);

function measure(): number {
  const began = performance.now();
  indexDirectory({ directory, isKept: how.includes("kept") });
  return performance.now() - began;
}

console.log(measure());
if (how.includes("again")) console.log(measure());
