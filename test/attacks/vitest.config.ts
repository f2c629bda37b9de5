import { defineConfig } from "vitest/config";

/** `npm run attacks`: what is too heavy for every run of the tests. One file after the other. */
export default defineConfig({
  test: {
    include: ["test/attacks/*.attack.ts"],
    globalSetup: ["test/own-temporary-directory.ts"],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
