import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Part of `npm run faults`.
    exclude: ["test/faults/**"],
    globalSetup: ["test/own-temporary-directory.ts"],
    reporters: ["default", "./test/count-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Two processes for all files: to load the house anew for each of them takes a fifth of the whole time.
    isolate: false,
  },
});
