import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Effect, FileChange } from "#agents-schema/effect.ts";
import type { Cost, Run } from "#agents-schema/run.ts";
import { openNotebook } from "#runner/checkout/open-notebook.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import type { DocumentationProgress } from "#runner/documentation/documentation-report.ts";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { writeFactFile } from "#runner/facts/write-fact-file.ts";
import type { Writer } from "#runner/ports/writer.ts";
import { documentModels } from "#runner/tools/document-models.ts";
import { groupCommits } from "#runner/tools/group-commits.ts";
import { proposePullRequest } from "#runner/tools/propose-pull-request.ts";
import { searchDocs } from "#runner/tools/search-docs.ts";
import type { Studio } from "#runner/tools/studio.ts";
import type { ToolWorld } from "#runner/tools/tool.ts";
import { watchDocumentation } from "#runner/tools/watch-documentation.ts";
import { write } from "#runner/tools/write.ts";
import { aRun } from "./a-run.ts";
import { createFastClock } from "./fast-clock.ts";
import { createMemoryHands } from "./memory-hands.ts";
import { createMemoryRepository } from "./memory-repository.ts";
import { plainStudio } from "./plain-supplies.ts";

const project = {
  "dbt_project.yml": "name: shop\n",
  "models/marts/fct_refunds.sql": "select 1 as refund_id, 2 as order_id\n",
  "models/marts/dim_stores.sql": "select 1 as store_id\n",
  "models/marts/_models.yml": `models:
  - name: fct_refunds
    description: Money that went back to customers.
    columns:
      - {name: refund_id, description: Key of the refund.}
      - {name: order_id, description: The order that was paid back in part.}
  - name: dim_stores
    description: Shops of the company. One was refunded once.
`,
  "macros/cents.sql": "{% macro cents_to_euros(x) %}{{ x }} / 100{% endmacro %}\n",
};

/** The same, with nothing said of it. */
const bare = "models:\n  - name: fct_refunds\n  - name: dim_stores\n";
const undescribed = { ...project, "models/marts/_models.yml": bare };

const agentFile = (more = "") => `name: helper
triggers: [{type: manual}]
prompt: Help.
${more}`;

function aWorld(
  options: {
    files?: Readonly<Record<string, string>>;
    file?: string;
    run?: Partial<Run>;
    studio?: Partial<Studio>;
  } = {},
) {
  const { files = project } = options;
  const memory = createMemoryHands(files);
  const proposed: Effect[] = [];
  const facts: string[] = [];
  const world: ToolWorld = {
    run: aRun({ file: options.file ?? agentFile(), pullRequest: null, ...options.run }),
    hands: memory.hands,
    repository: createMemoryRepository({ base: files, head: files }),
    warehouse: undefined,
    project: indexProject(new Map(Object.entries(files))),
    clock: createFastClock(1),
    signal: new AbortController().signal,
    measured: new Map(),
    studio: plainStudio(options.studio),
    nextFactId: () => facts.length + 1,
    recordFacts: async (more) => {
      facts.push(...more.map(({ id }) => id));
    },
    propose: async (effect) => {
      proposed.push(effect);
      return { id: "run-1-e0", verdict: { kind: "allow", reason: "fine" } };
    },
  };
  return { world, proposed, memory };
}

const aFactFile = (subject: string, path: string) =>
  writeFactFile({ subject, relation: "", path, facts: [], statements: [], written: {} });
const change = (path: string, content = "a: 1\n"): FileChange => ({
  path,
  status: "added",
  content,
  before: null,
  by: "documentation",
});

test("a search finds names before words, and columns with what they say", async () => {
  const { world } = aWorld();
  const search = (query: string, limit?: number) => searchDocs.use(world, { query, limit });

  const refunds = await search("refunds");
  const lines = refunds.text.split("\n").filter((line) => !line.startsWith(" "));
  expect(lines).toEqual([
    "model fct_refunds (models/marts/fct_refunds.sql): Money that went back to customers.",
    "model dim_stores (models/marts/dim_stores.sql): Shops of the company. One was refunded once.",
  ]);
  expect(refunds.text).toContain("    refund_id: Key of the refund.");
  expect((await search("paid back order")).text).toMatch(
    /^model fct_refunds .*\n {4}order_id: The order/,
  );
  expect((await search("cents")).text).toBe("macro cents_to_euros (macros/cents.sql)");
  expect((await search("refund", 1)).text).toContain("and 1 more");
});

test("a search that finds nothing says where it looked", async () => {
  const { world } = aWorld();

  expect(await searchDocs.use(world, { query: "churn" })).toMatchObject({
    outcome: "empty",
    text: expect.stringMatching(/^nothing of shop is called so .*looked at \d+ names/),
  });
  expect(await searchDocs.use({ ...world, project: undefined }, { query: "a" })).toMatchObject({
    outcome: "empty",
    text: expect.stringContaining("no dbt_project.yml"),
  });
});

