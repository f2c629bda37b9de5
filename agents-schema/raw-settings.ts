import { z } from "zod";
import {
  branchList,
  globList,
  plainPath,
  repositoryName,
  section,
  someText,
  textList,
  textThat,
} from "./raw-values.ts";

const project = section({
  name: someText,
  path: textThat((path) => (path === "." ? undefined : plainPathComplaint(path)))
    .describe("Directory of dbt_project.yml; found by itself when left out.")
    .optional(),
  data_source: someText.optional(),
  database: someText.optional(),
  schema: someText.optional(),
  include: globList.optional(),
  exclude: globList.optional(),
});

const logs = section({
  data_source: someText.optional(),
  database: someText,
  schema: someText,
  table_name: someText.optional(),
});

const automationTrigger = z.discriminatedUnion("event", [
  section({
    event: z.literal("pull_request"),
    repository: repositoryName.optional(),
    types: z
      .array(z.enum(["opened", "reopened", "synchronize"]))
      .min(1)
      .optional(),
    branches: branchList.optional(),
    upstream_repositories: z
      .array(section({ repository: repositoryName, branches: branchList.optional() }))
      .optional(),
  }),
  section({
    event: z.literal("push"),
    repository: repositoryName.optional(),
    branches: branchList.optional(),
  }),
]);

const automation = section({
  agent: z.enum([
    "documentation_agent",
    "documentation-agent",
    "upstream_conflict_agent",
    "upstream-conflict-agent",
  ]),
  on: z.array(automationTrigger).min(1),
});

const documentation = section({
  on_connect: z
    .boolean()
    .describe(
      "Document the project when the GitHub App is installed on the repository: one pull request. true when left out.",
    )
    .optional(),
  layout: z
    .enum(["dbt", "buster"])
    .describe(
      "dbt: Buster's own keys go under config.meta, which every dbt accepts. buster: beside dbt's own. dbt when left out.",
    )
    .optional(),
  select: someText
    .describe("Which models, in dbt's selection syntax; all of the project when left out.")
    .optional(),
  concurrency: z
    .number()
    .int()
    .positive()
    .max(64)
    .describe("Tables measured at once, each with its own connection; 4 when left out.")
    .optional(),
  deny_columns: textList
    .describe("`table.column` or `column`: never measured, and nothing is said of their values.")
    .optional(),
  deny_schemas: textList
    .describe("Schemas of the warehouse of which nothing is measured.")
    .optional(),
});

const person = section({
  github: z.string().regex(/^@?[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, {
    error: "a GitHub login is expected\nwrite `github: octocat`",
  }),
  slack: z.string().regex(/^[UW][A-Z0-9]{5,20}$/, {
    error:
      "a Slack member id is expected, not a display name\nin Slack: profile, ⋮, Copy member ID",
  }),
});

/** `buster.yml` as people write it. */
export const RawSettings = section({
  projects: z.array(project).min(1).describe("dbt projects of this repository.").optional(),
  agents: globList.describe("Agent files; `.buster/agents/*.yml` when left out.").optional(),
  people: z.array(person).describe("Which Slack member is which GitHub person.").optional(),
  slack: section({
    channel: z
      .string()
      .regex(/^(?:#[^\s#,@:<>]{1,79}|[CGD][A-Z0-9]{6,20})$/, {
        error: 'a channel is written with `#` and in quotes\nwrite `channel: "#data-approvals"`',
      })
      .optional(),
  })
    .describe("Where approvals of agents that name no channel are asked.")
    .optional(),
  documentation: documentation
    .describe("How models and columns are documented from measured facts.")
    .optional(),
  logs: logs.optional(),
  automation: z.array(automation).optional(),
});
export type RawSettings = z.infer<typeof RawSettings>;

function plainPathComplaint(path: string): string | undefined {
  return plainPath.safeParse(path).error?.issues[0]?.message;
}
