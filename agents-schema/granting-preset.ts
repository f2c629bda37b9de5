import type { ToolName } from "./tool-names.ts";

/**
 * The least powerful preset that grants a tool; `opt-in` tools are granted by none and come only by
 * `tools.include`. A new tool does not compile until someone decides who gets it.
 */
export const grantingPreset: Readonly<Record<ToolName, "safe" | "standard" | "opt-in">> = {
  read: "safe",
  glob: "safe",
  grep: "safe",
  ls: "safe",
  run_sql: "safe",
  retrieve_metadata: "safe",
  profile_model: "safe",
  search_docs: "safe",
  lineage: "safe",
  impact: "safe",
  // Where nothing may be written it only shows what could be.
  document_models: "safe",
  propose_comment: "safe",
  propose_review: "safe",
  noop: "safe",
  write: "standard",
  edit: "standard",
  multi_edit: "standard",
  bash: "standard",
  dbt: "standard",
  propose_commit: "standard",
  propose_pull_request: "standard",
  slack_tool: "opt-in",
};
