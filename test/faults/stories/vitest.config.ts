import { defineConfig } from "vitest/config";

/** Stories that take too long for every run of the tests: part of `npm run faults`. */
export default defineConfig({
  test: {
    root: new URL("../../..", import.meta.url).pathname,
    include: ["test/faults/stories/*.test.ts", "test/ledger/random-commands.test.ts"],
    globalSetup: ["test/own-temporary-directory.ts"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