test("a pull request has a commit for each folder, and facts go with their property file", async () => {
  const { world, proposed } = aWorld({ files: undescribed });
  const documented = await documentModels.use(world, {});
  await write.use(world, { path: "models/staging/notes.md", content: "Mine.\n" });
  world.studio.facts.set(".buster/facts/fct_refunds.json", {
    before: null,
    text: aFactFile("fct_refunds", "models/marts/_models.yml"),
  });

  const answer = await proposePullRequest.use(world, { title: "Document it", body: "Why." });

  expect(documented.outcome).toBe("ok");
  expect(answer).toMatchObject({ outcome: "ok", step: "Proposing a pull request of 2 commit(s)" });
  const [effect] = proposed;
  if (effect?.kind !== "pull_request") throw new Error("a pull request");
  expect(effect).toMatchObject({ title: "Document it", body: "Why." });
  expect(
    effect.commits.map(({ headline, body, changes }) => [
      headline,
      body,
      changes.map(({ path, by }) => `${path} ${by ?? "agent"}`),
    ]),
  ).toEqual([
    [
      "Document models/marts",
      "Documented: dim_stores, fct_refunds.",
      [
        "models/marts/_models.yml documentation",
        ".buster/facts/dim_stores.json documentation",
        ".buster/facts/fct_refunds.json documentation",
      ],
    ],
    ["Document models/staging", "", ["models/staging/notes.md agent"]],
  ]);
});

test("what was changed after the documentation wrote it is the agent's, and facts are never an agent's", async () => {
  const { world, proposed, memory } = aWorld({ files: undescribed });
  await documentModels.use(world, {});
  expect(world.studio.written.has("models/marts/_models.yml")).toBe(true);
  memory.files.set(
    "models/marts/_models.yml",
    `${memory.files.get("models/marts/_models.yml")}# mine\n`,
  );

  await proposePullRequest.use(world, { title: "Document it" });
  memory.files.set(".buster/facts/fct_refunds.json", "{}\n");
  const forged = await proposePullRequest.use(world, { title: "Document it" });

  const [effect] = proposed;
  if (effect?.kind !== "pull_request") throw new Error("a pull request");
  expect(effect.commits[0]?.changes.map(({ by }) => by)).toEqual([
    undefined,
    "documentation",
    "documentation",
  ]);
  expect(forged).toMatchObject({
    outcome: "refused",
    text: expect.stringContaining("facts are measured by Buster"),
  });
  expect(proposed).toHaveLength(1);
});

test("a pull request of nothing is none", async () => {
  const { world, proposed } = aWorld();

  expect(await proposePullRequest.use(world, { title: "Nothing" })).toMatchObject({
    outcome: "empty",
  });
  expect(proposed).toEqual([]);
});

