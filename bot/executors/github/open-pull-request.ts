import { z } from "zod";
import type { CommitContent } from "#agents-schema/effect.ts";
import { answeredStatus } from "./answered-status.ts";
import { fitText } from "./fit-text.ts";
import { makeCommits } from "./make-commits.ts";
import { markerLine } from "./marker-line.ts";
import type { Repository } from "./open-repository.ts";

/** GitHub's limits, in characters. */
const maxTitle = 256;
const maxBody = 65_536;

const PullRequest = z.object({ number: z.number(), html_url: z.string() });
const PullRequests = z.array(PullRequest.extend({ body: z.string().nullish() }));

export interface PullRequestOrder {
  base: string;
  branch: string;
  /** The commit that the branch starts from. */
  fromSha: string;
  effectId: string;
  title: string;
  body: string;
  commits: readonly CommitContent[];
  goOn?: () => Promise<void>;
}

type Opened = z.infer<typeof PullRequest>;

/**
 * Opens a pull request from a branch of its own: branch, commits, pull request, each looked for before it is made,
 * so that a try that broke off anywhere is taken up where it stopped.
 */
export async function openPullRequest(
  repository: Repository,
  order: PullRequestOrder,
): Promise<Opened> {
  const { branch, base, fromSha } = order;
  const line = markerLine(`buster:effect:${order.effectId}`);
  const opened = await findPullRequest(repository, branch, line);
  if (opened !== undefined) return opened;

  const isNew = await startBranch(repository, branch, fromSha);
  await makeCommits(repository, order, isNew);

  try {
    return await repository.write({
      doing: `opening a pull request from ${branch}`,
      route: "POST /repos/{owner}/{repo}/pulls",
      parameters: {
        title: fitText(order.title.replaceAll(/\s+/g, " ").trim(), maxTitle),
        body: fitText(`${line}\n${order.body}`, maxBody),
        head: branch,
        base,
      },
      answer: PullRequest,
    });
  } catch (cause) {
    // It may exist by now: an earlier try's answer can be slower than the next try.
    const late =
      answeredStatus(cause) === 422 ? await findPullRequest(repository, branch, line) : undefined;
    if (late !== undefined) return late;
    throw cause;
  }
}

async function findPullRequest(
  repository: Repository,
  branch: string,
  line: string,
): Promise<Opened | undefined> {
  const found = await repository.readAll({
    doing: `looking for a pull request from ${branch}`,
    route: "GET /repos/{owner}/{repo}/pulls",
    parameters: { head: `${repository.owner}:${branch}`, state: "all" },
    answer: PullRequests,
  });
  return found.find(({ body }) => (body ?? "").startsWith(line));
}

/** Creates the branch where it is missing; false: it was there, perhaps of an earlier try. */
async function startBranch(
  repository: Repository,
  branch: string,
  fromSha: string,
): Promise<boolean> {
  const isThere = async () => {
    const found = await repository.readIfThere({
      doing: `looking for the branch ${branch}`,
      route: "GET /repos/{owner}/{repo}/git/ref/{+ref}",
      parameters: { ref: `heads/${encodeBranch(branch)}` },
      answer: z.unknown(),
    });
    return found !== undefined;
  };
  if (await isThere()) return false;
  try {
    await repository.write({
      doing: `creating the branch ${branch}`,
      route: "POST /repos/{owner}/{repo}/git/refs",
      parameters: { ref: `refs/heads/${branch}`, sha: fromSha },
      answer: z.unknown(),
    });
    return true;
  } catch (cause) {
    if (answeredStatus(cause) !== 422 || !(await isThere())) throw cause;
    return false;
  }
}

function encodeBranch(branch: string): string {
  return branch.split("/").map(encodeURIComponent).join("/");
}
