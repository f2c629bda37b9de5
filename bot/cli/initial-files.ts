import type { DbtProject } from "./find-dbt-projects.ts";

/** What `buster init` writes: path and text of each file. They hold for the projects that were found. */
export function initialFiles(projects: readonly DbtProject[]): readonly {
  path: string;
  text: string;
}[] {
  const found = projects.flatMap(({ modelPaths }) => modelPaths);
  const models = found.length === 0 ? ["models"] : found;
  return [
    { path: "buster.yml", text: settings(projects) },
    { path: ".buster/agents/docs-updater.yml", text: docsUpdater(models) },
    { path: ".buster/agents/pr-reviewer.yml", text: reviewer(models) },
  ];
}

function settings(projects: readonly DbtProject[]): string {
  const named = projects.flatMap(({ name, path }) => [`  - name: ${name}`, `    path: ${path}`]);
  const lines =
    named.length > 0
      ? ["projects:", ...named]
      : ["# projects:", "#   - name: my_dbt_project", "#     path: ."];
  return `# Buster's settings for this repository. \`buster validate\` checks them.

${lines.join("\n")}

# Agent files; this is what holds when the list is left out:
# agents: [".buster/agents/*.yml", ".buster/agents/*.yaml"]

# Where approvals are asked for agents that name no channel:
# slack:
#   channel: "#data-approvals"

# Whose click in Slack counts as whose on GitHub:
# people:
#   - { github: octocat, slack: U0123ABCD }
`;
}

function docsUpdater(models: readonly string[]): string {
  return `name: docs-updater
description: Keeps the documentation of dbt models in step with their SQL

triggers:
  - type: pull_request
    events: [opened, synchronize, reopened]
    on_changed_files: ${list(models, "**/*.sql")}

tools:
  preset: standard

restrictions:
  files:
    allow: ${list(models, "**/*.sql", "**/*.yml", "**/*.yaml")}

approvals:
  required_for: [commit]

prompt: |
  For every dbt model that this pull request changes:
  1. Profile it in the warehouse.
  2. Bring its YAML documentation up to date: what one row is, roughly how many there are, what each
     column means. State only numbers that you measured. Keep text that is still right.
  3. Check the YAML with dbt parse.
  4. Propose one commit to the branch of the pull request.
`;
}

function reviewer(models: readonly string[]): string {
  return `name: pr-reviewer
description: Reviews changed dbt models for what would break or mislead

triggers:
  - type: pull_request
    events: [opened, synchronize, reopened]
    on_changed_files: ${list(models, "**/*.sql")}

tools:
  preset: safe

prompt: |
  Review the dbt models that this pull request changes. Look for breaking changes: columns removed,
  renamed or given another type, another grain, joins that multiply or lose rows, filters that drop
  data, keys without a test. Confirm each suspicion with a query where you can.
  Post one review: each finding on its line, with its severity and what to do about it. When nothing
  is wrong, say so in one sentence.
`;
}

function list(models: readonly string[], ...endings: readonly string[]): string {
  const globs = models.flatMap((path) => endings.map((ending) => `"${path}/${ending}"`));
  return globs.length === 1 ? globs.join() : `[${globs.join(", ")}]`;
}
