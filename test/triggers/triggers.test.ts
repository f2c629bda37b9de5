import { describe, expect, test } from "vitest";
import type { Agent } from "#agents-schema/agent.ts";
import type { Event } from "#agents-schema/event.ts";
import { compileTriggers } from "#bot/triggers/compile-triggers.ts";
import { anAgent } from "../agents-schema/an-agent.ts";
import { aComment, aDataEvent, aPullRequest, aPush, aRequest, aTime } from "./an-event.ts";

const home = "acme/shop";
const models = ["models/marts/fct_orders.sql", "models/marts/fct_orders.yml"];

function matches(agents: readonly Agent[], event: Event, files: readonly string[] = []) {
  return compileTriggers(agents).match(event, files, home);
}

/** The reason of one agent with one trigger; undefined when it does not listen. */
function reason(trigger: string, event: Event, files: readonly string[] = []): string | undefined {
  return matches([anAgent(`triggers:\n  - {${trigger}}`)], event, files)[0]?.reason;
}

test("an agent says which file started it, by which pattern, and which files it is about", () => {
  const agent = anAgent("triggers:\n  - type: pull_request\n    on_changed_files: models/**/*.sql");

  const [match] = matches([agent], aPullRequest(), ["README.md", ...models]);

  expect(match).toMatchObject({
    agent,
    starts: true,
    reason: "models/marts/fct_orders.sql matches models/**/*.sql",
    files: ["models/marts/fct_orders.sql"],
    trigger: { kind: "pull_request" },
  });
});

describe("a pull request", () => {
  const on = "type: pull_request";
  test.each([
    ["without any filter starts", on, aPullRequest(), "the pull request was opened"],
    [
      "that changes nothing the agent cares for",
      `${on}, on_changed_files: "seeds/**"`,
      aPullRequest(),
      "skipped: no changed file matches seeds/**",
    ],
    [
      "that changes only what is excluded",
      `${on}, paths: {exclude: [models/]}`,
      aPullRequest(),
      "skipped: every changed file is excluded by models/**",
    ],
    [
      "with one file that is not excluded",
      `${on}, paths: {include: [models/, "!**/*.sql"]}`,
      aPullRequest(),
      "models/marts/fct_orders.yml matches models/**",
    ],
    [
      "against another branch",
      `${on}, branches: [develop, "release/**"]`,
      aPullRequest(),
      "skipped: the target branch main is none of develop, release/**",
    ],
    [
      "against a branch that a glob names",
      `${on}, branches: ["release/**"]`,
      aPullRequest({ baseRef: "release/2025/q1" }),
      "the pull request was opened",
    ],
    [
      "whose action the agent does not hear",
      `${on}, events: [closed]`,
      aPullRequest(),
      "skipped: it does not listen to `opened`, only to closed",
    ],
    [
      "of another repository is not heard",
      `${on}, repository: acme/other`,
      aPullRequest(),
      undefined,
    ],
    [
      "of a repository named in other letters",
      `${on}, repository: ACME/Shop`,
      aPullRequest(),
      "the pull request was opened",
    ],
    [
      "pushed to",
      `${on}, events: [synchronize]`,
      aPullRequest({}, "synchronize"),
      "the pull request was pushed to",
    ],
  ])("%s", (_, trigger, event, expected) => {
    expect(reason(trigger, event, models)).toBe(expected);
  });

  test.each([
    ["type: pr_labels, none_of: [skip-docs]", { labels: ["Skip-Docs"] }, "label skip-docs is set"],
    ["type: pr_labels, any_of: [a, b]", { labels: ["c"] }, "none of the labels a, b is set"],
    ["type: pr_labels, all_of: [a, b]", { labels: ["a"] }, "label b is not set"],
    ["type: pr_labels, any_of: ['area/*']", { labels: ["area/dbt"] }, undefined],
    [
      "type: pr_author, none_of: ['*[bot]']",
      { author: "renovate[bot]" },
      "the author is renovate[bot]",
    ],
    ["type: pr_author, any_of: ['@Ada']", {}, undefined],
    ["type: pr_draft, any_of: [false]", { draft: true }, "the pull request is a draft"],
    ["type: pr_draft, none_of: [true]", {}, undefined],
    ["type: pr_title, none_of: ['WIP*']", { title: "wip: x" }, "the title matches WIP*"],
    [
      "type: changed_lines, all_of: ['<= 500']",
      { changedLines: 501 },
      "501 changed lines are not <= 500",
    ],
    ["type: changed_lines, any_of: ['10..20']", {}, undefined],
    [
      "type: changed_lines, any_of: [12]",
      { changedLines: null },
      "the number of changed lines is not known",
    ],
  ])("has to meet the condition {%s}", (condition, facts, why) => {
    const said = reason(`type: pull_request, conditions: [{${condition}}]`, aPullRequest(facts));

    expect(said).toBe(why === undefined ? "the pull request was opened" : `skipped: ${why}`);
  });

  test("of several triggers the one that starts counts, else the one that came nearest", () => {
    const agent = anAgent(`triggers:
  - {type: pull_request, branches: [develop]}
  - {type: pull_request, on_changed_files: "models/**"}`);

    expect(matches([agent], aPullRequest(), models)[0]?.starts).toBe(true);
    expect(matches([agent], aPullRequest(), ["x.md"])[0]?.reason).toBe(
      "skipped: no changed file matches models/**",
    );
  });

  test("is answered by every agent that listens, and by no other", () => {
    const agents = [
      anAgent("name: one\ntriggers: [{type: pull_request}]"),
      anAgent("name: two\ntriggers: [{type: push}]"),
      anAgent("name: three\nenabled: false\ntriggers: [{type: pull_request}]"),
    ];

    const told = matches(agents, aPullRequest(), models).map(({ agent, starts }) => [
      agent.name,
      starts,
    ]);

    expect(told).toEqual([
      ["one", true],
      ["three", false],
    ]);
  });
});

