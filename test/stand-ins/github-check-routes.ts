import {
  type ApiRequest,
  answer,
  type Body,
  isOk,
  page,
  type Route,
  refusal,
} from "./github-api.ts";
import { checkRefusal } from "./github-check-rules.ts";
import { emit } from "./github-emit.ts";
import type { Answer } from "./github-upstream.ts";
import { appJson, type Json, type World } from "./github-world.ts";

export interface CheckJson extends Json {
  id: number;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  external_id: string;
  output: { title: string | null; summary: string | null; text: string | null };
}

/** What emulate does not keep of a check run. */
export interface CheckExtras {
  repo: string;
  annotations: readonly Body[];
  actions: readonly { label: string; description: string; identifier: string }[];
}

/** Check runs with GitHub's limits, annotations that add up, and buttons. */
export function checkRoutes(world: World, extras: Map<number, CheckExtras>): readonly Route[] {
  const writes = async (request: ApiRequest, isNew: boolean): Promise<Answer> => {
    const { repo = "" } = request.params;
    if (request.caller.kind !== "installation") {
      return refusal(403, "You must authenticate via a GitHub App.");
    }
    const refused = checkRefusal(request.body, isNew);
    if (refused !== undefined) return refused;
    const { head_sha: sha, conclusion, actions, output } = request.body;
    if (isNew && !(await isCommit(world, repo, String(sha)))) {
      return refusal(422, `No commit found for SHA: ${sha}`);
    }
    const before = isNew ? undefined : extras.get(Number(request.params.id));
    const added = (output as { annotations?: Body[] } | undefined)?.annotations ?? [];
    const annotations = [...(before?.annotations ?? []), ...added];
    const was = isNew ? undefined : (await request.forward({ method: "GET" })).body;
    const made = await request.forward({
      body: {
        ...request.body,
        ...(conclusion === undefined ? {} : { status: "completed" }),
        ...(output === undefined ? {} : { output: { ...(output as object), annotations } }),
        actions: [],
      },
    });
    if (!isOk(made)) return made;
    const run = made.body as CheckJson;
    extras.set(run.id, {
      repo,
      annotations,
      actions: (actions as CheckExtras["actions"] | undefined) ?? before?.actions ?? [],
    });
    const check = checkJson(world, run, annotations.length);
    const tell = (action: string) =>
      emit(world, "check_run", repo, request.caller.login, { action, check_run: check });
    if (isNew) await tell("created");
    const wasCompleted = (was as CheckJson | undefined)?.status === "completed";
    if (run.status === "completed" && !wasCompleted) await tell("completed");
    return { ...made, body: check };
  };

  const amended = (run: CheckJson) =>
    checkJson(world, run, extras.get(run.id)?.annotations.length ?? 0);

  return [
    { method: "POST", path: ":repo/check-runs", handle: (request) => writes(request, true) },
    { method: "PATCH", path: ":repo/check-runs/:id", handle: (request) => writes(request, false) },
    {
      method: "GET",
      path: ":repo/check-runs/:id",
      async handle(request) {
        const asked = await request.forward();
        return isOk(asked) ? { ...asked, body: amended(asked.body as CheckJson) } : asked;
      },
    },
    {
      method: "GET",
      path: ":repo/check-runs/:id/annotations",
      async handle(request) {
        const asked = await request.forward();
        if (!isOk(asked)) return asked;
        return page(
          extras.get(Number(request.params.id))?.annotations ?? [],
          request,
          world.origin,
        );
      },
    },
    {
      method: "GET",
      path: ":repo/commits/:ref+/check-runs",
      async handle(request) {
        const asked = await request.forward();
        if (!isOk(asked)) return asked;
        const { check_runs: runs } = asked.body as { check_runs: CheckJson[] };
        const shown = page(runs.map(amended), request, world.origin);
        return { ...shown, body: { total_count: runs.length, check_runs: shown.body } };
      },
    },
    {
      method: "POST",
      path: ":repo/check-runs/:id/rerequest",
      async handle(request) {
        // GitHub tells the app and leaves the run as it is; emulate would reset it.
        const asked = await request.forward({
          method: "GET",
          path: request.path.replace(/\/rerequest$/, ""),
        });
        if (!isOk(asked)) return asked;
        await emit(world, "check_run", request.params.repo ?? "", request.caller.login, {
          action: "rerequested",
          check_run: amended(asked.body as CheckJson),
        });
        return answer(201);
      },
    },
  ];
}

/** A check run as GitHub shows it: with its app, its pull requests and the number of its annotations. */
export function checkJson(world: World, run: CheckJson, annotations: number): CheckJson {
  return {
    ...run,
    app: appJson(world),
    output: {
      ...run.output,
      annotations_count: annotations,
      annotations_url: `${String(run.url)}/annotations`,
    } as CheckJson["output"],
    pull_requests: pullsAt(world, run.head_sha),
  };
}

/** Open pull requests with this head; GitHub lists none that come from forks. */
export function pullsAt(world: World, sha: string): readonly Json[] {
  return world.pulls
    .filter(({ repo, headRepo, headSha, isOpen }) => isOpen && repo === headRepo && headSha === sha)
    .map(({ repo, number, headRef, headSha, baseRef }) => ({
      number,
      url: `${world.origin}/repos/${repo}/pulls/${number}`,
      head: { ref: headRef, sha: headSha },
      base: { ref: baseRef },
    }));
}

async function isCommit({ upstream }: World, repo: string, sha: string): Promise<boolean> {
  const path = `/repos/${repo}/git/commits/${sha}`;
  return upstream.ask("GET", path).then(
    () => true,
    () => false,
  );
}
