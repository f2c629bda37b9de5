import type { JinjaWorld } from "./jinja-world.ts";

/** Where nothing is known but the template itself. */
export const plainWorld: JinjaWorld = {
  vars: undefined,
  target: {},
  macro: () => undefined,
  package: undefined,
  called: new Map(),
};
