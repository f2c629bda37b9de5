import { expect, test } from "vitest";
import { canonicalJson } from "#agents-schema/canonical-json.ts";
import { sha256 } from "#agents-schema/digest.ts";
import { Effect } from "#agents-schema/effect.ts";
import { effectDigest } from "#bot/gate/effect-digest.ts";

const changes = [{ path: "models/a.yml", status: "added", content: "a\n", before: null }];
const older = { kind: "pull_request", title: "Document a", body: "Why.", changes };
const run = {
  repository: { fullName: "acme/shop", installationId: 1 },
  baseSha: "b".repeat(40),
  headSha: "a".repeat(40),
};

test("a pull request that an older version stored has one commit with its words", () => {
  expect(Effect.parse(older)).toEqual({
    kind: "pull_request",
    title: "Document a",
    body: "Why.",
    commits: [{ headline: "Document a", body: "Why.", changes }],
  });
});

test("it keeps the digest that it was judged and approved with", () => {
  const repository = run.repository.fullName;
  const then = sha256(canonicalJson({ ...run, repository, effect: older }));

  expect(effectDigest(run, Effect.parse(older))).toBe(then);
});

test("other words or another commit give another digest", () => {
  const plain = Effect.parse(older);
  if (plain.kind !== "pull_request") throw new Error("a pull request");
  const [commit] = plain.commits;
  if (commit === undefined) throw new Error("a commit");

  const digests = [
    plain,
    { ...plain, body: "Other." },
    { ...plain, commits: [{ ...commit, body: "Other." }] },
    { ...plain, commits: [commit, { ...commit, changes: [{ ...commit.changes[0], path: "b" }] }] },
  ].map((effect) => effectDigest(run, Effect.parse(effect)));

  expect(new Set(digests).size).toBe(4);
});
