import { type KeyPath, keyPath } from "./key-path.ts";
import { nearest } from "./nearest.ts";

/** Says that a key means nothing here, and which one was probably meant. */
export function explainUnknownKey(
  parent: KeyPath,
  key: string,
  known: readonly string[],
): { message: string; hint: string; meant?: string } {
  if (parent[0] === "triggers" && parent.length === 2 && (key === "event" || key === "type")) {
    return {
      message: "`type` and `event` say the same thing",
      hint: "keep one of them: `type` is the older word, `event` the newer",
    };
  }
  const where = parent.length === 0 ? "" : ` in \`${keyPath(parent)}\``;
  const message = `unknown key \`${key.slice(0, 80)}\`${where}`;
  const meant = synonyms.get(key.toLowerCase());
  const near = meant !== undefined && known.includes(meant) ? meant : nearest(key, known);
  if (near !== undefined) return { message, hint: `did you mean \`${near}\`?`, meant: near };
  const home = homes.get(key);
  if (home !== undefined) return { message, hint: `write it in \`${home}\`` };
  return { message, hint: known.length === 0 ? "remove it" : `known here: ${known.join(", ")}` };
}

/** What people write who know other tools. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    on: "triggers",
    when: "triggers",
    instructions: "prompt",
    task: "prompt",
    id: "name",
    title: "name",
    desc: "description",
    disabled: "enabled",
    schedule: "cron",
    tz: "timezone",
    files: "paths",
    labels: "conditions",
    git: "git_operations",
    exclude: "deny",
    ignore: "exclude",
    name: "event_name",
    permissions: "restrictions",
    target_branches: "branches",
    is: "any_of",
    equals: "any_of",
  }),
);

/** Keys that are right, but elsewhere. */
const homes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cron: "triggers[]",
    timezone: "triggers[]",
    on_changed_files: "triggers[]",
    includes: "triggers[]",
    branches: "triggers[]",
    conditions: "triggers[]",
    auto_commit: "triggers[]",
    paths: "triggers[]",
    events: "triggers[]",
    inputs: "triggers[]",
    preset: "tools",
    files: "restrictions.files` or `context.files",
    sql: "restrictions",
    read_only: "restrictions.sql",
    max_rows_returned: "restrictions.sql",
    git_operations: "restrictions",
    branch_prefix: "restrictions.git_operations",
    can_commit: "restrictions.git_operations",
    slack: "notifications",
    channel: "notifications.slack",
    on_failure: "notifications.slack",
    approvers: "approvals",
    required_for: "approvals",
    max_turns: "limits",
    max_tokens: "limits",
    max_cost_usd: "limits",
    concurrency: "limits",
  }),
);
