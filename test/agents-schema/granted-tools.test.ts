import { expect, test } from "vitest";
import { grantedTools } from "#agents-schema/granted-tools.ts";
import { anAgent } from "./an-agent.ts";

const everything = { isFork: false, hasWarehouse: true, hasDbt: true, canExec: true };
const granted = (keys: string, circumstances = {}) =>
  grantedTools(anAgent(keys), { ...everything, ...circumstances }).join(" ");

const reads =
  "read glob grep ls run_sql retrieve_metadata profile_model search_docs lineage impact document_models propose_comment propose_review noop";
const all =
  "read write edit multi_edit glob grep ls run_sql retrieve_metadata profile_model search_docs lineage impact document_models dbt propose_commit propose_pull_request propose_comment propose_review noop";

test.each([
  ["the standard preset changes files and proposes them", "", {}, all],
  ["the safe preset reads, asks and comments", "tools: {preset: safe}", {}, reads],
  [
    "a fork is only read and reviewed",
    "tools: {preset: unrestricted}",
    { isFork: true },
    "read glob grep ls search_docs lineage impact document_models propose_comment propose_review noop",
  ],
  [
    "without a warehouse there is nothing to query",
    "tools: {preset: safe}",
    { hasWarehouse: false },
    "read glob grep ls search_docs lineage impact document_models propose_comment propose_review noop",
  ],
  ["without dbt there is no dbt", "", { hasDbt: false }, all.replace(" dbt", "")],
  [
    "without a sandbox that runs commands there is no dbt",
    "",
    { canExec: false },
    all.replace(" dbt", ""),
  ],
  [
    "excluded tools are gone, but never noop",
    "tools: {exclude: [write, noop]}",
    {},
    all.replace(" write", ""),
  ],
  ["the Slack opt-in changes nothing here", "tools: {include: [slack_tool]}", {}, all],
  [
    "who may not commit cannot propose one",
    "restrictions: {git_operations: {can_commit: false}}",
    {},
    all.replace(" propose_commit propose_pull_request", ""),
  ],
  [
    "who may not push cannot propose one either",
    "restrictions: {git_operations: {can_push: false}}",
    {},
    all.replace(" propose_commit propose_pull_request", ""),
  ],
  [
    "only listed actions can be proposed",
    "restrictions: {actions: {allow: [comment]}}",
    {},
    all.replace(" propose_commit propose_pull_request", "").replace(" propose_review", ""),
  ],
  [
    "none of a kind means none",
    "restrictions: {actions: {max: {review: 0}}}",
    {},
    all.replace(" propose_review", ""),
  ],
])("%s", (_, keys, circumstances, expected) => {
  expect(granted(keys, circumstances)).toBe(expected);
});
