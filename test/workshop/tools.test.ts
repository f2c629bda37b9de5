import { expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import type { Fact } from "#agents-schema/fact.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import type { QueryResult, Warehouse } from "#runner/ports.ts";
import { edit } from "#runner/tools/edit.ts";
import { glob } from "#runner/tools/glob.ts";
import { grep } from "#runner/tools/grep.ts";
import { ls } from "#runner/tools/ls.ts";
import { multiEdit } from "#runner/tools/multi-edit.ts";
import { noop } from "#runner/tools/noop.ts";
import { proposeComment } from "#runner/tools/propose-comment.ts";
import { proposeCommit } from "#runner/tools/propose-commit.ts";
import { proposeReview } from "#runner/tools/propose-review.ts";
import { read } from "#runner/tools/read.ts";
import { runSql } from "#runner/tools/run-sql.ts";
import { runTool } from "#runner/tools/run-tool.ts";
import type { ToolWorld } from "#runner/tools/tool.ts";
import { write } from "#runner/tools/write.ts";
import { aRun } from "./a-run.ts";
import { createFastClock } from "./fast-clock.ts";
import { createMemoryHands } from "./memory-hands.ts";
import { createMemoryRepository } from "./memory-repository.ts";
import { plainStudio } from "./plain-supplies.ts";

const shelf = [
  ...[read, write, edit, multiEdit, glob, grep, ls, runSql],
  ...[proposeCommit, proposeComment, proposeReview, noop],
];
const atHead = { "models/a.sql": "select 1 as id\n", "dbt_project.yml": "name: shop\n" };
const agent = (more: string) => `name: helper
triggers:
  - type: pull_request
    on_changed_files: "models/**"
prompt: Help.
${more}`;

function aWorld(options: {
  file?: string;
  run?: Partial<Run>;
  verdict?: Verdict;
  answer?: Awaited<ReturnType<Warehouse["query"]>>;
}) {
  const proposed: Effect[] = [];
  const facts: Fact[] = [];
  const asked: Parameters<Warehouse["query"]>[] = [];
  const memory = createMemoryHands(atHead);
  const world: ToolWorld = {
    run: aRun({
      ...(options.file === undefined ? {} : { file: options.file }),
      ...options.run,
    }),
    hands: memory.hands,
    repository: createMemoryRepository({
      base: { "models/a.sql": "select 0 as id\n" },
      head: atHead,
    }),
    warehouse: {
      dialect: "duckdb",
      query: async (...request) => {
        asked.push(request);
        return options.answer ?? { kind: "refused", reason: "nothing is allowed" };
      },
      columns: async () => undefined,
      estimate: async () => undefined,
      copy: async () => ({ kind: "refused", reason: "nothing is copied" }),
      close: async () => {},
    },
    project: undefined,
    clock: createFastClock(1),
    signal: new AbortController().signal,
    measured: new Map(),
    studio: plainStudio(),
    nextFactId: () => facts.length + 1,
    recordFacts: async (more) => {
      facts.push(...more);
    },
    propose: async (effect) => {
      proposed.push(effect);
      return { id: "run-1-e0", verdict: options.verdict ?? { kind: "allow", reason: "fine" } };
    },
  };
  const use = (tool: string, input: unknown) =>
    runTool(world, shelf, { kind: "tool_call", id: "1", tool, input });
  return { use, proposed, facts, asked, files: memory.files };
}

test("a file is read with its place in it, in the workspace or as it was before the change", async () => {
  const { use } = aWorld({});

  const now = await use("read", { path: "models/a.sql" });
  const before = await use("read", { path: "models/a.sql", version: "base" });
  const none = await use("read", { path: "dbt_project.yml", version: "base" });

  expect(now).toEqual({
    outcome: "ok",
    text: "models/a.sql, lines 1-1 of 1\nselect 1 as id\n",
    step: "Reading models/a.sql",
  });
  expect(before.text).toContain("select 0 as id");
  expect(none.outcome).toBe("empty");
});

test("a tool that does not exist and an input that does not fit are answers to the model", async () => {
  const { use } = aWorld({});

  const unknown = await use("bash", { command: "ls" });
  const bad = await use("read", { path: 7, colour: "red" });

  expect(unknown).toMatchObject({
    outcome: "refused",
    text: expect.stringContaining("The tools are: read,"),
  });
  expect(bad).toMatchObject({
    outcome: "failed",
    text: expect.stringMatching(/path[\s\S]*colour|colour[\s\S]*path/),
  });
});

test("an answer that is too long is cut in the middle and says so", async () => {
  const { use } = aWorld({});
  await use("write", { path: "models/long.sql", content: `begin${"x".repeat(50_000)}end` });

  const answer = await use("read", { path: "models/long.sql" });

  expect(answer.text.length).toBeLessThanOrEqual(20_000);
  expect(answer.text).toMatch(
    /^models\/long\.sql.*\nbegin[\s\S]*characters left out here[\s\S]*end$/,
  );
});

test("a safe agent cannot write, a standard one only where its file allows", async () => {
  const safe = aWorld({ file: agent("tools: {preset: safe}") });
  const narrow = aWorld({
    file: agent('restrictions: {files: {allow: ["models/**"], can_create_files: false}}'),
  });

  const answers = [
    await safe.use("write", { path: "models/a.sql", content: "x" }),
    await narrow.use("write", { path: "macros/b.sql", content: "x" }),
    await narrow.use("write", { path: "models/new.sql", content: "x" }),
    await narrow.use("edit", { path: ".buster/agents/helper.yml", find: "a", replace: "b" }),
    await narrow.use("read", { path: "dbt_project.yml" }),
    await narrow.use("write", { path: "../escape.sql", content: "x" }),
  ];
  const allowed = await narrow.use("edit", { path: "models/a.sql", find: "1", replace: "2" });

  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(6).fill("refused"));
  expect(allowed.outcome).toBe("ok");
});

