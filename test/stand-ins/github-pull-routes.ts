import { type ApiRequest, answer, invalid, isOk, page, type Route, refusal } from "./github-api.ts";
import { unifiedDiff } from "./github-diff.ts";
import { emit } from "./github-emit.ts";
import { mergePull } from "./github-merge.ts";
import { branchSha, transfer } from "./github-moves.ts";
import {
  amendPull,
  amendPullWhole,
  comparisonOf,
  type PullJson,
  pullJson,
} from "./github-pull-json.ts";
import type { Answer } from "./github-upstream.ts";
import { findPull, freshMirror, type PullState, type World } from "./github-world.ts";

/** Pull requests whose head moves, with their files, and as strict about what may be opened as GitHub. */
export function pullRoutes(world: World): readonly Route[] {
  const stateOf = ({ params }: ApiRequest): PullState | undefined =>
    findPull(world, params.repo ?? "", Number(params.number));

  const whole = async (asked: Answer): Promise<Answer> =>
    isOk(asked) ? { ...asked, body: await amendPullWhole(world, asked.body as PullJson) } : asked;

  return [
    {
      method: "POST",
      path: ":repo/pulls",
      handle: (request) => world.turns(request.params.repo ?? "", () => open(world, request)),
    },
    {
      method: "GET",
      path: ":repo/pulls",
      async handle(request) {
        const asked = await request.forward();
        if (!isOk(asked)) return asked;
        return {
          ...asked,
          body: (asked.body as PullJson[]).map((pull) => amendPull(world, pull)),
        };
      },
    },
    {
      method: "GET",
      path: ":repo/pulls/:number",
      async handle(request) {
        const asked = await request.forward();
        const state = stateOf(request);
        if (!isOk(asked) || state === undefined || !/\.diff\b/.test(request.accept)) {
          return whole(asked);
        }
        const { base } = asked.body as PullJson;
        const directory = await freshMirror(world, state.repo);
        return {
          status: 200,
          headers: { "content-type": "application/vnd.github.diff; charset=utf-8" },
          body: Buffer.from(await unifiedDiff(directory, base.sha, state.headSha)),
        };
      },
    },
    { method: "PATCH", path: ":repo/pulls/:number", handle: (request) => edit(world, request) },
    {
      method: "GET",
      path: ":repo/pulls/:number/files",
      async handle(request) {
        const asked = await request.forward({ path: request.path.replace(/\/files$/, "") });
        const state = stateOf(request);
        if (!isOk(asked) || state === undefined) return asked;
        const { base } = asked.body as PullJson;
        const { files } = await comparisonOf(world, state.repo, base.sha, state.headSha);
        const links = files.map((file) => ({
          ...file,
          blob_url: `${world.origin}/${state.repo}/blob/${state.headSha}/${file.filename}`,
          raw_url: `${world.origin}/${state.repo}/raw/${state.headSha}/${file.filename}`,
          contents_url: `${world.origin}/repos/${state.repo}/contents/${file.filename}?ref=${state.headSha}`,
        }));
        return page(links, request, world.origin);
      },
    },
    {
      method: "GET",
      path: ":repo/pulls/:number/commits",
      async handle(request) {
        const asked = await request.forward({ path: request.path.replace(/\/commits$/, "") });
        const state = stateOf(request);
        if (!isOk(asked) || state === undefined) return asked;
        const { base } = asked.body as PullJson;
        const compared = await world.upstream.ask<{ commits: unknown[] }>(
          "GET",
          `/repos/${state.repo}/compare/${base.sha}...${state.headSha}`,
        );
        return page(compared.commits, request, world.origin);
      },
    },
    {
      method: "PUT",
      path: ":repo/pulls/:number/merge",
      async handle(request) {
        const state = stateOf(request);
        if (state === undefined) return refusal(404, "Not Found");
        return world.turns(state.repo, () => mergePull(world, request, state));
      },
    },
  ];
}

async function open(world: World, request: ApiRequest): Promise<Answer> {
  const { repo = "" } = request.params;
  const { head, base } = request.body;
  if (typeof head !== "string" || typeof base !== "string") return request.forward();
  const [owner = "", name = ""] = repo.split("/");
  const [headOwner = "", headRef = ""] = head.includes(":") ? head.split(":") : [owner, head];
  const headRepo = headOwner === owner ? repo : `${headOwner}/${name}`;
  const [headSha, baseSha] = await Promise.all([
    branchSha(world, headRepo, headRef).catch(() => undefined),
    branchSha(world, repo, base),
  ]);
  if (headSha === undefined) return wrongField("head");
  if (baseSha === undefined) return wrongField("base");
  const twin = world.pulls.find(
    (pull) =>
      pull.isOpen &&
      pull.repo === repo &&
      pull.headRepo === headRepo &&
      pull.headRef === headRef &&
      pull.baseRef === base,
  );
  if (twin !== undefined) {
    const message = `A pull request already exists for ${headOwner}:${headRef}.`;
    return invalid("PullRequest", "head", message);
  }
  if (headRepo !== repo) await transfer(world, headRepo, repo, headSha);
  const { commits } = await comparisonOf(world, repo, baseSha, headSha);
  if (commits === 0) {
    return invalid("PullRequest", "base", `No commits between ${base} and ${head}`);
  }

  const made = await request.forward();
  if (!isOk(made)) return made;
  const { number } = made.body as PullJson;
  world.pulls.push({
    repo,
    number,
    headRepo,
    headRef,
    headSha,
    baseRef: base,
    isOpen: true,
    isDraft: request.body.draft === true,
    merged: undefined,
  });
  const pull = await amendPullWhole(world, made.body as PullJson);
  await emit(world, "pull_request", repo, request.caller.login, {
    action: "opened",
    number,
    pull_request: pull,
  });
  return { ...made, body: pull };
}

function wrongField(field: string): Answer {
  return refusal(422, "Validation Failed", [{ resource: "PullRequest", field, code: "invalid" }]);
}

async function edit(world: World, request: ApiRequest): Promise<Answer> {
  const { repo = "" } = request.params;
  const number = Number(request.params.number);
  const state = findPull(world, repo, number);
  if (state === undefined) return refusal(404, "Not Found");
  const { state: wanted, title, body } = request.body;
  if (wanted === "open" && state.merged !== undefined) {
    return invalid("PullRequest", "state", "state cannot be changed. The pull request is merged.");
  }
  const made = await request.forward();
  if (!isOk(made)) return made;
  const wasOpen = state.isOpen;
  if (wanted === "closed") state.isOpen = false;
  if (wanted === "open") state.isOpen = true;
  const pull = await pullJson(world, repo, number);
  const tell = (action: string, more: object = {}) =>
    emit(world, "pull_request", repo, request.caller.login, {
      action,
      number,
      pull_request: pull,
      ...more,
    });
  if (title !== undefined || body !== undefined) await tell("edited", { changes: {} });
  if (wasOpen && !state.isOpen) await tell("closed");
  if (!wasOpen && state.isOpen) await tell("reopened");
  return answer(200, pull);
}