test.each([
  [
    "branches: [main], includes: ['models/**']",
    "main",
    "models/marts/fct_orders.sql matches models/**",
  ],
  ["branches: [develop]", "main", "skipped: the branch main is none of develop"],
  ["branches: ['*']", "feature/x", "feature/x was pushed to"],
  ["includes: 'seeds/'", "main", "skipped: no changed file matches seeds/**"],
])("a push is heard by {%s} on %s", (trigger, branch, expected) => {
  expect(reason(`type: push, ${trigger}`, aPush(branch), models)).toBe(expected);
});

describe("a schedule", () => {
  const at = "2025-03-28T13:00:20.000Z";
  test("starts the agent that it was set for, in its own time zone", () => {
    const keys = (zone: string) =>
      `name: ${zone.slice(0, 3).toLowerCase()}\ntriggers: [{type: scheduled, cron: "0 9 * * 1-5", timezone: ${zone}}]`;
    const agents = [anAgent(keys("America/New_York")), anAgent(keys("Europe/Berlin"))];

    expect(matches(agents, aTime("ame", at))).toMatchObject([
      { starts: true, reason: "its schedule `0 9 * * 1-5` (America/New_York) came due" },
    ]);
    expect(matches(agents, aTime("eur", at))).toMatchObject([{ starts: false }]);
  });

  test("of an agent that wants changes waits for some", () => {
    const agent = anAgent(`triggers:
  - {type: scheduled, cron: "0 * * * *", only_if_changed: {includes: ["models/**"]}}`);
    const said = (files: string[]) => matches([agent], aTime("helper", at), files)[0]?.reason;

    expect(said([])).toBe("skipped: nothing changed since the last run");
    expect(said(["README.md"])).toBe("skipped: no changed file matches models/**");
    expect(said(models)).toBe("models/marts/fct_orders.sql matches models/**");
  });
});

