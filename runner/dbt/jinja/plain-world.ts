import type { JinjaWorld } from "./evaluate.ts";

/** Where nothing is known but the template itself. */
export const plainWorld: JinjaWorld = {
  vars: undefined,
  target: {},
  macro: () => undefined,
  package: undefined,
};
