import { describe, expect, test } from "vitest";
import { Event } from "#agents-schema/event.ts";
import { parseWebhook } from "#bot/inbound/github/parse-webhook.ts";
import {
  aCheckRunWebhook,
  aCommentWebhook,
  anActor,
  aPullRequestWebhook,
  baseSha,
  headSha,
} from "./a-webhook.ts";

const read = (name: string, payload: unknown) => parseWebhook(name, payload, "buster");

describe("what is listened for", () => {
  test.each(["opened", "synchronize", "reopened", "closed", "labeled", "unlabeled"])(
    "a pull request that was %s",
    (action) => {
      const event = read("pull_request", aPullRequestWebhook({ action }));

      expect(Event.parse(event)).toMatchObject({
        kind: "pull_request",
        action,
        repository: { fullName: "acme/shop", installationId: 100 },
        pullRequest: { number: 12, headSha, baseSha, headRef: "margins", changedLines: 12 },
        sender: { kind: "github", login: "ada", id: 7, isBot: false },
      });
    },
  );

  test("the label that was added", () => {
    const payload = aPullRequestWebhook({ action: "labeled", label: { name: "docs" } });

    expect(read("pull_request", payload)).toMatchObject({ label: "docs" });
  });

  test("a pull request whose fork and author are gone, and without line counts", () => {
    const { head } = aPullRequestWebhook().pull_request;
    const payload = aPullRequestWebhook({
      pullRequest: { user: null, head: { ...head, repo: null }, additions: undefined },
    });

    expect(read("pull_request", payload)).toMatchObject({
      pullRequest: { author: "ghost", headRepository: null, changedLines: null },
    });
  });

  test("a new comment on a pull request", () => {
    expect(Event.parse(read("issue_comment", aCommentWebhook()))).toMatchObject({
      kind: "comment",
      number: 12,
      isPullRequest: true,
      commentId: 77,
      body: "@buster help",
    });
  });

  test("a button on one of our checks", () => {
    expect(Event.parse(read("check_run", aCheckRunWebhook()))).toMatchObject({
      kind: "check_action",
      externalId: "run-1",
      headSha,
      action: "approve",
    });
  });

  test("a check that should run again", () => {
    const payload = aCheckRunWebhook({
      action: "rerequested",
      more: { requested_action: undefined },
    });

    expect(read("check_run", payload)).toMatchObject({ action: "rerequested" });
  });
});

describe("installations", () => {
  const repositories = [{ id: 1, name: "shop", full_name: "acme/shop", private: true }];
  const delivery = (action: string, more: object) => ({
    action,
    installation: { id: 100, account: { login: "acme", type: "Organization" } },
    sender: anActor("ada"),
    ...more,
  });

  test.each([
    ["installation", "created", { repositories }, "connected", ["acme/shop"]],
    ["installation", "created", {}, "connected", []],
    [
      "installation_repositories",
      "added",
      { repositories_added: repositories, repositories_removed: [] },
      "connected",
      ["acme/shop"],
    ],
    [
      "installation_repositories",
      "removed",
      { repositories_added: [], repositories_removed: repositories },
      "disconnected",
      ["acme/shop"],
    ],
    ["installation", "deleted", { repositories }, "disconnected", []],
    ["installation", "suspend", {}, "disconnected", []],
  ])("%s %s %j: %s", (name, action, more, told, names) => {
    expect(Event.parse(read(name, delivery(action, more)))).toEqual({
      kind: "installation",
      action: told,
      installationId: 100,
      account: "acme",
      repositories: names,
      sender: { kind: "github", login: "ada", id: 7, isBot: false },
    });
  });

  test.each([
    ["the end of a suspension", delivery("unsuspend", { repositories })],
    ["new permissions", delivery("new_permissions_accepted", {})],
    ["a name that is none", delivery("created", { repositories: [{ full_name: "--etc" }] })],
    ["no account", { ...delivery("created", {}), installation: { id: 1 } }],
  ])("%s starts nothing", (_what, payload) => {
    expect(read("installation", payload)).toBeUndefined();
  });
});

describe("what is not listened for", () => {
  test.each([
    ["an edited pull request", "pull_request", aPullRequestWebhook({ action: "edited" })],
    ["an edited comment", "issue_comment", aCommentWebhook({ action: "edited" })],
    ["a deleted comment", "issue_comment", aCommentWebhook({ action: "deleted" })],
    [
      "a comment on an issue",
      "issue_comment",
      aCommentWebhook({ issue: { pull_request: undefined } }),
    ],
    ["a check that was made", "check_run", aCheckRunWebhook({ action: "created" })],
    ["a check without our id", "check_run", aCheckRunWebhook({ run: { external_id: "" } })],
    ["a suite that should run again", "check_suite", { action: "rerequested" }],
    ["a star", "star", { action: "created" }],
    ["an event named like a method", "constructor", aCommentWebhook()],
    ["a payload of another shape", "pull_request", aCommentWebhook()],
    ["no object", "pull_request", "text"],
    ["nothing", "pull_request", null],
    [
      "a head that is no commit",
      "pull_request",
      aPullRequestWebhook({ pullRequest: { head: { ref: "x", sha: "--upload-pack=x" } } }),
    ],
  ])("%s", (_what, name, payload) => {
    expect(read(name, payload)).toBeUndefined();
  });
});

describe("what machines did", () => {
  test.each([
    [
      "another bot's comment",
      "issue_comment",
      aCommentWebhook({ sender: anActor("renovate[bot]", "Bot") }),
    ],
    [
      "another bot's click",
      "check_run",
      aCheckRunWebhook({ more: { sender: anActor("renovate[bot]", "Bot") } }),
    ],
    [
      "our own pull request",
      "pull_request",
      aPullRequestWebhook({ action: "opened", sender: anActor("buster[bot]", "Bot") }),
    ],
    [
      "our own bot under another type",
      "issue_comment",
      aCommentWebhook({ sender: anActor("Buster[bot]", "User") }),
    ],
    [
      "our App in a person's name",
      "issue_comment",
      aCommentWebhook({ comment: { performed_via_github_app: { slug: "buster" } } }),
    ],
    ["nobody at all", "pull_request", { ...aPullRequestWebhook(), sender: null }],
  ])("%s starts nothing", (_what, name, payload) => {
    expect(read(name, payload)).toBeUndefined();
  });

  test("our own push is heard, as the system's", () => {
    const payload = aPullRequestWebhook({ sender: anActor("buster[bot]", "Bot") });

    expect(read("pull_request", payload)).toMatchObject({
      action: "synchronize",
      sender: { kind: "system", name: "buster" },
    });
  });

  test.each(["opened", "synchronize", "closed"])(
    "a pull request that another bot %s counts",
    (action) => {
      const sender = anActor("renovate[bot]", "Bot");

      expect(read("pull_request", aPullRequestWebhook({ action, sender }))).toMatchObject({
        action,
        sender: { kind: "github", login: "renovate[bot]", isBot: true },
      });
    },
  );

  test("a person whose other App wrote the comment is heard", () => {
    const payload = aCommentWebhook({ comment: { performed_via_github_app: { slug: "octo" } } });

    expect(read("issue_comment", payload)).toMatchObject({ kind: "comment" });
  });
});
