import { z } from "zod";
import type { Finding } from "#agents-schema/finding.ts";
import { code } from "../../views/markdown.ts";
import { answeredStatus } from "./answered-status.ts";
import { commentableLines } from "./commentable-lines.ts";
import { findingText } from "./finding-text.ts";
import { fitText } from "./fit-text.ts";
import { markerLine } from "./marker-line.ts";
import type { Repository } from "./open-repository.ts";

/** GitHub's limit for a review's body and for each of its comments, in characters. */
const maxBody = 65_536;

const Review = z.object({ id: z.number(), html_url: z.string().nullish() });
const Reviews = z.array(
  Review.extend({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }),
);
const Sides = z.object({
  head: z.object({ sha: z.string() }),
  base: z.object({ sha: z.string() }),
});
const Files = z.array(z.object({ filename: z.string(), patch: z.string().nullish() }));

export interface ReviewOrder {
  number: number;
  headSha: string;
  effectId: string;
  body: string;
  findings: readonly Finding[];
  bot: string;
}

/**
 * One review that only comments. Findings become comments at their lines; those whose line the diff does not
 * show go into the body, because GitHub would refuse the whole review for one of them.
 */
export async function postReview(
  repository: Repository,
  order: ReviewOrder,
): Promise<{ id: string; url: string | null }> {
  const { number, effectId, findings, bot } = order;
  const line = markerLine(`buster:effect:${effectId}`);
  const earlier = await findReview(repository, number, line, bot);
  if (earlier !== undefined) return shown(earlier);

  const lines = findings.length === 0 ? new Map() : await readDiff(repository, order);
  const isInside = ({ path, line }: Finding) => lines.get(path)?.has(line) === true;
  const inside = findings.filter(isInside);
  const outside = findings.filter((finding) => !isInside(finding));
  try {
    return shown(await create(repository, order, line, { inside, outside }));
  } catch (cause) {
    // Its reading of the diff differs from ours, or the head is gone: words without lines are still words.
    if (answeredStatus(cause) !== 422 || inside.length === 0) throw cause;
    return shown(await create(repository, order, line, { inside: [], outside: findings }));
  }
}

async function findReview(repository: Repository, number: number, line: string, bot: string) {
  const reviews = await repository.readAll({
    doing: `looking through the reviews of #${number}`,
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    parameters: { pull_number: number },
    answer: Reviews,
  });
  return reviews.find(({ user, body }) => user?.login === bot && (body ?? "").startsWith(line));
}

/** By path, the lines that the diff shows at the commit that was reviewed. */
async function readDiff(
  repository: Repository,
  { number, headSha }: ReviewOrder,
): Promise<Map<string, Set<number>>> {
  const doing = `reading the diff of #${number}`;
  const { head, base } = await repository.read({
    doing,
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    parameters: { pull_number: number },
    answer: Sides,
  });
  const files =
    head.sha === headSha
      ? await repository.readAll({
          doing,
          route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
          parameters: { pull_number: number },
          answer: Files,
        })
      : // Our own commit, for one, moves the head between the review and its posting.
        await repository.readIfThere({
          doing,
          route: "GET /repos/{owner}/{repo}/compare/{basehead}",
          parameters: { basehead: `${base.sha}...${headSha}` },
          answer: z.object({ files: Files }).transform((compared) => compared.files),
        });
  return new Map(
    (files ?? []).map(({ filename, patch }) => [filename, commentableLines(patch ?? "")]),
  );
}

function create(
  repository: Repository,
  { number, headSha, body }: ReviewOrder,
  line: string,
  { inside, outside }: { inside: readonly Finding[]; outside: readonly Finding[] },
) {
  return repository.write({
    doing: `reviewing #${number}`,
    route: "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    parameters: {
      pull_number: number,
      commit_id: headSha,
      event: "COMMENT",
      body: fitText([`${line}\n${body}`, ...outside.map(textElsewhere)].join("\n\n"), maxBody),
      comments: inside.map((finding) => ({
        path: finding.path,
        line: finding.line,
        side: "RIGHT",
        body: fitText(findingText(finding), maxBody),
      })),
    },
    answer: Review,
  });
}

/** A finding outside the diff, with its place in words. */
function textElsewhere(finding: Finding): string {
  return `${code(`${finding.path}:${finding.line}`, 300)}\n\n${findingText(finding)}`;
}

function shown({ id, html_url }: z.infer<typeof Review>): { id: string; url: string | null } {
  return { id: String(id), url: html_url ?? null };
}
