/** Only this agent: the bike shop's own are taken away, so that a story has one thing going on. */
export function onlyAgents(
  agents: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const own = ["breaking-change-detector", "docs-updater", "null-spike-monitor", "pr-reviewer"].map(
    (name) => [`.buster/agents/${name}.yml`, null],
  );
  const added = Object.entries(agents).map(([name, text]) => [`.buster/agents/${name}.yml`, text]);
  return Object.fromEntries([...own, ...added]);
}

/** Documents changed models; `extra` are lines of YAML at the top level or of the trigger (`autoCommit`). */
export function docsAgent(options: { autoCommit?: boolean; extra?: string } = {}): string {
  const auto = options.autoCommit === undefined ? "" : `    auto_commit: ${options.autoCommit}\n`;
  return `name: docs-updater
triggers:
  - type: pull_request
    events: [opened, synchronize]
    on_changed_files: "models/**/*.sql"
${auto}  - type: manual
restrictions:
  files:
    allow: ["models/"]
${options.extra ?? ""}
prompt: Document the dbt models that this pull request changes.
`;
}

/** Reviews changed models. */
export function reviewAgent(name = "pr-reviewer"): string {
  return `name: ${name}
triggers:
  - type: pull_request
    events: [opened, synchronize]
    on_changed_files: "models/**/*.sql"
tools: {preset: safe}
prompt: Review the changed models for breaking changes.
`;
}

/** Asks the language model to do something that no recipe does. */
export function modelAgent(name: string, extra = ""): string {
  return `name: ${name}
triggers:
  - type: pull_request
    events: [opened]
    on_changed_files: "models/**/*.sql"
  - type: manual
${extra}
prompt: Say how many orders there are.
`;
}
