import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { missingParts } from "./machine.ts";

/**
 * Ends the run with one line for each part that this machine lacks and the one plain line that CI reads.
 * With BUSTER_TEST_ALL=1 a missing part and a skipped test fail the run: nothing passes by not being there.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    // What failed without being a test: a file that cannot be loaded, a hook, a stray rejection.
    let broken = unhandled.length;
    for (const module of modules) {
      broken += module.errors().length;
      for (const suite of module.children.allSuites()) broken += suite.errors().length;
      for (const test of module.children.allTests()) count[test.result().state]++;
    }

    const missing = missingParts();
    const skipped = count.skipped + count.pending;
    for (const line of missing) say(line);
    if (process.env.BUSTER_TEST_ALL === "1" && missing.length + skipped > 0) {
      say(`BUSTER_TEST_ALL=1: ${missing.length} parts missing, ${skipped} tests skipped`);
      process.exitCode = 1;
    }
    say(`${count.passed} passed, ${count.failed + broken} failed, ${skipped} skipped`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
