import { z } from "zod";
import { fitText } from "./fit-text.ts";
import { markerLine } from "./marker-line.ts";
import type { Repository } from "./open-repository.ts";

/** GitHub's limit for a comment, in characters. */
const maxBody = 65_536;

const Comment = z.object({ id: z.number(), html_url: z.string().nullish() });
const FoundComment = Comment.extend({
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});
type FoundComment = z.infer<typeof FoundComment>;

/** Edits the comment `known`; where it is gone, the one of `bot` that carries the marker; or creates it. */
export async function upsertComment(
  repository: Repository,
  order: { number: number; known: string | null; marker: string; body: string; bot: string },
): Promise<{ id: string; url: string | null }> {
  const { number, known, bot } = order;
  const line = markerLine(order.marker);
  const body = fitText(`${line}\n${order.body}`, maxBody);

  if (known !== null) {
    const edited = await edit(repository, number, Number(known), body);
    if (edited !== undefined) return edited;
  }
  const found = await findComment(
    repository,
    number,
    (comment) => comment.user?.login === bot && (comment.body ?? "").startsWith(line),
  );
  if (found !== undefined) {
    const edited = await edit(repository, number, found.id, body);
    if (edited !== undefined) return edited;
  }
  const made = await repository.write({
    doing: `commenting on #${number}`,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { issue_number: number, body },
    answer: Comment,
  });
  return shown(made);
}

/** Undefined when the comment is gone. */
async function edit(repository: Repository, number: number, id: number, body: string) {
  const edited = await repository.writeIfThere({
    doing: `editing the comment on #${number}`,
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { comment_id: id, body },
    answer: Comment,
  });
  return edited === undefined ? undefined : shown(edited);
}

/** The oldest page first, where tracking comments are, then from the newest back, where a try just now is. */
async function findComment(
  repository: Repository,
  number: number,
  isIt: (comment: FoundComment) => boolean,
): Promise<FoundComment | undefined> {
  const order = {
    doing: `looking through the comments on #${number}`,
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { issue_number: number },
    answer: z.array(FoundComment),
  };
  const first = await repository.readPage(order, 1);
  const early = first.items.find(isIt);
  if (early !== undefined) return early;
  for (let page = first.lastPage; page > 1; page--) {
    const { items } = await repository.readPage(order, page);
    const found = items.find(isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}

function shown({ id, html_url }: z.infer<typeof Comment>): { id: string; url: string | null } {
  return { id: String(id), url: html_url ?? null };
}
