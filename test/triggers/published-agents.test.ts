import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Event } from "#agents-schema/event.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { compileTriggers } from "#bot/triggers/compile-triggers.ts";
import { aDataEvent, aPullRequest, aPush, aTime } from "./an-event.ts";

const model = ["models/marts/fct_orders.sql"];
const starting = (labels: string[] = []) => aPullRequest({ labels });
const nothing = "not heard";

function answer(file: string, event: Event, files: readonly string[]): string {
  const text = readFileSync(new URL(`../fixtures/agents/${file}.yml`, import.meta.url), "utf8");
  const { agent } = parseAgentFile(`.buster/agents/${file}.yml`, text);
  if (agent === undefined) throw new Error(`${file} does not load`);
  return compileTriggers([agent]).match(event, files, "acme/shop")[0]?.reason ?? nothing;
}

const sql = "models/marts/fct_orders.sql matches models/**/*.sql";
test.each<[string, string, Event, readonly string[], string]>([
  ["seed-docs-updater", "a changed model", starting(), model, sql],
  [
    "seed-docs-updater",
    "a changed README",
    starting(),
    ["README.md"],
    "skipped: no changed file matches models/**/*.sql",
  ],
  ["docs-updater", "a changed model", starting(), model, sql],
  [
    "docs-updater",
    "a label",
    aPullRequest({}, "labeled"),
    model,
    "skipped: it does not listen to `labeled`, only to opened, synchronize",
  ],
  ["flag-breaking-changes", "a changed model", starting(), model, sql],
  [
    "flag-breaking-changes",
    "an approved break",
    starting(["breaking-change-approved"]),
    model,
    "skipped: label breaking-change-approved is set",
  ],
  [
    "breaking-changes",
    "changed properties",
    starting(),
    ["models/a.yml"],
    "models/a.yml matches models/**/*.{sql,yml}",
  ],
  [
    "breaking-changes",
    "another target",
    aPullRequest({ baseRef: "dev" }),
    model,
    "skipped: the target branch dev is none of main, staging, production",
  ],
  ["test-generator", "a changed model", starting(), model, sql],
  ["convention-enforcer", "a changed model", starting(), model, sql],
  [
    "convention-enforcer",
    "the label that skips it",
    starting(["skip-conventions"]),
    model,
    "skipped: label skip-conventions is set",
  ],
  [
    "null-spike-monitor",
    "its time",
    aTime("null-spike-monitor", "2025-03-28T16:00:00Z"),
    [],
    "its schedule `0 */4 * * *` (America/New_York) came due",
  ],
  [
    "schema-change-response",
    "a schema change",
    aDataEvent("schema_change_detected", "fivetran"),
    [],
    "schema_change_detected came from fivetran",
  ],
  [
    "schema-change-handler",
    "a Salesforce change",
    aDataEvent("schema_change_detected", "fivetran", { schema: "raw.salesforce" }),
    [],
    "schema_change_detected came from fivetran",
  ],
  [
    "schema-change-handler",
    "a Stripe change",
    aDataEvent("schema_change_detected", "fivetran", { schema: "raw.stripe" }),
    [],
    "skipped: `schema` is raw.stripe, not raw.salesforce",
  ],
  [
    "dbt-failure-response",
    "a failed run",
    aDataEvent("dbt_run_failed", "dbt_cloud", { environment: "prod" }),
    [],
    "dbt_run_failed came from dbt_cloud",
  ],
  [
    "dbt-failure-response",
    "a failed run of a developer",
    aDataEvent("dbt_run_failed", "dbt_cloud", { environment: "dev" }),
    [],
    "skipped: `environment` is dev, not prod or staging",
  ],
  [
    "freshness-response",
    "a late source",
    aDataEvent("source_freshness_failed", "dbt_cloud", { status: "warn" }),
    [],
    "source_freshness_failed came from dbt_cloud",
  ],
  [
    "pr_reviewer",
    "a changed query",
    starting(),
    ["queries/a/b.sql"],
    "queries/a/b.sql matches queries/**/*.sql",
  ],
  [
    "pr_reviewer",
    "a reopened pull request",
    aPullRequest({}, "reopened"),
    model,
    "skipped: it does not listen to `reopened`, only to opened, synchronize",
  ],
  ["docs_agent", "a push", aPush("main"), ["models/a.sql"], "models/a.sql matches models/**"],
  [
    "docs_agent",
    "a failed pipeline",
    aDataEvent("pipeline_failed", "airflow"),
    [],
    "pipeline_failed came from airflow",
  ],
  [
    "docs_agent",
    "a merge into a release",
    aPullRequest({ baseRef: "release" }),
    model,
    "skipped: the target branch release is none of main, develop",
  ],
  [
    "seed-upstream-schema",
    "a schema change",
    aDataEvent("schema_change_detected", "airbyte"),
    [],
    "schema_change_detected came from airbyte",
  ],
  ["seed-null-rate", "a push", aPush("main"), model, nothing],
])("%s on %s", (file, _, event, files, expected) => {
  expect(answer(file, event, files)).toBe(expected);
});