test("files are found and searched, but for those that the agent may not read", async () => {
  const { use } = aWorld({ file: agent('restrictions: {files: {allow: ["models/**"]}}') });

  const found = await use("glob", { pattern: "**/*" });
  const hits = await use("grep", { pattern: "id|name" });
  const none = await use("grep", { pattern: "name", glob: "*.yml" });

  expect(found.text).toBe("models/a.sql");
  expect(hits.text).toBe("models/a.sql:1: select 1 as id");
  expect(none.outcome).toBe("empty");
});

test("several edits of one file are all made or none", async () => {
  const { use, files } = aWorld({});
  const change = (find: string, replace: string) => ({ find, replace });

  const bad = await use("multi_edit", {
    path: "models/a.sql",
    edits: [change("1", "2"), change("nowhere", "")],
  });
  const good = await use("multi_edit", {
    path: "models/a.sql",
    edits: [change("1", "2"), change("2 as", "3 as")],
  });

  expect(bad.outcome).toBe("failed");
  expect(good.outcome).toBe("ok");
  expect(files.get("models/a.sql")).toBe("select 3 as id\n");
});

test("a commit carries what the workspace has, and what was there before", async () => {
  const { use, proposed } = aWorld({
    verdict: { kind: "ask", reason: "a commit changes the branch" },
  });
  const nothing = await use("propose_commit", { headline: "Document a" });
  await use("write", { path: "models/a.yml", content: "version: 2\n" });
  await use("edit", { path: "models/a.sql", find: "1", replace: "2" });

  const answer = await use("propose_commit", { headline: "Document a", body: "Why." });

  expect(nothing.outcome).toBe("empty");
  expect(answer).toMatchObject({
    outcome: "ok",
    text: "proposed as run-1-e0; a person will be asked first: a commit changes the branch",
  });
  expect(proposed).toEqual([
    {
      kind: "commit",
      headline: "Document a",
      body: "Why.",
      changes: [
        {
          path: "models/a.sql",
          status: "modified",
          content: "select 2 as id\n",
          before: "select 1 as id\n",
        },
        { path: "models/a.yml", status: "added", content: "version: 2\n", before: null },
      ],
    },
  ]);
});

