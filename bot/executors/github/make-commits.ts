import type { z } from "zod";
import type { CommitContent } from "#agents-schema/effect.ts";
import { commitOnBranch } from "./commit-on-branch.ts";
import { effectTrailer } from "./effect-trailer.ts";
import { Commits } from "./find-commit.ts";
import type { Repository } from "./open-repository.ts";

/** Pages of 100 commits that are looked through: more than an effect has, and what people pushed after it. */
const maxPages = 5;

interface Order {
  branch: string;
  fromSha: string;
  effectId: string;
  commits: readonly CommitContent[];
  /** Asked before each commit after the first; rejects when it must not go on. */
  goOn?: (() => Promise<void>) | undefined;
}

/**
 * Puts an effect's commits on its own branch, one on top of the other. Those that an earlier try made are found
 * by their trailers and not made again; a branch with anybody else's commits is left alone (`stale`).
 */
export async function makeCommits(
  repository: Repository,
  { branch, fromSha, effectId, commits, goOn }: Order,
  branchIsNew: boolean,
): Promise<void> {
  const partOf = (index: number) =>
    commits.length === 1 ? undefined : { number: index + 1, of: commits.length };
  const trailers = commits.map((_commit, index) => effectTrailer(effectId, partOf(index)));
  const made = branchIsNew ? [] : await findMade(repository, { branch, fromSha, trailers });

  let head = made.at(-1) ?? fromSha;
  for (const [index, content] of commits.entries()) {
    if (index < made.length) continue;
    if (index > 0) await goOn?.();
    const part = partOf(index);
    const { sha } = await commitOnBranch(repository, {
      branch,
      expectedHead: head,
      effectId,
      ...content,
      ...(part === undefined ? {} : { part }),
    });
    head = sha;
  }
}

/** The commits of an earlier try, each a child of the one before, beginning where the branch began. */
async function findMade(
  repository: Repository,
  order: { branch: string; fromSha: string; trailers: readonly string[] },
): Promise<string[]> {
  const seen: z.infer<typeof Commits> = [];
  for (let page = 1; page <= maxPages; page++) {
    const { items, lastPage } = await repository.readPage(
      {
        doing: `looking for earlier commits on ${order.branch}`,
        route: "GET /repos/{owner}/{repo}/commits",
        parameters: { sha: order.branch },
        answer: Commits,
      },
      page,
    );
    seen.push(...items);
    if (page >= lastPage || items.some(({ sha }) => sha === order.fromSha)) break;
  }

  const made: string[] = [];
  for (const trailer of order.trailers) {
    const parent = made.at(-1) ?? order.fromSha;
    const next = seen.find(
      ({ commit, parents }) =>
        parents.some(({ sha }) => sha === parent) && commit.message.split("\n").includes(trailer),
    );
    if (next === undefined) break;
    made.push(next.sha);
  }
  return made;
}