describe("an event of the data stack", () => {
  const payload = {
    schema: "raw.salesforce",
    environment: "prod",
    table: { name: "orders", tags: ["core", "pii"] },
    "dotted.key": 5,
    failed: null,
  };
  const event = aDataEvent("schema_change_detected", "fivetran", payload);
  test.each([
    ["event_name: schema_change_detected", "schema_change_detected came from fivetran"],
    ["source: Fivetran", "schema_change_detected came from fivetran"],
    ["event_name: dbt_run_failed", undefined],
    ["source: airbyte", "skipped: the event comes from fivetran, not airbyte"],
    [
      "source: fivetran, filters: {schema: raw.salesforce}",
      "schema_change_detected came from fivetran",
    ],
    [
      "source: fivetran, filters: {schema: raw.stripe}",
      "skipped: `schema` is raw.salesforce, not raw.stripe",
    ],
    [
      "source: fivetran, filters: {schema: 'raw.*', environment: [staging, prod]}",
      "schema_change_detected came from fivetran",
    ],
    [
      "source: fivetran, filters: {environment: [staging, dev]}",
      "skipped: `environment` is prod, not staging or dev",
    ],
    [
      "source: fivetran, filters: {table.name: orders, table.tags: pii}",
      "schema_change_detected came from fivetran",
    ],
    [
      "source: fivetran, filters: {table: {name: orders}, dotted.key: 5}",
      "schema_change_detected came from fivetran",
    ],
    ["source: fivetran, filters: {table: {name: items}}", "skipped: `name` is orders, not items"],
    ["source: fivetran, filters: {gone.away: x}", "skipped: the event has no `gone.away`"],
    ["source: fivetran, filters: {failed: null}", "schema_change_detected came from fivetran"],
    [
      "source: fivetran, filters: {constructor.name: Object}",
      "skipped: the event has no `constructor.name`",
    ],
  ])("is heard by {%s}", (trigger, expected) => {
    expect(reason(`type: event, ${trigger}`, event)).toBe(expected);
  });

  test("can be an event of one's own", () => {
    const said = reason(
      "type: event, event_name: custom.late_*",
      aDataEvent("custom.late_orders", "cron"),
    );

    expect(said).toBe("custom.late_orders came from cron");
  });

  test.each([
    [
      "models: ['fct_*'], checks: [freshness]",
      "the monitor saw a breach of freshness in fct_orders",
    ],
    ["models: [dim_customers]", "skipped: the alert is about fct_orders, not about dim_customers"],
    ["checks: [volume]", "skipped: the check freshness is none of volume"],
    ["severity: error", "skipped: the severity warn is none of error"],
  ])("can be a monitor's breach for {%s}", (trigger, expected) => {
    const breach = { model: "fct_orders", check: "freshness", severity: "warn" };

    expect(
      reason(`type: monitor, ${trigger}`, aDataEvent("data_quality_alert", "buster", breach)),
    ).toBe(expected);
    expect(
      reason(`type: monitor, ${trigger}`, aDataEvent("dbt_run_failed", "dbt_cloud")),
    ).toBeUndefined();
  });
});

describe("somebody who asks for an agent", () => {
  const inputs = "inputs: {model: {required: true}, days: {type: number}, deep: {type: boolean}}";
  test.each([
    ["type: pull_request", {}, "helper was asked for by name"],
    [`type: manual, ${inputs}`, {}, "skipped: the input `model` is required"],
    [
      `type: manual, ${inputs}`,
      { model: "a", days: "many" },
      "skipped: the input `days` is not a number",
    ],
    [
      `type: manual, ${inputs}`,
      { model: "a", deep: "yes" },
      "skipped: the input `deep` is not a boolean",
    ],
    [
      `type: manual, ${inputs}`,
      { model: "a", days: "30", deep: "true" },
      "helper was asked for by name",
    ],
  ])("with the trigger {%s} and %o", (trigger, given, expected) => {
    expect(reason(trigger, aRequest("helper", given))).toBe(expected);
  });

  test("by a name that no agent has gets no answer", () => {
    expect(reason("type: manual", aRequest("nobody"))).toBeUndefined();
  });

  test.each([
    [
      "type: comment, commands: [document this]",
      "@buster document this please",
      "somebody wrote `document this`",
    ],
    ["type: comment", "@buster Helper", "somebody wrote `helper`"],
    ["type: comment, commands: [doc]", "@buster document", undefined],
    ["type: mention, commands: [doc]", "@buster doc", undefined],
  ])("in a comment, with the trigger {%s}: %s", (trigger, body, expected) => {
    expect(reason(trigger, aComment(body))).toBe(expected);
  });
});

test("adding an agent to a thousand costs its own patterns", () => {
  const agents = Array.from({ length: 1000 }, (_, number) =>
    anAgent(
      `name: agent-${number}\ntriggers: [{type: pull_request, on_changed_files: "models/area_${number}/**"}]`,
    ),
  );
  const index = compileTriggers(agents);
  const before = index.nodes;

  index.add(
    anAgent(
      "name: last\ntriggers: [{type: pull_request, on_changed_files: 'models/area_1/**/*.sql'}]",
    ),
  );

  expect(index.nodes - before).toBe(1);
  expect(
    index.match(aPullRequest(), ["models/area_1/a.sql"], home).filter(({ starts }) => starts),
  ).toHaveLength(2);
});