test("an agent that must not commit to the branch proposes a pull request", async () => {
  const file = `name: helper
triggers:
  - type: pull_request
    on_changed_files: "models/**"
    auto_commit: false
prompt: Help.
`;
  const { use, proposed } = aWorld({ file });
  await use("write", { path: "models/a.yml", content: "version: 2\n" });

  await use("propose_commit", { headline: "Document a" });

  expect(proposed).toMatchObject([{ kind: "pull_request", title: "Document a" }]);
});

test.each([
  [true, "commit"],
  [null, "commit"],
  [false, "pull_request"],
] as const)(
  "auto_commit: %s of the trigger that matched proposes a %s",
  async (autoCommit, kind) => {
    const { use, proposed } = aWorld({ run: { autoCommit } });
    await use("write", { path: "models/a.yml", content: "version: 2\n" });

    await use("propose_commit", { headline: "Document a" });

    expect(proposed).toMatchObject([{ kind }]);
  },
);

test("a refusal of policy is told to the agent with its reason", async () => {
  const { use } = aWorld({ verdict: { kind: "deny", reason: "a run may have 3 comments" } });

  const answer = await use("propose_comment", { body: "Hello" });

  expect(answer).toMatchObject({
    outcome: "refused",
    text: "refused by policy: a run may have 3 comments",
  });
});

test("a finding must be on a line that exists", async () => {
  const { use, proposed } = aWorld({});
  const finding = {
    path: "models/a.sql",
    line: 1,
    severity: "low",
    rule: "r",
    title: "t",
    body: "b",
  };

  const wrong = await use("propose_review", {
    body: "Look",
    findings: [
      { ...finding, line: 2 },
      { ...finding, path: "models/none.sql" },
    ],
  });
  const right = await use("propose_review", { body: "Look", findings: [finding] });

  expect(wrong).toMatchObject({
    outcome: "failed",
    text: expect.stringMatching(/a\.sql:2: the file has 1 lines[\s\S]*none\.sql/),
  });
  expect(right.outcome).toBe("ok");
  expect(proposed).toHaveLength(1);
});

const oneRow: QueryResult = {
  columns: [
    { name: "orders", type: "BIGINT" },
    { name: "first_day", type: "DATE" },
  ],
  rows: [[40_000, "2023-01-01"]],
  truncated: false,
};

test("each value of a one-row result becomes a fact with its query", async () => {
  const { use, facts, asked } = aWorld({
    answer: { kind: "rows", result: oneRow },
    file: agent("restrictions: {sql: {max_rows_returned: 50, deny_columns: [email]}}"),
  });
  const sql = "select count(*) as orders, min(day) as first_day from main.orders";

  const answer = await use("run_sql", { sql, why: "size of orders" });

  expect(answer.step).toBe("Querying the warehouse: size of orders");
  expect(answer.text).toContain("[F1] orders = 40000\n[F2] first_day = 2023-01-01");
  expect(facts).toMatchObject([
    { id: "F1", metric: "orders", value: 40_000, query: sql },
    { id: "F2", metric: "first_day", value: "2023-01-01", query: sql },
  ]);
  expect(asked[0]?.[1]).toMatchObject({ maxRows: 50, access: { denyColumns: ["email"] } });
});

test("what the warehouse refuses or fails at is an answer, and no fact", async () => {
  const refused = aWorld({ answer: { kind: "refused", reason: "not a query" } });
  const failed = aWorld({ answer: { kind: "failed", reason: "no such table" } });
  const empty = aWorld({ answer: { kind: "rows", result: { ...oneRow, rows: [] } } });

  const outcomes = [
    await refused.use("run_sql", { sql: "drop table x" }),
    await failed.use("run_sql", { sql: "select 1 from x" }),
    await empty.use("run_sql", { sql: "select 1 from x" }),
  ].map(({ outcome }) => outcome);

  expect(outcomes).toEqual(["refused", "failed", "empty"]);
  expect([refused.facts, failed.facts, empty.facts]).toEqual([[], [], []]);
});
