import { describe, expect, test } from "vitest";
import { judgePath } from "#agents-schema/judge-path.ts";
import { anAgent } from "./an-agent.ts";

const standard = anAgent();
const kind = (path: string, action: Parameters<typeof judgePath>[2], agent = standard) =>
  judgePath(agent, path, action).kind;

test.each([
  "/etc/passwd",
  "../other/x.sql",
  "models/../../x.sql",
  "C:/x.sql",
  "models\\x.sql",
  "models/%2e%2e/x.sql",
  "models/x\u0000.sql",
  "models/x\u202esql.",
  "models/.\u200cgit/config",
  ".git/config",
  "models/.GIT/hooks/pre-commit",
  "models/.git./config",
  "git~1/config",
  ".git::$INDEX_ALLOCATION/config",
  "．git/config",
  "models/x.sql ",
  "models/x.",
  `models/${"x".repeat(256)}.sql`,
  "",
  ".",
])("%j is no path that an agent changes", (path) => {
  expect(kind(path, "modify")).toBe("deny");
  expect(kind(path, "create")).toBe("deny");
});

test.each([
  "buster.yml",
  "Buster.YML",
  ".buster/agents/helper.yml",
  ".buster/agents/other.yml",
  ".buster/anything.json",
  "agents/other.yml",
  ".github/workflows/ci.yml",
  ".github/CODEOWNERS",
  "CODEOWNERS",
  ".gitmodules",
  "models/.gitattributes",
])("no agent changes %s, whatever its preset", (path) => {
  const unrestricted = anAgent(
    "tools: {preset: unrestricted}\nrestrictions: {files: {allow: ['**']}}",
  );

  expect(judgePath(unrestricted, path, "modify")).toMatchObject({ kind: "deny" });
});

test("an agent whose file lies elsewhere cannot change it nor its neighbours", () => {
  const agent = anAgent("", "bots/helper.yml");

  expect(kind("bots/helper.yml", "modify", agent)).toBe("deny");
  expect(kind("bots/other.yaml", "create", agent)).toBe("deny");
  expect(kind("bots/README.md", "modify", agent)).toBe("allow");
});

test.each([
  "AGENTS.md",
  "dbt_project.yml",
  "dbt/packages.yml",
  "macros/cents.sql",
  ".github/ISSUE_TEMPLATE.md",
  ".sqlfluff",
  "Dockerfile",
  "scripts/load.sh",
  "package.json",
  "requirements.txt",
  "infra/main.tf",
])("a person is asked before %s changes", (path) => {
  expect(judgePath(standard, path, "modify")).toMatchObject({
    kind: "ask",
    reason: expect.any(String),
  });
  expect(kind(path, "read")).toBe("allow");
});

describe("what the preset grants", () => {
  test.each([
    ["safe", "models/a.sql", "read", "allow"],
    ["safe", "models/a.sql", "modify", "deny"],
    ["safe", "models/a.sql", "create", "deny"],
    ["standard", "models/a.sql", "modify", "allow"],
    ["standard", "models/a.sql", "create", "allow"],
    ["standard", "models/a.sql", "delete", "deny"],
    ["unrestricted", "models/a.sql", "delete", "allow"],
  ] as const)("%s: %s may be %s: %s", (preset, path, action, expected) => {
    expect(kind(path, action, anAgent(`tools: {preset: ${preset}}`))).toBe(expected);
  });
});

describe("what the restrictions narrow", () => {
  const agent = anAgent(`restrictions:
  files:
    allow: ["models/", "seeds/*.csv", "README.md", "!models/legacy/**"]
    deny: ["models/finance", "**/secret_*"]
    can_create_files: false`);

  test.each([
    ["models/a.sql", "modify", "allow"],
    ["./models//b/c.sql", "modify", "allow"],
    ["models/a.sql", "create", "deny"],
    ["models/legacy/a.sql", "read", "deny"],
    ["models/finance/a.sql", "read", "deny"],
    ["models/x/secret_a.sql", "read", "deny"],
    ["seeds/a.csv", "modify", "allow"],
    ["seeds/x/a.csv", "modify", "deny"],
    ["README.md", "modify", "allow"],
    ["docs/a.md", "read", "deny"],
    ["models", "read", "allow"],
    ["", "read", "allow"],
  ] as const)("%s may be %s: %s", (path, action, expected) => {
    expect(kind(path, action, agent)).toBe(expected);
  });
});

test("fact files are the documentation's, whatever an agent may write otherwise", () => {
  const models = anAgent("restrictions: {files: {allow: ['models/', '.buster/facts/']}}");
  const without = anAgent("restrictions: {files: {deny: ['.buster/']}}");
  const safe = anAgent("tools: {preset: safe}");
  const facts = "shop/.buster/facts/orders.json";

  expect(judgePath(models, ".buster/facts/orders.json", "create").kind).toBe("deny");
  expect(judgePath(models, facts, "modify").kind).toBe("deny");
  expect(judgePath(models, facts, "create", "documentation").kind).toBe("allow");
  expect(judgePath(models, ".buster/agents/a.yml", "modify", "documentation").kind).toBe("deny");
  expect(judgePath(models, "seeds/a.yml", "modify", "documentation").kind).toBe("deny");
  expect(judgePath(without, ".buster/facts/a.json", "create", "documentation").kind).toBe("deny");
  expect(judgePath(safe, facts, "create", "documentation").kind).toBe("deny");
});

test("an agent's own state is open only where its files.allow names it", () => {
  const named = anAgent("restrictions: {files: {allow: ['.buster/baselines/']}}");
  const everything = anAgent("restrictions: {files: {allow: ['**']}}");

  expect(kind(".buster/baselines/orders.json", "create", named)).toBe("allow");
  expect(kind(".buster/events/log.jsonl", "create", named)).toBe("deny");
  expect(kind(".buster/agents/helper.yml", "modify", named)).toBe("deny");
  expect(kind(".buster/baselines/orders.json", "create", everything)).toBe("deny");
  expect(kind(".buster/baselines/orders.json", "create")).toBe("deny");
});
