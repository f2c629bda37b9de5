import { expect, test } from "vitest";
import type { Effect, FileChange } from "#agents-schema/effect.ts";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { scanEffect } from "#bot/gate/scan-effect.ts";

// Nobody here holds any of these: they are known by their looks.
const scan = createSecretScan([]);
const secret = `ghp_${"a".repeat(36)}`;
const change: FileChange = {
  path: "models/a.yml",
  status: "modified",
  content: "version: 2\n",
  before: "version: 1\n",
};
const withToken: FileChange = { ...change, content: `token: ${secret}\n` };
const commit = (changes: FileChange[], body = "") => ({ headline: "Document a", body, changes });

test.each<[string, Effect]>([
  ["a file of a commit", { kind: "commit", ...commit([withToken]) }],
  ["the words of a comment", { kind: "comment", body: `sk-ant-${"a".repeat(30)}` }],
  [
    "a finding of a review",
    {
      kind: "review",
      body: "One.",
      findings: [
        {
          path: "a",
          line: 1,
          severity: "low",
          rule: "r",
          title: "t",
          body: `AKIA${"A".repeat(16)}`,
        },
      ],
    },
  ],
  [
    "a file of a pull request",
    {
      kind: "pull_request",
      title: "Docs",
      body: "",
      commits: [commit([change]), commit([withToken])],
    },
  ],
  [
    "the words of a pull request's commit",
    { kind: "pull_request", title: "Docs", body: "", commits: [commit([change], secret)] },
  ],
])("what looks like a secret in %s is blocked", (_where, effect) => {
  expect(scanEffect(effect, scan, 1_000)).toMatchObject({ kind: "block", code: "GATE_SECRET" });
});

test("a secret that was in the file before is no reason to refuse the change of another line", () => {
  const old = { ...change, before: `a: ${secret}\n`, content: `a: ${secret}\nversion: 2\n` };

  expect(scanEffect({ kind: "commit", ...commit([old]) }, scan, 1_000)).toEqual({ kind: "pass" });
});
