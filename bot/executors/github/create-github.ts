import { z } from "zod";
import type { Receipt } from "#agents-schema/effect.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";
import type { GitHub } from "../../ports.ts";
import { cloneUrl } from "./clone-url.ts";
import { commitOnBranch } from "./commit-on-branch.ts";
import { findPermission } from "./find-permission.ts";
import { type AppInspection, inspectApp } from "./inspect-app.ts";
import { installationCredential } from "./installation-credential.ts";
import { isTeamMember } from "./is-team-member.ts";
import { type AppOptions, openApp } from "./open-app.ts";
import { openPullRequest } from "./open-pull-request.ts";
import { openRepository } from "./open-repository.ts";
import { postReview } from "./post-review.ts";
import { readPullRequest } from "./read-pull-request.ts";
import { upsertCheck } from "./upsert-check.ts";
import { upsertComment } from "./upsert-comment.ts";

/** GitHub with what the roof needs beside the flow: the mirror's credential, and what `buster doctor` shows. */
export interface GitHubApp extends GitHub {
  /** Read-only, for this one repository, for at most an hour. Rejects with PlatformFailure. */
  installationCredential(repository: RepositoryRef): Promise<{ user: string; password: string }>;
  cloneUrl(repository: RepositoryRef): string;
  inspect(): Promise<AppInspection>;
}

/** GitHub through a GitHub App. Nothing is loaded and nobody is asked before the first call. */
export function createGitHub(options: AppOptions): GitHubApp {
  const app = openApp(options);
  const { clock, log } = options;
  const bot = async () => `${await app.slug()}[bot]`;
  const receipt = (externalId: string, url: string | null): Receipt => ({
    externalId,
    url,
    at: clock.now().toISOString(),
  });

  return {
    async pullRequest(ref, number) {
      return readPullRequest(await openRepository(app, ref), number);
    },
    async permission(ref, login) {
      try {
        return await findPermission(await openRepository(app, ref), login);
      } catch (cause) {
        log.warn({ err: cause, repository: ref.fullName, login }, "permission not found out");
        return "none";
      }
    },
    async isTeamMember(ref, team, login) {
      try {
        return await isTeamMember(await openRepository(app, ref), team, login);
      } catch (cause) {
        log.warn({ err: cause, team, login }, "team membership not found out");
        return false;
      }
    },
    async defaultBranch(ref) {
      const repository = await openRepository(app, ref);
      const { default_branch } = await repository.read({
        doing: "asking for the default branch",
        route: "GET /repos/{owner}/{repo}",
        answer: z.object({ default_branch: z.string() }),
      });
      return default_branch;
    },
    async hasFile(ref, path) {
      const repository = await openRepository(app, ref);
      const found = await repository.readIfThere({
        doing: `looking for ${path}`,
        route: "GET /repos/{owner}/{repo}/contents/{+path}",
        parameters: { path },
        answer: z.unknown(),
      });
      return found !== undefined;
    },
    async upsertCheck(ref, known, check) {
      const repository = await openRepository(app, ref);
      return upsertCheck(repository, known, { ...check, appId: options.appId });
    },
    async upsertComment(ref, number, known, marker, body) {
      const repository = await openRepository(app, ref);
      return upsertComment(repository, { number, known, marker, body, bot: await bot() });
    },
    async react(ref, commentId, content) {
      const repository = await openRepository(app, ref);
      // GitHub itself keeps one reaction of each kind from each account.
      await repository.write({
        doing: "reacting to a comment",
        route: "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        parameters: { comment_id: commentId, content },
        answer: z.unknown(),
      });
    },
    async commit({ repository: ref, ...order }) {
      const { sha, url } = await commitOnBranch(await openRepository(app, ref), order);
      return receipt(sha, url);
    },
    async openPullRequest({ repository: ref, ...order }) {
      const opened = await openPullRequest(await openRepository(app, ref), order);
      return receipt(String(opened.number), opened.html_url);
    },
    async review({ repository: ref, ...order }) {
      const repository = await openRepository(app, ref);
      const { id, url } = await postReview(repository, { ...order, bot: await bot() });
      return receipt(id, url);
    },
    installationCredential: (ref) => installationCredential(app, ref),
    cloneUrl: ({ fullName }) => cloneUrl(app.baseUrl, fullName),
    inspect: () => inspectApp(app),
  };
}
