/** Tools that agent files may name in `tools.include` and `tools.exclude`. */
export const toolNames = [
  "read",
  "write",
  "edit",
  "multi_edit",
  "glob",
  "grep",
  "ls",
  "bash",
  "run_sql",
  "retrieve_metadata",
  "profile_model",
  "search_docs",
  "document_models",
  "dbt",
  "slack_tool",
  "propose_commit",
  "propose_pull_request",
  "propose_comment",
  "propose_review",
  "noop",
] as const;
export type ToolName = (typeof toolNames)[number];
