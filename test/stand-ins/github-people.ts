import type { Body } from "./github-api.ts";
import type { CheckExtras, CheckJson } from "./github-check-routes.ts";
import { checkJson, pullsAt } from "./github-check-routes.ts";
import { type Changes, makeCommit } from "./github-commit-files.ts";
import { emit } from "./github-emit.ts";
import { type InstallationOrder, tellOfInstallation } from "./github-installation.ts";
import { branchSha, encodePath } from "./github-moves.ts";
import { pullJson } from "./github-pull-json.ts";
import { tokenOf } from "./github-upstream.ts";
import { appJson, findPull, type Json, type World } from "./github-world.ts";

export interface OpenOrder {
  user: string;
  title: string;
  files: Changes;
  /** The new branch; made from the title when not given. */
  head?: string;
  base?: string;
  body?: string;
  draft?: boolean;
  repository?: string;
}

/** What people do on GitHub. Each resolves when the app has answered the webhooks that follow. */
export interface GitHubPeople {
  /** Makes a branch with one commit and opens a pull request for it. */
  openPullRequest(order: OpenOrder): Promise<{ number: number; headSha: string; baseSha: string }>;
  /** The same from the person's own fork; they need no permission on the repository. */
  openForkPullRequest(
    order: OpenOrder,
  ): Promise<{ number: number; headSha: string; baseSha: string }>;
  /** One commit on top of the branch, which is made from `main` when it is new. Answers its id. */
  push(order: {
    user: string;
    branch: string;
    files: Changes;
    message?: string;
    repository?: string;
  }): Promise<string>;
  comment(order: {
    user: string;
    number: number;
    body: string;
    repository?: string;
  }): Promise<{ id: number }>;
  label(order: LabelOrder): Promise<void>;
  unlabel(order: LabelOrder): Promise<void>;
  closePullRequest(order: PullOrder): Promise<void>;
  reopenPullRequest(order: PullOrder): Promise<void>;
  mergePullRequest(order: PullOrder): Promise<{ sha: string }>;
  /** Direct pushes to the branch are refused from now on. */
  protectBranch(branch: string, repository?: string): Promise<void>;
  /** Clicks a button that the check run shows: its identifier, or that up to the colon. */
  clickCheckAction(order: { user: string; checkId: number; identifier: string }): Promise<void>;
  /** "Ready for review" on a draft. */
  markReady(order: PullOrder): Promise<void>;
  /** Installs the app on repositories, or takes it away. Only the webhook: what the app may do stays. */
  install(order: InstallationOrder): Promise<void>;
  /** Any other webhook, as if this person had caused it. */
  announce(order: {
    user: string;
    event: string;
    fields: Json;
    repository?: string;
  }): Promise<void>;
  /** "Re-run all checks" on a commit. */
  rerunAllChecks(order: { user: string; sha: string; repository?: string }): Promise<void>;
  /** "Re-run" on a check run. */
  rerunCheck(order: { user: string; checkId: number }): Promise<void>;
  /** A call with this person's token; throws when it is refused. */
  api<Value>(user: string, method: string, path: string, body?: object): Promise<Value>;
}

interface PullOrder {
  user: string;
  number: number;
  repository?: string;
}

interface LabelOrder extends PullOrder {
  label: string;
}

