import type { Caller } from "./github-api.ts";
import type { World } from "./github-world.ts";

export function queryRoot(_world: World, caller: Caller): object {
  return { viewer: { login: caller.login } };
}
