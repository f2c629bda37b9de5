import { type ApiRequest, type Body, isOk, page, type Route, refusal } from "./github-api.ts";
import { commentableLines } from "./github-diff.ts";
import { emit } from "./github-emit.ts";
import { comparisonOf, type PullJson, pullJson } from "./github-pull-json.ts";
import type { Answer } from "./github-upstream.ts";
import { findPull, type Json, type PullState, type World } from "./github-world.ts";

/** What emulate does not keep of a review comment, by its id. */
export type ReviewExtras = Map<number, Json>;

interface ReviewJson extends Json {
  id: number;
}

/** Reviews whose comments stand on lines of the diff, all of them or none, as on GitHub. */
export function reviewRoutes(world: World, extras: ReviewExtras): readonly Route[] {
  const amend = (comment: ReviewJson): ReviewJson => ({ ...comment, ...extras.get(comment.id) });

  const stateOf = ({ params }: ApiRequest) =>
    findPull(world, params.repo ?? "", Number(params.number));

  /** Puts one comment into emulate and tells the app. */
  const addComment = async (request: ApiRequest, body: Body, kept: Json): Promise<Answer> => {
    const { repo = "", number = "" } = request.params;
    const path = `/repos/${repo}/pulls/${number}/comments`;
    const made = await request.forward({ method: "POST", path, body });
    if (!isOk(made)) return made;
    const { id } = made.body as ReviewJson;
    extras.set(id, kept);
    const comment = amend(made.body as ReviewJson);
    await emit(world, "pull_request_review_comment", repo, request.caller.login, {
      action: "created",
      comment,
      pull_request: await pullJson(world, repo, Number(number)),
    });
    return { ...made, body: comment };
  };

  const lists = async (request: ApiRequest): Promise<Answer> => {
    const asked = await request.forward();
    if (!isOk(asked)) return asked;
    const { body } = asked;
    return {
      ...asked,
      body: Array.isArray(body)
        ? body.map((one) => amend(one as ReviewJson))
        : amend(body as ReviewJson),
    };
  };

  const review = async (request: ApiRequest): Promise<Answer> => {
    const state = stateOf(request);
    if (state === undefined) return refusal(404, "Not Found");
    const { event, body, comments = [], commit_id: commit = state.headSha } = request.body;
    const list = comments as Body[];
    const refused = await reviewRefusal(world, request, state, list);
    if (refused !== undefined) return refused;
    const made = await request.forward({ body: { event, body, commit_id: commit } });
    if (!isOk(made)) return made;
    const { id } = made.body as ReviewJson;
    if (event !== undefined) {
      await emit(world, "pull_request_review", state.repo, request.caller.login, {
        action: "submitted",
        review: made.body,
        pull_request: await pullJson(world, state.repo, state.number),
      });
    }
    for (const one of list) {
      const { side = "RIGHT", start_line, start_side, ...rest } = one;
      const kept = keptOf(one, id);
      const added = await addComment(request, { ...rest, side, commit_id: commit }, kept);
      if (!isOk(added)) return added;
    }
    return made;
  };

  const single = async (request: ApiRequest): Promise<Answer> => {
    const state = stateOf(request);
    if (state === undefined) return refusal(404, "Not Found");
    const { in_reply_to: answered, in_reply_to_id: alsoAnswered } = request.body;
    if ((answered ?? alsoAnswered) !== undefined) {
      return reply(request, Number(answered ?? alsoAnswered));
    }
    const where = await placement(world, state, request.body);
    if (where === "ok") return addComment(request, request.body, keptOf(request.body, null));
    const field = where === "path" ? "path" : "line";
    return refusal(422, "Validation Failed", [
      {
        resource: "PullRequestReviewComment",
        code: "custom",
        field: `pull_request_review_thread.${field}`,
        message: `pull_request_review_thread.${field} must be part of the diff`,
      },
    ]);
  };

  const reply = async (request: ApiRequest, id: number): Promise<Answer> => {
    const { repo = "" } = request.params;
    const parent = await request.forward({
      method: "GET",
      path: `/repos/${repo}/pulls/comments/${id}`,
    });
    if (!isOk(parent)) return refusal(404, "Not Found");
    const { path, line, side, commit_id } = parent.body as Json;
    const body = { body: request.body.body, path, line, side, commit_id, in_reply_to_id: id };
    return addComment(request, body, { pull_request_review_id: null });
  };

  return [
    { method: "POST", path: ":repo/pulls/:number/reviews", handle: review },
    { method: "POST", path: ":repo/pulls/:number/comments", handle: single },
    {
      method: "POST",
      path: ":repo/pulls/:number/comments/:id/replies",
      handle: (request) => reply(request, Number(request.params.id)),
    },
    { method: "GET", path: ":repo/pulls/:number/comments", handle: lists },
    { method: "GET", path: ":repo/pulls/comments/:id", handle: lists },
    {
      method: "GET",
      path: ":repo/pulls/:number/reviews/:id/comments",
      async handle(request) {
        const { repo = "", number = "", id } = request.params;
        const all = await world.upstream.ask<ReviewJson[]>(
          "GET",
          `/repos/${repo}/pulls/${number}/comments?per_page=100`,
        );
        const own = all
          .map(amend)
          .filter((comment) => String(comment.pull_request_review_id) === id);
        return page(own, request, world.origin);
      },
    },
  ];
}

