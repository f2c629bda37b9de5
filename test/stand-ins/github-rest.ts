import { denial, reworded } from "./github-access.ts";
import { type ApiRequest, type Caller, findRoute, type Route } from "./github-api.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

export type RestRequest = Pick<
  ApiRequest,
  "method" | "path" | "query" | "accept" | "body" | "caller"
>;

/** The REST API without HTTP: our routes first, emulate for the rest. */
export type Rest = (asked: RestRequest) => Promise<Answer>;

export function createRest(world: World, routes: readonly Route[]): Rest {
  return async (asked) => {
    const denied = denial(world, asked);
    if (denied !== undefined) return denied;
    const forward: ApiRequest["forward"] = (changed = {}) => {
      const method = changed.method ?? asked.method;
      const query = asked.query.size === 0 ? "" : `?${asked.query}`;
      return world.upstream.send({
        method,
        path: `${changed.path ?? asked.path}${query}`,
        authorization: asked.caller.authorization,
        accept: asked.accept,
        body: method === "GET" ? undefined : (changed.body ?? asked.body),
      });
    };
    const found = findRoute(routes, asked.method, asked.path);
    const made =
      found === undefined
        ? await forward()
        : await found.route.handle({ ...asked, params: found.params, forward });
    return reworded(asked, made);
  };
}

/** Reads one path for somebody; undefined when it is not there, or not for them. */
export async function readAs<Value>(
  rest: Rest,
  caller: Caller,
  path: string,
): Promise<Value | undefined> {
  const url = new URL(path, "http://github");
  const { status, body } = await rest({
    method: "GET",
    path: url.pathname,
    query: url.searchParams,
    accept: "application/vnd.github+json",
    body: {},
    caller,
  });
  if (status === 404 || status === 409) return undefined;
  if (status !== 200) throw new Error(`looking at ${path}: ${status} ${JSON.stringify(body)}`);
  return body as Value;
}
