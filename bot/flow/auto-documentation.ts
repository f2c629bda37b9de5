import type { Agent } from "#agents-schema/agent.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import type { Settings } from "#agents-schema/settings.ts";

export const autoDocumentationName = "auto-documentation";
/** What stands in place of a path for agents that are no file of the repository. */
const path = "built-in";

/**
 * Six hours, the longest that a run may have: thousands of models on a slow warehouse. Where a language model
 * writes, its money is what counts, not its tokens.
 */
const file = `name: ${autoDocumentationName}
description: Documents every model and column from measured facts
triggers:
  - type: manual
model: offline:document-project
tools:
  preset: standard
restrictions:
  actions: {allow: [pull_request], max: {pull_request: 1}}
  sql: {timeout_seconds: 600}
limits: {timeout: 21600, max_tokens: 100000000}
prompt: Document every model of the project from measured facts, and propose one pull request with it.
`;

/**
 * Who documents a repository when the App is installed on it. No file of the repository can take its place: what
 * nobody there has asked for must be ours from beginning to end. The team decides with `buster.yml`.
 */
export function autoDocumentation(settings: Settings): Agent {
  const { agent, mistakes } = parseAgentFile(path, file);
  if (agent === undefined) throw new Error(`the built-in agent: ${mistakes[0]?.message}`);
  const { channel } = settings.slack;
  const slack =
    channel === null
      ? null
      : { channel, onStart: true, onSuccess: true, onFailure: true, onFinding: false, mention: [] };
  const { denyColumns, denySchemas } = settings.documentation;
  const { restrictions } = agent;
  return {
    ...agent,
    restrictions: { ...restrictions, sql: { ...restrictions.sql, denyColumns, denySchemas } },
    notifications: { ...agent.notifications, slack },
  };
}

/** Is it the built-in one? Files of a repository have a directory and an ending, so none is taken for it. */
export function isAutoDocumentation(agent: Agent): boolean {
  return agent.path === path && agent.name === autoDocumentationName;
}
