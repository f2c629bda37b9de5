import { expect, test } from "vitest";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { Settings } from "#agents-schema/settings.ts";

test("every key of buster.yml is understood, also those of older versions", () => {
  const { settings, mistakes } = parseSettingsFile(`projects:
  - name: analytics
    path: ./dbt/analytics/
    data_source: warehouse
    database: prod
    schema: public
    include: ["models/**/*.yml"]
    exclude: ["models/legacy/**"]
  - name: shop
agents:
  - .buster/agents/docs.yml
  - bots/*.yml
people:
  - {github: "@ada", slack: U0123ABCD}
slack:
  channel: "#data-approvals"
documentation:
  {on_connect: false, layout: buster, select: "marts+", concurrency: 8, deny_columns: [salary, staff.iban], deny_schemas: [payroll]}
logs: {database: prod, schema: logs}
automation:
  - agent: documentation_agent
    on:
      - event: pull_request
        types: [opened, reopened, synchronize]
        branches: [staging, main]
        upstream_repositories:
          - {repository: acme/upstream, branches: ["*"]}
      - event: push
        branches: [main]
`);

  expect(mistakes).toEqual([]);
  expect(Settings.parse(settings)).toMatchInlineSnapshot(`
    {
      "agents": [
        ".buster/agents/docs.yml",
        "bots/*.yml",
      ],
      "documentation": {
        "concurrency": 8,
        "denyColumns": [
          "salary",
          "staff.iban",
        ],
        "denySchemas": [
          "payroll",
        ],
        "layout": "buster",
        "onConnect": false,
        "select": "marts+",
      },
      "people": [
        {
          "github": "ada",
          "slack": "U0123ABCD",
        },
      ],
      "projects": [
        {
          "dataSource": "warehouse",
          "database": "prod",
          "exclude": [
            "models/legacy/**",
          ],
          "include": [
            "models/**/*.yml",
          ],
          "name": "analytics",
          "path": "dbt/analytics",
          "schema": "public",
        },
        {
          "dataSource": null,
          "database": null,
          "exclude": [],
          "include": [
            "**/*.yml",
            "**/*.yaml",
          ],
          "name": "shop",
          "path": ".",
          "schema": null,
        },
      ],
      "slack": {
        "channel": "#data-approvals",
      },
    }
  `);
});

test("an empty buster.yml means the defaults", () => {
  const { settings } = parseSettingsFile("# nothing yet\n");

  expect(settings?.agents).toEqual([".buster/agents/*.yml", ".buster/agents/*.yaml"]);
  expect(settings?.documentation).toEqual({
    onConnect: true,
    layout: "dbt",
    select: null,
    concurrency: 4,
    denyColumns: [],
    denySchemas: [],
  });
});

test("a documentation section names what it changes, and mistakes in it", () => {
  const some = parseSettingsFile("documentation: {select: 'staging'}\n").settings?.documentation;
  const { mistakes } = parseSettingsFile("documentation: {on_conect: false, concurrency: 0}\n");

  expect(some).toMatchObject({ onConnect: true, layout: "dbt", select: "staging" });
  expect(mistakes.map(({ message }) => message)).toEqual([
    expect.stringContaining("unknown key `on_conect`"),
    expect.stringMatching(/0|small|greater/),
  ]);
});

test("mistakes in buster.yml are named with line and column", () => {
  const { settings, mistakes } = parseSettingsFile(`projects: []
agent: [.buster/agents/*.yml]
people:
  - github: ada
    slack: "@ada"
slack:
  channel: data
automation:
  - agent: review_agent
    on: pull_request
`);

  expect(settings).toBeUndefined();
  expect(
    mistakes.map((one) => `${one.line}:${one.column} ${one.message}; ${one.hint}`),
  ).toMatchInlineSnapshot(`
    [
      "1:11 this list is empty; list something, or remove the key",
      "2:1 unknown key \`agent\`; did you mean \`agents\`?",
      "5:12 a Slack member id is expected, not a display name; in Slack: profile, ⋮, Copy member ID",
      "7:12 a channel is written with \`#\` and in quotes; write \`channel: "#data-approvals"\`",
      "9:12 \`review_agent\` is none of documentation_agent, documentation-agent, upstream_conflict_agent, upstream-conflict-agent; ",
      "10:9 expected a list, not the text \`pull_request\`; write a list: \`on: ["pull_request"]\`",
    ]
  `);
});
