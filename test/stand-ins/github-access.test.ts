import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient, appItself, appToken, clientWith } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
const shop = { owner: "acme", repo: "shop" };
const open = { owner: "acme", repo: "open" };
beforeAll(async () => {
  github = await startGitHubStandIn({
    users: [
      { login: "admin-ann", permission: "admin", teams: ["data"] },
      { login: "maintainer-max", permission: "maintain" },
      { login: "writer-wim" },
      { login: "triager-tom", permission: "triage" },
      { login: "reader-rita", permission: "read", teams: ["data"] },
      { login: "stranger-sid", permission: "none" },
    ],
    repositories: [
      { name: "shop", private: true, files: { "a.sql": "select 1\n" } },
      { name: "open", files: { "a.sql": "select 1\n" } },
      { name: "other", private: true, files: { "a.sql": "select 1\n" } },
    ],
    app: { repositories: ["shop", "open"] },
  });
  app = await appClient(github);
});
afterAll(() => github.close());

test.each([
  ["admin-ann", "admin", "admin"],
  ["maintainer-max", "write", "maintain"],
  ["writer-wim", "write", "write"],
  ["triager-tom", "read", "triage"],
  ["reader-rita", "read", "read"],
  ["stranger-sid", "none", "none"],
])("%s has permission %s and role %s", async (username, permission, role) => {
  const { data } = await app.rest.repos.getCollaboratorPermissionLevel({ ...shop, username });

  expect(data).toMatchObject({ permission, role_name: role, user: { login: username } });
});

test("anybody may read what is public, and who does not exist has no permission at all", async () => {
  const ask = (username: string) =>
    app.rest.repos.getCollaboratorPermissionLevel({ ...open, username });

  expect((await ask("stranger-sid")).data.permission).toBe("read");
  await expect(ask("nobody")).rejects.toMatchObject({ status: 404 });
});

test("an unknown token is refused, also on a public repository", async () => {
  const unknown = clientWith(github, "ghp_unknown");

  await expect(unknown.rest.repos.get(open)).rejects.toMatchObject({ status: 401 });
  expect((await clientWith(github).rest.repos.get(open)).status).toBe(200);
});

test("a private repository does not exist for a stranger, nobody, or an app that is not installed", async () => {
  const stranger = clientWith(github, github.tokenOf("stranger-sid"));

  await expect(stranger.rest.repos.get(shop)).rejects.toMatchObject({ status: 404 });
  await expect(clientWith(github).rest.repos.get(shop)).rejects.toMatchObject({ status: 404 });
  const other = app.rest.repos.get({ owner: "acme", repo: "other" });
  await expect(other).rejects.toMatchObject({ status: 404 });
});

test("a reader comments, but neither labels nor pushes", async () => {
  const { number } = await github.openPullRequest({
    user: "writer-wim",
    title: "For readers",
    files: { "b.sql": "select 1\n" },
  });
  const reader = clientWith(github, github.tokenOf("reader-rita"));
  const issue = { ...shop, issue_number: number };

  const comment = await reader.rest.issues.createComment({ ...issue, body: "Nice" });
  const labelling = reader.rest.issues.addLabels({ ...issue, labels: ["x"] });
  const pushing = github.push({ user: "reader-rita", branch: "mine", files: { x: "x" } });

  expect(comment.status).toBe(201);
  await expect(labelling).rejects.toMatchObject({ status: 403 });
  await expect(pushing).rejects.toThrow("reader-rita");
});

test("team membership is what was said", async () => {
  const ask = (username: string) =>
    app.rest.teams.getMembershipForUserInOrg({ org: "acme", team_slug: "data", username });

  expect((await ask("reader-rita")).data.state).toBe("active");
  await expect(ask("writer-wim")).rejects.toMatchObject({ status: 404 });
});

test("the installation lists its repositories", async () => {
  const { data } = await app.rest.apps.listReposAccessibleToInstallation();

  expect(data.total_count).toBe(2);
  expect(data.repositories.map(({ full_name }) => full_name)).toEqual(["acme/shop", "acme/open"]);
});

test("a narrowed token cannot do more than it says, and none can after it was revoked", async () => {
  const narrow = clientWith(github, await appToken(github, { contents: "read" }));
  const making = narrow.rest.issues.create({ ...shop, title: "x" });
  await expect(making).rejects.toThrow("Resource not accessible by integration");
  await expect(appToken(github, { workflows: "write" })).rejects.toMatchObject({ status: 422 });

  const teams = narrow.rest.teams.getMembershipForUserInOrg({
    org: "acme",
    team_slug: "data",
    username: "reader-rita",
  });
  await expect(teams).rejects.toMatchObject({ status: 403 });

  await narrow.rest.apps.revokeInstallationAccessToken();

  await expect(narrow.rest.repos.get(shop)).rejects.toMatchObject({ status: 401 });
});

test("an app's web token opens the app's doors only", async () => {
  const itself = await appItself(github);

  const { data } = await itself.rest.apps.getRepoInstallation(shop);

  expect(data.id).toBe(github.installationId);
  const { token } = (await itself.auth({ type: "app" })) as { token: string };
  const misplaced = clientWith(github, token).rest.repos.get(open);
  await expect(misplaced).rejects.toMatchObject({ status: 401 });
  const installed = clientWith(github, await appToken(github));
  await expect(installed.rest.apps.getAuthenticated()).rejects.toMatchObject({ status: 401 });
});

test("an answer that has not changed is not sent again", async () => {
  const first = await app.rest.repos.get(open);

  const again = app.rest.repos.get({ ...open, headers: { "if-none-match": first.headers.etag } });

  await expect(again).rejects.toMatchObject({ status: 304 });
});
