import { describe, expect, test } from "vitest";
import type { Effect, EffectOf, FileChange } from "#agents-schema/effect.ts";
import { judgePath } from "#agents-schema/judge-path.ts";
import { judgeEffect } from "#bot/gate/judge-effect.ts";
import { aRun } from "../workshop/a-run.ts";

const change: FileChange = {
  path: "models/a.yml",
  status: "modified",
  content: "version: 2\n",
  before: "version: 1\n",
};
const aCommit = (changes: readonly FileChange[] = [change]): EffectOf<"commit"> => ({
  kind: "commit",
  headline: "Document a",
  body: "",
  changes: [...changes],
});
const aPullRequest: Effect = {
  kind: "pull_request",
  title: "Docs",
  body: "",
  commits: [{ headline: "Document a", body: "", changes: [change] }],
};
const aComment: Effect = { kind: "comment", body: "Looks good." };
const aReview: Effect = { kind: "review", body: "Nothing found.", findings: [] };

const file = (more: string) => `name: helper
triggers:
  - type: pull_request
${more}
prompt: Document the changed models.
`;

test("a commit waits for consent; words and pull requests do not", () => {
  const run = aRun();

  expect(judgeEffect(run, aCommit(), 0).kind).toBe("ask");
  expect(judgeEffect(run, aPullRequest, 0).kind).toBe("allow");
  expect(judgeEffect(run, aComment, 0).kind).toBe("allow");
  expect(judgeEffect(run, aReview, 0).kind).toBe("allow");
});

test("auto_commit: true commits without asking, but not what a person has to see", () => {
  const run = aRun({ file: file("    auto_commit: true") });
  const workflow = { ...change, path: ".github/workflows/ci.yml" };

  expect(judgeEffect(run, aCommit(), 0).kind).toBe("allow");
  expect(judgeEffect(run, aCommit([workflow]), 0).kind).not.toBe("allow");
});

test("auto_commit counts for the trigger that started the run, whatever other triggers say", () => {
  const both = file("    auto_commit: true\n  - type: pull_request");

  expect(judgeEffect(aRun({ file: both, autoCommit: null }), aCommit(), 0).kind).toBe("ask");
  expect(judgeEffect(aRun({ file: both, autoCommit: true }), aCommit(), 0).kind).toBe("allow");
});

test("what the agent's file asks for is asked", () => {
  const careful = aRun({ file: file("approvals: {required_for: [comment]}") });
  const staged = aRun({ file: file("mode: staged") });

  expect(judgeEffect(careful, aComment, 0).kind).toBe("ask");
  expect(judgeEffect(staged, aReview, 0).kind).toBe("ask");
});

describe("denied", () => {
  test.each([
    ["a commit by the safe preset", file("tools: {preset: safe}"), aCommit()],
    [
      "a commit where commits are not allowed",
      file("restrictions: {git_operations: {can_commit: false}}"),
      aCommit(),
    ],
    [
      "a commit where nothing may be pushed",
      file("restrictions: {git_operations: {can_push: false}}"),
      aCommit(),
    ],
    [
      "a pull request where nothing may be pushed",
      file("restrictions: {git_operations: {can_push: false}}"),
      aPullRequest,
    ],
    [
      "a pull request where they are not allowed",
      file("restrictions: {git_operations: {can_create_pr: false}}"),
      aPullRequest,
    ],
    [
      "a kind that the file does not list",
      file("restrictions: {actions: {allow: [comment]}}"),
      aReview,
    ],
    [
      "a commit to a protected branch",
      file("restrictions: {git_operations: {protected_branches: [feat*]}}"),
      aCommit(),
    ],
    ["a path outside files.allow", file('restrictions: {files: {allow: ["docs/"]}}'), aCommit()],
    [
      "a change of the agent itself",
      file(""),
      aCommit([{ ...change, path: ".buster/agents/helper.yml" }]),
    ],
    ["a change of the settings", file(""), aCommit([{ ...change, path: "buster.yml" }])],
    ["a path out of the repository", file(""), aCommit([{ ...change, path: "../../etc/passwd" }])],
    [
      "more files than a commit may carry",
      file(""),
      aCommit(Array.from({ length: 101 }, (_, n) => ({ ...change, path: `models/${n}.yml` }))),
    ],
    [
      "more bytes than a commit may carry",
      file(""),
      aCommit([{ ...change, content: "x".repeat(1024 * 1024 + 1) }]),
    ],
  ])("%s", (_story, agent, effect) => {
    expect(judgeEffect(aRun({ file: agent }), effect as Effect, 0)).toMatchObject({ kind: "deny" });
  });

  test("everything that changes files, for a fork", () => {
    const run = aRun({ isFork: true });

    expect(judgeEffect(run, aCommit(), 0).kind).toBe("deny");
    expect(judgeEffect(run, aPullRequest, 0).kind).toBe("deny");
    expect(judgeEffect(run, aComment, 0).kind).toBe("allow");
  });

  test("words and commits without a pull request to put them on", () => {
    const run = aRun({ pullRequest: null });

    expect(judgeEffect(run, aComment, 0).kind).toBe("deny");
    expect(judgeEffect(run, aCommit(), 0).kind).toBe("deny");
    expect(judgeEffect(run, aPullRequest, 0).kind).toBe("allow");
  });

  test("more of a kind than a run may have", () => {
    const few = aRun({ file: file("restrictions: {actions: {max: {comment: 1}}}") });

    expect(judgeEffect(aRun(), aCommit(), 1).kind).toBe("deny");
    expect(judgeEffect(aRun(), aComment, 2).kind).toBe("allow");
    expect(judgeEffect(aRun(), aComment, 3).kind).toBe("deny");
    expect(judgeEffect(few, aComment, 1).kind).toBe("deny");
  });
});

