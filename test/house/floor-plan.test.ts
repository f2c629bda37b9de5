import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

/** A file, what it imports, and the rule that must say no; null: it may. */
interface Import {
  from: string;
  to: string;
  rule: string | null;
}

const forbidden: Import[] = [
  { from: "agents-schema/a.ts", to: "#bot/gate/there.ts", rule: "downstairs-only-0" },
  { from: "bot/triggers/a.ts", to: "../ports.ts", rule: "downstairs-only-1" },
  { from: "bot/gate/a.ts", to: "../flow/there.ts", rule: "downstairs-only-1" },
  { from: "runner/dbt/a.ts", to: "../run/there.ts", rule: "downstairs-only-1" },
  { from: "runner/ports.ts", to: "./tools/there.ts", rule: "downstairs-only-2" },
  { from: "bot/flow/a.ts", to: "../ledger/there.ts", rule: "downstairs-only-3" },
  { from: "runner/loop/a.ts", to: "../model/there.ts", rule: "downstairs-only-3" },
  { from: "bot/inbound/slack/a.ts", to: "../../config.ts", rule: "downstairs-only-4" },
  { from: "runner/sandbox/a.ts", to: "../main.ts", rule: "downstairs-only-4" },
  { from: "agents-schema/b.ts", to: "node:fs", rule: "vocabulary-knows-only-parsers" },
  { from: "agents-schema/c.ts", to: "pino", rule: "vocabulary-knows-only-parsers" },
  { from: "bot/views/a.ts", to: "node:fs", rule: "no-world-below-the-adapters" },
  { from: "bot/flow/b.ts", to: "node:timers/promises", rule: "no-world-below-the-adapters" },
  { from: "runner/tools/a.ts", to: "node:child_process", rule: "no-world-below-the-adapters" },
  { from: "bot/ports.ts", to: "pino", rule: "no-world-below-the-adapters" },
  { from: "bot/ledger/a.ts", to: "#runner/ports.ts", rule: "bot-and-runner-are-strangers" },
  { from: "runner/run/a.ts", to: "#bot/ports.ts", rule: "bot-and-runner-are-strangers" },
  { from: "bot/executors/slack/a.ts", to: "../github/there.ts", rule: "adapters-are-strangers" },
  { from: "bot/queue/a.ts", to: "../ledger/there.ts", rule: "adapters-are-strangers" },
  { from: "runner/checkout/a.ts", to: "../sandbox/there.ts", rule: "adapters-are-strangers" },
  { from: "bot/views/b.ts", to: "../gate/there.ts", rule: "pure-rooms-are-strangers" },
  { from: "bot/web/a.ts", to: "@slack/bolt", rule: "@slack/" },
  { from: "bot/inbound/slack/b.ts", to: "probot", rule: "(probot|@octokit)/" },
  { from: "bot/wiring/a.ts", to: "bullmq", rule: "(bullmq|ioredis)/" },
  { from: "runner/model/a.ts", to: "pg", rule: "(pg|@electric-sql)/" },
  { from: "bot/cli/a.ts", to: "@duckdb/node-api", rule: "@duckdb/" },
  { from: "runner/checkout/b.ts", to: "dockerode", rule: "dockerode/" },
  { from: "bot/executors/github/a.ts", to: "@anthropic-ai/sdk", rule: "@anthropic-ai/" },
  { from: "runner/lineage/a.ts", to: "@polyglot-sql/sdk", rule: "@polyglot-sql/" },
  { from: "runner/warehouse/a.ts", to: "../../test/there.ts", rule: "nobody-imports-test" },
  { from: "bot/web/about.ts", to: "./round.ts", rule: "no-circles" },
  { from: "bot/pantry/a.ts", to: "#agents-schema/there.ts", rule: "every-file-has-a-floor" },
];

const allowed: Import[] = [
  { from: "agents-schema/d.ts", to: "zod", rule: null },
  { from: "bot/gate/b.ts", to: "#agents-schema/there.ts", rule: null },
  { from: "bot/flow/c.ts", to: "../gate/there.ts", rule: null },
  { from: "runner/checkout/c.ts", to: "node:fs", rule: null },
  { from: "bot/ledger/b.ts", to: "pg", rule: null },
  { from: "runner/main.ts", to: "./checkout/there.ts", rule: null },
  { from: "bot/cli/b.ts", to: "#runner/run/there.ts", rule: null },
  { from: "test/a.ts", to: "#runner/checkout/there.ts", rule: null },
];

const root = join(import.meta.dirname, "..", "..");
const rules: { name: string; comment: string }[] = createRequire(import.meta.url)(
  join(root, ".dependency-cruiser.cjs"),
).forbidden;

const Cruised = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let house: string;
/** Names of the rules that each file breaks. */
let broken: Map<string, string[]>;
beforeAll(async () => {
  house = mkdtempSync(join(tmpdir(), "buster-test-house-"));
  for (const name of [".dependency-cruiser.cjs", "package.json", "tsconfig.json"]) {
    cpSync(join(root, name), join(house, name));
  }
  build();
  broken = await cruise();
});
afterAll(() => rmSync(house, { recursive: true }));

/** The files of both tables, and at the end of each import a file or package that is there. */
function build(): void {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  };
  for (const path of ["bot/ports.ts", "runner/ports.ts", "bot/config.ts", "runner/main.ts"]) {
    put(path, "export const here = 1;\n");
  }
  put("bot/web/round.ts", 'import "./about.ts";\nexport const round = 1;\n');
  for (const { from, to } of [...forbidden, ...allowed]) {
    put(from, `import ${JSON.stringify(to)};\nexport const here = 1;\n`);
    if (to.endsWith("/there.ts")) {
      const path = to.startsWith("#") ? to.slice(1) : join(dirname(from), to);
      put(path, "export const there = 1;\n");
    } else if (!/^(?:node:|[.#])/.test(to)) {
      const main = '{"main":"index.js","version":"1.0.0"}';
      put(`node_modules/${to}/package.json`, main);
      put(`node_modules/${to}/index.js`, "module.exports = {};\n");
    }
  }
}

async function cruise(): Promise<Map<string, string[]>> {
  const depcruise = join(
    root,
    "node_modules",
    "dependency-cruiser",
    "bin",
    "dependency-cruise.mjs",
  );
  const rooms = ["agents-schema", "bot", "runner", "test"];
  const run = promisify(execFile)(
    process.execPath,
    [depcruise, ...rooms, "--config", ".dependency-cruiser.cjs", "--output-type", "json"],
    { cwd: house, maxBuffer: 64 * 1024 * 1024 },
  );
  const { stdout } = await run;
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of Cruised.parse(JSON.parse(stdout)).summary.violations) {
    byFile.set(from, [...(byFile.get(from) ?? []), rule.name]);
  }
  return byFile;
}

test.each(forbidden)("$from may not import $to", ({ from, rule }) => {
  // The rules about packages are known by the package.
  const name = rules.find(({ comment }) => comment.startsWith(`${rule} belongs`))?.name ?? rule;

  expect(broken.get(from)).toContain(name);
});

test.each(allowed)("$from may import $to", ({ from }) => {
  expect(broken.get(from)).toBeUndefined();
});

test("every rule of the floor plan is tried here", () => {
  const caught = new Set([...broken.values()].flat());

  expect(rules.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
});
