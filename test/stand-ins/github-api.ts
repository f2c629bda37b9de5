import type { Answer } from "./github-upstream.ts";

/** Who calls the API, from the Authorization header. */
export interface Caller {
  kind: "anonymous" | "user" | "installation" | "app";
  /** `buster[bot]` for an installation. */
  login: string;
  /** What the installation token was narrowed to. */
  permissions: Readonly<Record<string, string>>;
  /** Names of the repositories that the installation token is for. */
  repositories: readonly string[];
  authorization: string | undefined;
}

export interface ApiRequest {
  method: string;
  /** Without prefix and query. */
  path: string;
  query: URLSearchParams;
  accept: string;
  body: Body;
  caller: Caller;
  /** Named parts of the route's path; `repo` is `owner/name`. */
  params: Readonly<Record<string, string>>;
  /** Asks emulate, with what is given instead of what came. */
  forward(changed?: { method?: string; path?: string; body?: object }): Promise<Answer>;
}

export type Body = Readonly<Record<string, unknown>>;

export interface Route {
  method: string;
  /** `:name` matches one segment, `:name+` several; a leading `:repo` stands for `/repos/owner/name`. */
  path: string;
  handle(request: ApiRequest): Promise<Answer>;
}

/** The first route for the call, with the parts of its path. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const found = patternOf(route.path).exec(path);
    if (found === null) continue;
    const params = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { route, params };
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const source = path
    .replace(/^:repo(?=\/|$)/, "/repos/(?<repo>[^/]+/[^/]+)")
    .replace(/:(\w+)\+/g, "(?<$1>.+)")
    .replace(/:(\w+)/g, "(?<$1>[^/]+)");
  const pattern = new RegExp(`^${source}$`);
  patterns.set(path, pattern);
  return pattern;
}

export function answer(status: number, body?: unknown): Answer {
  return { status, headers: {}, body: body ?? null };
}

/** A refusal in GitHub's words. */
export function refusal(
  status: number,
  message: string,
  errors?: readonly (object | string)[],
): Answer {
  return answer(status, {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  });
}

/** 422 as GitHub words it. */
export function invalid(resource: string, field: string, message: string): Answer {
  return refusal(422, "Validation Failed", [{ resource, field, code: "custom", message }]);
}

export function isOk({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** One page of a list, with the Link header that clients follow. */
export function page(items: readonly unknown[], request: ApiRequest, origin: string): Answer {
  const perPage = Math.min(Number(request.query.get("per_page") ?? 30) || 30, 100);
  const number = Math.max(Number(request.query.get("page") ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(items.length / perPage), 1);
  const to = (target: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set("page", String(target));
    return `<${origin}${request.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [to(number - 1, "prev")] : []),
    ...(number < last ? [to(number + 1, "next"), to(last, "last")] : []),
  ];
  return {
    status: 200,
    headers: links.length === 0 ? {} : { link: links.join(", ") },
    body: items.slice((number - 1) * perPage, number * perPage),
  };
}
