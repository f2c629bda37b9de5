import { createHmac } from "node:crypto";

/** Payloads in GitHub's own shape, with what we do not read left in: about 24 kB for a pull request. */

const urls = (
  "forks keys collaborators teams hooks issue_events events assignees branches tags blobs git_tags git_refs trees " +
  "statuses languages stargazers contributors subscribers subscription commits git_commits comments " +
  "issue_comment contents compare merges archive downloads issues pulls milestones notifications labels " +
  "releases deployments clone svn mirror"
).split(" ");

function aUser(login: string, type = "User") {
  const api = `https://api.github.com/users/${login}`;
  return {
    login,
    id: 7,
    node_id: "MDQ6VXNlcjc=",
    avatar_url: `https://avatars.githubusercontent.com/u/7?v=4`,
    gravatar_id: "",
    url: api,
    html_url: `https://github.com/${login}`,
    ...Object.fromEntries(
      ["followers", "following", "gists", "starred", "orgs", "repos", "events"].map((name) => [
        `${name}_url`,
        `${api}/${name}{/privacy}`,
      ]),
    ),
    type,
    site_admin: false,
  };
}

function aRepository(fullName: string) {
  const [owner = "", name] = fullName.split("/");
  const api = `https://api.github.com/repos/${fullName}`;
  return {
    id: 1,
    node_id: "R_1",
    name,
    full_name: fullName,
    private: true,
    owner: aUser(owner, "Organization"),
    html_url: `https://github.com/${fullName}`,
    description: "The shop's warehouse, \u00e9 \u{1F6B2}",
    fork: false,
    url: api,
    ...Object.fromEntries(urls.map((url) => [`${url}_url`, `${api}/${url}{/sha}{?ref,number}`])),
    created_at: "2026-01-01T00:00:00Z",
    default_branch: "main",
    topics: ["dbt"],
    visibility: "private",
    allow_merge_commit: true,
  };
}

export const headSha = "a".repeat(40);
export const baseSha = "b".repeat(40);

function origin(sender: object) {
  return {
    repository: aRepository("acme/shop"),
    organization: { login: "acme", id: 3 },
    installation: { id: 100, node_id: "I_1" },
    sender,
  };
}

export function aPullRequestWebhook(
  changes: { action?: string; sender?: object; pullRequest?: object; label?: object } = {},
) {
  const { action = "synchronize", sender = aUser("ada"), label } = changes;
  return {
    action,
    number: 12,
    before: baseSha,
    after: headSha,
    ...(label === undefined ? {} : { label }),
    pull_request: {
      url: "https://api.github.com/repos/acme/shop/pulls/12",
      id: 12,
      number: 12,
      state: "open",
      locked: false,
      title: "Add margins",
      user: aUser("ada"),
      body: "Adds margins to the orders. ".repeat(260),
      labels: [{ id: 1, name: "docs", color: "fff" }],
      draft: false,
      head: {
        label: "acme:margins",
        ref: "margins",
        sha: headSha,
        user: aUser("acme"),
        repo: aRepository("acme/shop"),
      },
      base: {
        label: "acme:main",
        ref: "main",
        sha: baseSha,
        user: aUser("acme"),
        repo: aRepository("acme/shop"),
      },
      merged: false,
      commits: 1,
      additions: 10,
      deletions: 2,
      changed_files: 1,
      ...changes.pullRequest,
    },
    ...origin(sender),
  };
}

export function aCommentWebhook(
  changes: { action?: string; sender?: object; issue?: object; comment?: object } = {},
) {
  const { action = "created", sender = aUser("ada") } = changes;
  return {
    action,
    issue: {
      number: 12,
      title: "Add margins",
      user: aUser("ada"),
      pull_request: { url: "https://api.github.com/repos/acme/shop/pulls/12" },
      ...changes.issue,
    },
    comment: {
      id: 77,
      user: sender,
      body: "@buster help",
      performed_via_github_app: null,
      ...changes.comment,
    },
    ...origin(sender),
  };
}

export function aCheckRunWebhook(changes: { action?: string; more?: object; run?: object } = {}) {
  return {
    action: changes.action ?? "requested_action",
    check_run: {
      id: 5,
      name: "buster / docs",
      head_sha: headSha,
      external_id: "run-1",
      pull_requests: [],
      app: { slug: "buster" },
      ...changes.run,
    },
    requested_action: { identifier: "approve" },
    ...origin(aUser("ada")),
    ...changes.more,
  };
}

export const anActor = aUser;

/** The header that GitHub sends with these bytes. */
export function sign(secret: string, body: string | Buffer): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
