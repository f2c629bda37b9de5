import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Agent, type TriggerOf } from "#agents-schema/agent.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { anAgent } from "./an-agent.ts";

const directory = new URL("../fixtures/agents/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, directory), "utf8");

test.each(readdirSync(directory))("the published example %s loads", (name) => {
  const { agent, mistakes } = parseAgentFile(`.buster/agents/${name}`, read(name));

  expect(mistakes).toEqual([]);
  expect(Agent.parse(agent)).toEqual(agent);
});

test("the shortest agent gets every default", () => {
  const { agent } = parseAgentFile("agents/my-first-agent.yml", read("my-first-agent.yml"));

  expect(agent).toMatchInlineSnapshot(`
    {
      "approvals": {
        "allowSelf": true,
        "approvers": [],
        "count": 1,
        "expiresAfterSeconds": 86400,
        "requiredFor": [],
      },
      "context": {
        "files": [],
        "models": [],
        "variables": {},
      },
      "description": "",
      "enabled": true,
      "limits": {
        "concurrency": 1,
        "maxCostUsd": 5,
        "maxTokens": 400000,
        "maxTurns": 60,
        "timeoutSeconds": 900,
      },
      "mode": "live",
      "model": null,
      "name": "my-first-agent",
      "notifications": {
        "pagerduty": null,
        "slack": null,
        "webhook": null,
      },
      "path": "agents/my-first-agent.yml",
      "prompt": "Say in one comment what this pull request changes.
    ",
      "restrictions": {
        "actions": {
          "allow": [],
          "max": {},
        },
        "files": {
          "allow": [],
          "canCreate": true,
          "canDelete": false,
          "deny": [],
        },
        "git": {
          "branchPrefix": "buster/",
          "canCommit": true,
          "canCreatePr": true,
          "canPush": true,
          "protectedBranches": [
            "main",
            "master",
          ],
        },
        "network": {
          "allow": [],
        },
        "sql": {
          "allowSchemas": [],
          "denyColumns": [],
          "denySchemas": [],
          "maxBytesScanned": null,
          "maxRowsReturned": 1000,
          "readOnly": true,
          "timeoutSeconds": 60,
        },
      },
      "tools": {
        "bash": {
          "allow": [],
        },
        "dbt": {
          "allow": [],
        },
        "exclude": [],
        "include": [],
        "preset": "standard",
      },
      "triggers": [
        {
          "actions": [
            "opened",
            "synchronize",
            "reopened",
            "closed",
            "labeled",
            "unlabeled",
          ],
          "autoCommit": null,
          "branches": [],
          "conditions": [],
          "kind": "pull_request",
          "paths": {
            "exclude": [],
            "include": [],
          },
          "repository": null,
        },
      ],
    }
  `);
});

test("every key of the syntax arrives in the agent", () => {
  const { agent } = parseAgentFile(".buster/agents/every-key.yml", read("every-key.yml"));

  expect(agent).toMatchInlineSnapshot(`
    {
      "approvals": {
        "allowSelf": false,
        "approvers": [
          "@acme/data-team",
          "@octocat",
          "slack:S0123ABCD",
        ],
        "count": 2,
        "expiresAfterSeconds": 43200,
        "requiredFor": [
          "commit",
          "pull_request",
        ],
      },
      "context": {
        "files": [
          "docs/style.md",
        ],
        "models": [
          "fct_orders",
        ],
        "variables": {
          "team": "analytics",
        },
      },
      "description": "Uses every key that there is",
      "enabled": true,
      "limits": {
        "concurrency": 2,
        "maxCostUsd": 2.5,
        "maxTokens": 300000,
        "maxTurns": 40,
        "timeoutSeconds": 1200,
      },
      "mode": "staged",
      "model": "claude-sonnet-4-5",
      "name": "every-key",
      "notifications": {
        "pagerduty": {
          "service": "data-platform",
        },
        "slack": {
          "channel": "#data-docs",
          "mention": [
            "U0123ABCD",
          ],
          "onFailure": true,
          "onFinding": true,
          "onStart": true,
          "onSuccess": true,
        },
        "webhook": {
          "url": "https://hooks.example.com/buster",
        },
      },
      "path": ".buster/agents/every-key.yml",
      "prompt": "For {{ context.team }} and {{ context.owner }}: document {{ inputs.model }} over {{ inputs.days }} days
    on {{ pr.title }} ({{ event.table }}). Write {{ '{{ this }}' }} as it is, and {{ ref('orders') }} too.
    ",
      "restrictions": {
        "actions": {
          "allow": [
            "commit",
            "pull_request",
            "comment",
            "review",
          ],
          "max": {
            "comment": 2,
            "review": 1,
          },
        },
        "files": {
          "allow": [
            "models/",
            "macros/**/*.sql",
            "README.md",
          ],
          "canCreate": true,
          "canDelete": true,
          "deny": [
            "models/finance/",
          ],
        },
        "git": {
          "branchPrefix": "bots/buster-",
          "canCommit": true,
          "canCreatePr": true,
          "canPush": true,
          "protectedBranches": [
            "main",
            "release/**",
          ],
        },
        "network": {
          "allow": [
            "hub.getdbt.com",
            "*.internal.example.com:8443",
          ],
        },
        "sql": {
          "allowSchemas": [
            "analytics",
          ],
          "denyColumns": [
            "email",
            "dim_customers.phone",
          ],
          "denySchemas": [
            "pii",
          ],
          "maxBytesScanned": 1000000000,
          "maxRowsReturned": 500,
          "readOnly": false,
          "timeoutSeconds": 30,
        },
      },
      "tools": {
        "bash": {
          "allow": [
            "dbt parse",
            "dbt ls",
          ],
        },
        "dbt": {
          "allow": [
            "parse",
            "ls",
            "compile",
          ],
        },
        "exclude": [
          "bash",
        ],
        "include": [
          "slack_tool",
        ],
        "preset": "unrestricted",
      },
      "triggers": [
        {
          "actions": [
            "opened",
            "synchronize",
            "reopened",
            "closed",
            "labeled",
            "unlabeled",
          ],
          "autoCommit": true,
          "branches": [
            "main",
            "release/**",
          ],
          "conditions": [
            {
              "anyOf": [
                "data",
                "analytics",
              ],
              "kind": "pr_labels",
              "noneOf": [
                "wip",
              ],
            },
            {
              "kind": "pr_author",
              "noneOf": [
                "*[bot]",
              ],
            },
            {
              "anyOf": [
                "false",
              ],
              "kind": "pr_draft",
            },
            {
              "kind": "pr_title",
              "noneOf": [
                "WIP*",
              ],
            },
            {
              "allOf": [
                "> 0",
                "<= 2000",
              ],
              "kind": "changed_lines",
            },
          ],
          "kind": "pull_request",
          "paths": {
            "exclude": [
              "models/legacy/**",
              "models/**/*.md",
            ],
            "include": [
              "models/**",
              "macros/*.sql",
            ],
          },
          "repository": "acme/analytics",
        },
        {
          "branches": [
            "main",
          ],
          "kind": "push",
          "paths": {
            "exclude": [],
            "include": [
              "seeds/**",
            ],
          },
          "repository": "acme/analytics",
        },
        {
          "context": {
            "owner": "data-team",
          },
          "cron": "*/30 8-18 * * MON-FRI",
          "kind": "scheduled",
          "onlyIfChanged": {
            "branches": [
              "main",
            ],
            "paths": {
              "exclude": [],
              "include": [
                "models/**",
              ],
            },
          },
          "skipIfRunning": false,
          "timezone": "Europe/Berlin",
        },
        {
          "eventName": "custom.late_arrival",
          "filters": {
            "connector": [
              "shopify",
              "stripe_*",
            ],
            "table.schema": "raw",
          },
          "kind": "event",
          "source": "airbyte",
        },
        {
          "checks": [
            "freshness",
            "volume",
            "null_rate",
          ],
          "kind": "monitor",
          "models": [
            "fct_*",
          ],
          "severity": [
            "error",
          ],
        },
        {
          "commands": [
            "document",
            "describe",
          ],
          "inputs": {
            "model": {
              "default": null,
              "description": "Which model",
              "required": true,
              "type": "string",
            },
          },
          "kind": "comment",
        },
        {
          "commands": [
            "document",
          ],
          "inputs": {},
          "kind": "mention",
        },
        {
          "commands": [],
          "inputs": {
            "days": {
              "default": 30,
              "description": "",
              "required": false,
              "type": "number",
            },
            "deep": {
              "default": false,
              "description": "",
              "required": false,
              "type": "boolean",
            },
            "model": {
              "default": null,
              "description": "",
              "required": true,
              "type": "string",
            },
          },
          "kind": "manual",
        },
      ],
    }
  `);
});

test("the newer generation's triggers mean what that generation said", () => {
  const agent = anAgent(`triggers:
  - event: pull_request
  - event: push
    branches: ["*"]
    includes: "models/"
  - event: scheduled
    cron: "0 3 * * 1"
    includes: ["models/**"]
  - event: airflow`);

  expect(agent.triggers).toMatchObject([
    { kind: "pull_request", actions: ["opened", "synchronize", "reopened"], autoCommit: false },
    { kind: "push", branches: [], paths: { include: ["models/**"], exclude: [] } },
    {
      kind: "scheduled",
      timezone: "UTC",
      onlyIfChanged: { branches: [], paths: { include: ["models/**"] } },
    },
    { kind: "event", eventName: "pipeline_failed", source: "airflow" },
  ]);
});

test("an older pull request trigger without auto_commit asks a person", () => {
  const agent = anAgent("triggers:\n  - type: pull_request");

  const [trigger] = agent.triggers as TriggerOf<"pull_request">[];
  expect(trigger?.autoCommit).toBeNull();
  expect(trigger?.actions).toContain("closed");
});

test("YAML 1.2 decides what is text: on, yes and dates are, true and 012 are not", () => {
  const agent = anAgent(`context:
  variables: {a: on, b: yes, c: 2026-01-01, d: true, e: 012, f: 0o14, g: 1e3, h: ~}`);

  const { variables } = agent.context;
  expect(variables).toEqual({
    a: "on",
    b: "yes",
    c: "2026-01-01",
    d: true,
    e: 12,
    f: 12,
    g: 1000,
    h: null,
  });
});

test("anchors and aliases save writing", () => {
  const agent = anAgent(`triggers:
  - type: pull_request
    paths: {include: &models ["models/**"]}
  - type: push
    paths: {include: *models}`);

  expect(agent.triggers).toMatchObject([
    { paths: { include: ["models/**"] } },
    { paths: { include: ["models/**"] } },
  ]);
});

test("a key that is not known never takes an agent's other mistakes away", () => {
  const { mistakes } = parseAgentFile(
    "a.yml",
    "name: a\nx: 1\nprompt: 5\ntriggers: [{type: manual, y: 2}]\n",
  );

  expect(mistakes.map(({ path }) => path)).toEqual(["x", "prompt", "triggers[0].y"]);
});
