import { type ApiRequest, isOk, type Route, refusal } from "./github-api.ts";
import { emit, isByApp } from "./github-emit.ts";
import { amendIssue, type IssueJson, issueJson, pullJson } from "./github-pull-json.ts";
import type { Answer } from "./github-upstream.ts";
import { appJson, findPull, type Json, type World } from "./github-world.ts";

interface CommentJson extends Json {
  id: number;
  issue_url: string;
}

/** Conversation comments, issues and labels, with the webhooks that GitHub sends for them. */
export function commentRoutes(world: World): readonly Route[] {
  /** Which comments the app made; emulate does not remember. */
  const byApp = new Set<number>();

  const amend = (repo: string, comment: CommentJson): CommentJson => {
    const number = Number(comment.issue_url.split("/").at(-1));
    const place = findPull(world, repo, number) === undefined ? "issues" : "pull";
    return {
      ...comment,
      html_url: `${world.origin}/${repo}/${place}/${number}#issuecomment-${comment.id}`,
      performed_via_github_app: byApp.has(comment.id) ? appJson(world) : null,
    };
  };

  const tell = async (request: ApiRequest, action: string, comment: CommentJson) => {
    const { repo = "" } = request.params;
    const number = Number(comment.issue_url.split("/").at(-1));
    await emit(world, "issue_comment", repo, request.caller.login, {
      action,
      issue: await issueJson(world, repo, number),
      comment,
    });
  };

  const tooLong = ({ body }: ApiRequest) =>
    typeof body.body === "string" && body.body.length > 65_536
      ? refusal(422, "Validation Failed", [
          {
            resource: "IssueComment",
            field: "data",
            code: "unprocessable",
            message: "Body is too long (maximum is 65536 characters)",
          },
        ])
      : undefined;

  const writes = (action: "created" | "edited") => async (request: ApiRequest) => {
    const refused = tooLong(request);
    if (refused !== undefined) return refused;
    const made = await request.forward();
    if (!isOk(made)) return made;
    const { id } = made.body as CommentJson;
    if (action === "created" && isByApp(request.caller)) byApp.add(id);
    const comment = amend(request.params.repo ?? "", made.body as CommentJson);
    await tell(request, action, comment);
    return { ...made, body: comment };
  };

  const lists = async (request: ApiRequest): Promise<Answer> => {
    const asked = await request.forward();
    if (!isOk(asked)) return asked;
    const repo = request.params.repo ?? "";
    const { body } = asked;
    return {
      ...asked,
      body: Array.isArray(body)
        ? body.map((one) => amend(repo, one as CommentJson))
        : amend(repo, body as CommentJson),
    };
  };

  const labels = async (request: ApiRequest): Promise<Answer> => {
    const { repo = "" } = request.params;
    const number = Number(request.params.number);
    const before = await labelsOf(world, repo, number);
    const made = await request.forward();
    if (!isOk(made)) return made;
    const after = await labelsOf(world, repo, number);
    const isPull = findPull(world, repo, number) !== undefined;
    const subject = isPull
      ? { number, pull_request: await pullJson(world, repo, number) }
      : { issue: await issueJson(world, repo, number) };
    const event = isPull ? "pull_request" : "issues";
    const changes = [
      ...missing(before, after).map((label) => ({ action: "unlabeled", label })),
      ...missing(after, before).map((label) => ({ action: "labeled", label })),
    ];
    for (const change of changes) {
      await emit(world, event, repo, request.caller.login, { ...change, ...subject });
    }
    return made;
  };

  const issue = (path: string, method: string, actionOf: (body: ApiRequest["body"]) => string) => ({
    method,
    path,
    async handle(request: ApiRequest) {
      const { repo = "" } = request.params;
      const made = await request.forward();
      if (!isOk(made)) return made;
      const amended = amendIssue(world, repo, made.body as IssueJson);
      if (findPull(world, repo, amended.number) === undefined) {
        await emit(world, "issues", repo, request.caller.login, {
          action: actionOf(request.body),
          issue: amended,
        });
      }
      return { ...made, body: amended };
    },
  });

  return [
    { method: "POST", path: ":repo/issues/:number/comments", handle: writes("created") },
    { method: "PATCH", path: ":repo/issues/comments/:id", handle: writes("edited") },
    { method: "GET", path: ":repo/issues/:number/comments", handle: lists },
    { method: "GET", path: ":repo/issues/comments/:id", handle: lists },
    {
      method: "DELETE",
      path: ":repo/issues/comments/:id",
      async handle(request) {
        const asked = await request.forward({ method: "GET" });
        const made = await request.forward();
        if (isOk(made)) await tell(request, "deleted", asked.body as CommentJson);
        return made;
      },
    },
    { method: "POST", path: ":repo/issues/:number/labels", handle: labels },
    { method: "PUT", path: ":repo/issues/:number/labels", handle: labels },
    { method: "DELETE", path: ":repo/issues/:number/labels/:label", handle: labels },
    { method: "DELETE", path: ":repo/issues/:number/labels", handle: labels },
    issue(":repo/issues", "POST", () => "opened"),
    issue(":repo/issues/:number", "PATCH", ({ state }) => {
      if (state === "closed") return "closed";
      return state === "open" ? "reopened" : "edited";
    }),
    {
      method: "GET",
      path: ":repo/issues/:number",
      async handle(request) {
        const { repo = "", number = "" } = request.params;
        const isPull = findPull(world, repo, Number(number)) !== undefined;
        const path = `/repos/${repo}/${isPull ? "pulls" : "issues"}/${number}`;
        const asked = await request.forward({ path });
        if (!isOk(asked)) return asked;
        return { ...asked, body: amendIssue(world, repo, asked.body as IssueJson) };
      },
    },
  ];
}

interface LabelJson extends Json {
  name: string;
}

function labelsOf({ upstream }: World, repo: string, number: number): Promise<LabelJson[]> {
  return upstream.ask("GET", `/repos/${repo}/issues/${number}/labels?per_page=100`);
}

function missing(from: readonly LabelJson[], among: readonly LabelJson[]): LabelJson[] {
  return from.filter(({ name }) => !among.some((other) => other.name === name));
}