test.each([
  ["a fork", { run: { isFork: true } }],
  ["the safe preset", { file: agentFile("tools: {preset: safe}") }],
])("for %s documentation is shown and nothing is written", async (_, options) => {
  const { world, memory } = aWorld({
    ...options,
    files: undescribed,
  });

  const answer = await documentModels.use(world, { models: ["fct_refunds"] });

  expect(answer).toMatchObject({
    outcome: "ok",
    text: expect.stringMatching(/^Documentation that could be added:\n\n```diff\n/),
  });
  expect(answer.text).toMatch(/^\+ {4}description: /m);
  expect(memory.files.get("models/marts/_models.yml")).toBe(bare);
  expect(world.studio.written.size + world.studio.facts.size).toBe(0);
});

test("models that are not there are named, and a name that is none is refused", async () => {
  const { world } = aWorld();

  expect(await documentModels.use(world, { models: ["fct_refund"] })).toMatchObject({
    outcome: "empty",
    text: expect.stringMatching(/fct_refund.*did you mean fct_refunds/),
  });
  expect(await documentModels.use(world, { models: ["a b"] })).toMatchObject({ outcome: "failed" });
  expect(
    await documentModels.use(world, { models: ["fct_refunds"], select: "tag:a" }),
  ).toMatchObject({ outcome: "failed", text: expect.stringContaining("not both") });
});

test("a folder too large for a commit is split; one too large for the pull request is left out", () => {
  const many = Array.from({ length: 250 }, (_, n) => change(`models/marts/m${n}.yml`));
  const heavy = Array.from({ length: 10 }, (_, n) =>
    change(`models/raw/r${n}.yml`, "x".repeat(4_000_000)),
  );

  const { commits, leftOut } = groupCommits([...heavy, ...many, change("a.yml")]);

  expect(commits.map(({ headline, changes }) => [headline, changes.length])).toEqual([
    ["Document the project", 1],
    ["Document models/marts (1 of 3)", 100],
    ["Document models/marts (2 of 3)", 100],
    ["Document models/marts (3 of 3)", 50],
  ]);
  expect(leftOut).toEqual(["models/raw"]);
});

test("two thousand models fit into commits that GitHub and the gate take", () => {
  const files = Array.from({ length: 2_000 }, (_, n) => [
    change(`models/f${n % 7}/m${n}.yml`, "x".repeat(4_000)),
    change(`.buster/facts/m${n}.json`, aFactFile(`m${n}`, `models/f${n % 7}/m${n}.yml`)),
  ]).flat();

  const { commits, leftOut } = groupCommits(files);

  expect(leftOut).toEqual([]);
  expect(commits.flatMap(({ changes }) => changes)).toHaveLength(4_000);
  expect(Math.max(...commits.map(({ changes }) => changes.length))).toBe(100);
  for (const { changes } of commits) {
    const folders = new Set(changes.map(({ path }) => /^models\/(f\d)\//.exec(path)?.[1]));
    expect([...folders].filter((folder) => folder !== undefined).length).toBeLessThanOrEqual(1);
  }
});

const progress = (more: Partial<DocumentationProgress> = {}): DocumentationProgress => ({
  step: "measuring",
  total: 10,
  done: 3,
  failed: 0,
  inWork: [],
  cost_usd: 0,
  tokens: 0,
  ...more,
});

test("a documentation stops while there is time to propose what is finished", async () => {
  const clock = createFastClock(1);
  const deadline = new Date(clock.now().getTime() + 200);
  const { world } = aWorld({ studio: { deadline } });

  const watch = watchDocumentation({ ...world, clock });
  await new Promise((resolve) => watch.signal.addEventListener("abort", resolve));
  await watch.close();

  expect(clock.now().getTime()).toBeLessThan(deadline.getTime() + 100);
  expect(String(watch.signal.reason)).toContain("the time is nearly used up");
});

test("money that its writer costs stops it before the run's limit", async () => {
  const { world } = aWorld();

  const watch = watchDocumentation(world);
  watch.report(progress({ cost_usd: 4, tokens: 1_000 }));
  const early = watch.signal.aborted;
  watch.report(progress({ cost_usd: 4.6, tokens: 2_000 }));
  await watch.close();

  expect([early, watch.signal.aborted]).toEqual([false, true]);
});

test("a language model's words are paid for once, also by a run that goes on", async () => {
  const answers: string[] = [];
  const model: Writer = {
    name: "claude-writer",
    async write({ name }) {
      answers.push(name);
      const marked = `Written by a model about ${name}.`;
      return {
        statements: [{ part: "overview", marked, by: "model" }],
        cost: { usd: 0.1, inputTokens: 10, outputTokens: 1, turns: 1 },
      };
    },
  };
  const notebook = createMemoryNotebook();
  const spent: Cost[] = [];
  const studio = {
    writer: async () => model,
    notebook: async () => notebook,
    spend: async (cost: Cost) => void spent.push(cost),
  };

  for (let run = 0; run < 2; run++) {
    const { world, memory } = aWorld({ files: undescribed, studio });
    expect((await documentModels.use(world, { models: ["dim_stores"] })).outcome).toBe("ok");
    expect(memory.files.get("models/marts/_models.yml")).toContain(
      "Written by a model about dim_stores.",
    );
  }

  expect(answers).toEqual(["dim_stores"]);
  expect(spent.map(({ usd }) => usd)).toEqual([0.1]);
});

test("how far it is is told seldom, and a ledger that is away is heard of at its end", async () => {
  const told: string[] = [];
  let now = 0;
  const clock = { now: () => new Date(now), sleep: async () => new Promise<void>(() => {}) };
  const tell = async (text: string) => {
    told.push(text);
    if (told.length > 1) throw new Error("the store is away");
  };
  const { world } = aWorld({ studio: { progress: tell, deadline: new Date(3_600_000) } });

  const watch = watchDocumentation({ ...world, clock });
  for (now = 0; now < 25_000; now += 1_000) watch.report(progress({ done: now / 1_000 }));

  await expect(watch.close()).rejects.toThrow("the store is away");
  expect(told).toEqual(["Measured 10 of 10", "Measured 20 of 10"]);
});

test("a notebook keeps pages for the next try, and forgets runs of long ago", async () => {
  const parent = mkdtempSync(join(tmpdir(), "notebooks-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const first = await openNotebook(parent, "run-1");
  await first.put("fct_orders ../..", "measured");
  await openNotebook(parent, "run-2");
  const old = new Date(Date.now() - 4 * 24 * 3_600_000);
  utimesSync(join(parent, "run-2", "opened"), old, old);

  const second = await openNotebook(parent, "run-1");

  expect(await second.get("fct_orders ../..")).toBe("measured");
  expect(await second.get("another")).toBeUndefined();
  expect(readdirSync(parent)).toEqual(["run-1"]);
});