describe("a pull request of several commits", () => {
  const docs = (path: string, content = "version: 2\n"): FileChange => ({
    ...change,
    path,
    content,
    by: "documentation",
  });
  const pull = (...commits: FileChange[][]): Effect => ({
    kind: "pull_request",
    title: "Document the project",
    body: "",
    commits: commits.map((changes) => ({ headline: "Document", body: "", changes })),
  });
  const many = (count: number, prefix = "m") =>
    Array.from({ length: count }, (_, n) => docs(`models/${prefix}${n}.yml`));

  test("is allowed, facts and all, where our own documentation wrote it", () => {
    const effect = pull([docs("models/a.yml"), docs(".buster/facts/a.json")], many(100));

    expect(judgeEffect(aRun(), effect, 0).kind).toBe("allow");
  });

  test.each([
    ["a file in two of them", pull([docs("models/a.yml")], [docs("models/a.yml")])],
    ["facts that an agent wrote", pull([{ ...docs(".buster/facts/a.json"), by: undefined }])],
    ["agents under the name of documentation", pull([docs(".buster/agents/a.yml")])],
    ["a commit with too many files", pull(many(101))],
    ["a commit with too much text", pull([docs("models/a.yml", "x".repeat(6 * 1024 * 1024 + 1))])],
    [
      "too much text together",
      pull(...many(8).map((one) => [{ ...one, content: "x".repeat(6 * 1024 * 1024) }])),
    ],
    [
      "more than a commit's files in two, where an agent wrote one of them",
      pull(many(60), [...many(40, "n"), { ...change, path: "models/mine.yml" }]),
    ],
  ])("is denied for %s", (_story, effect) => {
    expect(judgeEffect(aRun(), effect as Effect, 0).kind).toBe("deny");
  });

  test("asks where one of them changes what a person has to see", () => {
    const effect = pull([docs("models/a.yml")], [{ ...change, path: "macros/a.yml" }]);

    expect(judgeEffect(aRun(), effect, 0)).toMatchObject({
      kind: "ask",
      reason: expect.stringContaining("macros/a.yml"),
    });
  });
});

test("an agent that may not see all of the data cannot read the facts of it either", () => {
  const closed = aRun({ file: file("restrictions: {sql: {deny_columns: [email]}}") });
  const path = "shop/.buster/Facts/stg_customers.json";

  expect(judgePath(closed.agent, path, "read").kind).toBe("deny");
  expect(judgePath(closed.agent, "models/a.yml", "read").kind).toBe("allow");
  expect(judgePath(aRun().agent, path, "read").kind).toBe("allow");
});

test("what was no text, such as a symbolic link, is not changed into one", () => {
  const link = { ...change, before: null };
  const binary = { ...change, content: "a\u0000b" };

  for (const one of [link, binary]) {
    const verdict = judgeEffect(aRun(), aCommit([one]), 0);
    expect(verdict).toMatchObject({ kind: "deny", code: "BLK_NOT_TEXT" });
  }
});