export function createPeople(
  world: World,
  checks: ReadonlyMap<number, CheckExtras>,
  firstRepository: string,
): GitHubPeople {
  const fullName = (repository = firstRepository) => `${world.organization}/${repository}`;

  const api = async <Value>(user: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${world.origin}/api/v3${path}`, {
      method,
      headers: { authorization: `token ${tokenOf(user)}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${user}: ${method} ${path}: ${response.status} ${text}`);
    await world.webhooks.settled();
    return (text === "" ? undefined : JSON.parse(text)) as Value;
  };

  const commitTo = async (
    repo: string,
    user: string,
    branch: string,
    files: Changes,
    message: string,
  ) => {
    const head = await branchSha(world, repo, branch);
    const parent = head ?? (await branchSha(world, repo, "main"));
    const caller = world.callers.identify(`token ${tokenOf(user)}`);
    if ("refused" in caller) throw new Error(`${user} is nobody here`);
    const sha = await makeCommit(world, caller, { repo, parent, message, changes: files });
    if (typeof sha !== "string")
      throw new Error(`${user} may not commit to ${repo}: ${sha.status}`);
    if (head === undefined) {
      await api(user, "POST", `/repos/${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha });
    } else {
      const path = `/repos/${repo}/git/refs/heads/${encodePath(branch)}`;
      await api(user, "PATCH", path, { sha });
    }
    return sha;
  };

  const open = async (order: OpenOrder, headRepo: string) => {
    const { user, title, files, base = "main", body = "", draft = false } = order;
    const branch = order.head ?? title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await commitTo(headRepo, user, branch, files, title);
    const owner = headRepo.split("/")[0];
    const head = owner === world.organization ? branch : `${owner}:${branch}`;
    const pull = await api<{ number: number; head: { sha: string }; base: { sha: string } }>(
      user,
      "POST",
      `/repos/${fullName(order.repository)}/pulls`,
      { title, head, base, body, draft },
    );
    return { number: pull.number, headSha: pull.head.sha, baseSha: pull.base.sha };
  };

  const setState = async ({ user, number, repository }: PullOrder, state: string) => {
    await api(user, "PATCH", `/repos/${fullName(repository)}/pulls/${number}`, { state });
  };

  const tell = async (event: string, repo: string, user: string, fields: Json) => {
    await emit(world, event, repo, user, fields);
    await world.webhooks.settled();
  };

  const tellOfCheck = async (user: string, checkId: number, fields: Body) => {
    const known = checks.get(checkId);
    if (known === undefined) throw new Error(`there is no check run ${checkId}`);
    const { repo, annotations } = known;
    const run = await world.upstream.ask<CheckJson>("GET", `/repos/${repo}/check-runs/${checkId}`);
    await tell("check_run", repo, user, {
      ...fields,
      check_run: checkJson(world, run, annotations.length),
    });
  };

  return {
    api,
    openPullRequest: (order) => open(order, fullName(order.repository)),
    async openForkPullRequest(order) {
      const { user } = order;
      const repo = fullName(order.repository);
      const fork = `${user}/${repo.split("/")[1]}`;
      const isThere = await world.upstream.ask("GET", `/repos/${fork}`).then(
        () => true,
        () => false,
      );
      if (!isThere) await api(user, "POST", `/repos/${repo}/forks`, {});
      return open(order, fork);
    },
    push: ({ user, branch, files, message = "Change files", repository }) =>
      commitTo(fullName(repository), user, branch, files, message),
    comment: ({ user, number, body, repository }) =>
      api(user, "POST", `/repos/${fullName(repository)}/issues/${number}/comments`, { body }),
    async label({ user, number, label, repository }) {
      const path = `/repos/${fullName(repository)}/issues/${number}/labels`;
      await api(user, "POST", path, { labels: [label] });
    },
    async unlabel({ user, number, label, repository }) {
      const path = `/repos/${fullName(repository)}/issues/${number}/labels/${label}`;
      await api(user, "DELETE", path);
    },
    closePullRequest: (order) => setState(order, "closed"),
    reopenPullRequest: (order) => setState(order, "open"),
    mergePullRequest: ({ user, number, repository }) =>
      api(user, "PUT", `/repos/${fullName(repository)}/pulls/${number}/merge`, {}),
    async markReady({ user, number, repository }) {
      const repo = fullName(repository);
      const pull = findPull(world, repo, number);
      if (pull === undefined) throw new Error(`there is no pull request ${number}`);
      pull.isDraft = false;
      await tell("pull_request", repo, user, {
        action: "ready_for_review",
        number,
        pull_request: await pullJson(world, repo, number),
      });
    },
    install: (order) => tellOfInstallation(world, order),
    announce: ({ user, event, fields, repository }) =>
      tell(event, fullName(repository), user, fields),
    async rerunAllChecks({ user, sha, repository }) {
      const repo = fullName(repository);
      const { check_suites: suites } = await world.upstream.ask<{ check_suites: Json[] }>(
        "GET",
        `/repos/${repo}/commits/${sha}/check-suites`,
      );
      if (suites[0] === undefined) throw new Error(`no check ever ran on ${sha}`);
      const pulls = pullsAt(world, sha);
      await tell("check_suite", repo, user, {
        action: "rerequested",
        check_suite: { ...suites[0], app: appJson(world), pull_requests: pulls },
      });
    },
    async protectBranch(branch, repository) {
      const path = `/repos/${fullName(repository)}/branches/${encodePath(branch)}/protection`;
      await world.upstream.ask("PUT", path, {
        required_status_checks: null,
        enforce_admins: true,
        required_pull_request_reviews: { required_approving_review_count: 1 },
        restrictions: null,
      });
    },
    async clickCheckAction({ user, checkId, identifier }) {
      const shown = checks
        .get(checkId)
        ?.actions.find((one) => one.identifier.split(":", 1)[0] === identifier);
      if (shown === undefined) throw new Error(`check run ${checkId} has no button ${identifier}`);
      await tellOfCheck(user, checkId, {
        action: "requested_action",
        requested_action: { identifier: shown.identifier },
      });
    },
    rerunCheck: ({ user, checkId }) => tellOfCheck(user, checkId, { action: "rerequested" }),
  };
}
