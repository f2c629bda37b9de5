import { type ApiRequest, answer, isOk, page, type Route, refusal } from "./github-api.ts";
import { userJson } from "./github-emit.ts";
import type { Answer } from "./github-upstream.ts";
import type { Json, World } from "./github-world.ts";

const contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

interface Reaction extends Json {
  id: number;
  content: string;
  user: Json & { login?: string };
}

/** Reactions to comments, review comments, issues and pull requests. */
export function reactionRoutes(world: World): readonly Route[] {
  const bySubject = new Map<string, Reaction[]>();
  let last = 0;

  const subjectOf = ({ path }: ApiRequest) => path.replace(/\/reactions(\/\d+)?$/, "");

  /** Undefined when the subject is there and may be reacted to. */
  const refused = async (request: ApiRequest): Promise<Answer | undefined> => {
    const subject = await request.forward({ method: "GET", path: subjectOf(request) });
    if (!isOk(subject)) return subject;
    const { kind, permissions } = request.caller;
    if (kind !== "installation" || request.method === "GET") return undefined;
    const may = permissions.issues === "write" || permissions.pull_requests === "write";
    return may ? undefined : refusal(403, "Resource not accessible by integration");
  };

  const add = async (request: ApiRequest): Promise<Answer> => {
    const no = await refused(request);
    if (no !== undefined) return no;
    const content = String(request.body.content);
    if (!contents.includes(content)) return refusal(422, "Validation Failed", ["content"]);
    const list = bySubject.get(subjectOf(request)) ?? [];
    const { login } = request.caller;
    const known = list.find((one) => one.user.login === login && one.content === content);
    if (known !== undefined) return answer(200, known);
    const user = await userJson(world, login).catch(() => ({ login, type: "Bot" }));
    const reaction = { id: ++last, content, user, created_at: new Date().toISOString() };
    bySubject.set(subjectOf(request), [...list, reaction]);
    return answer(201, reaction);
  };

  const list = async (request: ApiRequest): Promise<Answer> => {
    const no = await refused(request);
    if (no !== undefined) return no;
    const wanted = request.query.get("content");
    const all = bySubject.get(subjectOf(request)) ?? [];
    const shown = all.filter(({ content }) => wanted === null || content === wanted);
    return page(shown, request, world.origin);
  };

  const remove = async (request: ApiRequest): Promise<Answer> => {
    const all = bySubject.get(subjectOf(request)) ?? [];
    const rest = all.filter(({ id }) => id !== Number(request.params.reaction));
    if (rest.length === all.length) return refusal(404, "Not Found");
    bySubject.set(subjectOf(request), rest);
    return answer(204);
  };

  const subjects = [
    ":repo/issues/comments/:id",
    ":repo/pulls/comments/:id",
    ":repo/issues/:number",
  ];
  return subjects.flatMap((subject) => [
    { method: "POST", path: `${subject}/reactions`, handle: add },
    { method: "GET", path: `${subject}/reactions`, handle: list },
    { method: "DELETE", path: `${subject}/reactions/:reaction`, handle: remove },
  ]);
}