function keptOf({ start_line, start_side, side, line }: Body, reviewId: number | null): Json {
  return {
    pull_request_review_id: reviewId,
    start_line: start_line ?? null,
    original_start_line: start_line ?? null,
    start_side: start_line === undefined ? null : (start_side ?? side ?? "RIGHT"),
    original_line: line ?? null,
  };
}

async function reviewRefusal(
  world: World,
  { params, body, caller }: ApiRequest,
  state: PullState,
  comments: readonly Body[],
): Promise<Answer | undefined> {
  const unprocessable = (message: string) => refusal(422, "Unprocessable Entity", [message]);
  const isBlank = typeof body.body !== "string" || body.body.trim() === "";
  if (isBlank && (body.event === "REQUEST_CHANGES" || comments.length === 0)) {
    if (body.event !== "APPROVE" && body.event !== undefined) {
      return unprocessable("Body can't be blank");
    }
  }
  if (body.event === "APPROVE" || body.event === "REQUEST_CHANGES") {
    const path = `/repos/${params.repo}/pulls/${params.number}`;
    const pull = await world.upstream.ask<PullJson & { user: { login: string } }>("GET", path);
    const word = body.event === "APPROVE" ? "approve" : "request changes on";
    if (pull.user.login === caller.login) {
      return unprocessable(`Can not ${word} your own pull request`);
    }
  }
  for (const comment of comments) {
    if (typeof comment.body !== "string" || comment.body === "") {
      return unprocessable("Body can't be blank");
    }
    const where = await placement(world, state, comment);
    if (where === "path") return unprocessable("Path could not be resolved");
    if (where === "line") return unprocessable("Line could not be resolved");
  }
  return undefined;
}

/** Whether a comment's lines are in one hunk of the file's diff. */
async function placement(
  world: World,
  state: PullState,
  { path, line, side = "RIGHT", start_line, start_side, subject_type }: Body,
): Promise<"ok" | "path" | "line"> {
  const pull = await world.upstream.ask<PullJson>(
    "GET",
    `/repos/${state.repo}/pulls/${state.number}`,
  );
  const { files } = await comparisonOf(world, state.repo, pull.base.sha, state.headSha);
  const file = files.find(({ filename }) => filename === path);
  if (file === undefined) return "path";
  if (subject_type === "file") return "ok";
  const isIn = commentableLines(file.patch ?? "").some((hunk) => {
    const linesOn = (which: unknown) => (which === "LEFT" ? hunk.left : hunk.right);
    if (!linesOn(side).has(Number(line))) return false;
    if (start_line === undefined) return true;
    return Number(start_line) < Number(line) && linesOn(start_side ?? side).has(Number(start_line));
  });
  return isIn ? "ok" : "line";
}
