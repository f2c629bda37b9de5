import type { Log } from "#runner/ports.ts";

const nothing = () => {};

/** For tests that look at what was done, not at what was logged. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
