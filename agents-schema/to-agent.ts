import { type Agent, presets } from "./agent.ts";
import { duration } from "./duration.ts";
import type { RawAgent } from "./raw-agent.ts";
import { asTextList } from "./shapes.ts";
import { toTrigger } from "./to-trigger.ts";

/** A valid agent file in the shape that the program trusts. Every default of an agent is here or in `toTrigger`. */
export function toAgent(raw: RawAgent, path: string): Agent {
  const preset = raw.tools?.preset ?? "standard";
  const power = presets.indexOf(preset);
  const files = raw.restrictions?.files;
  const sql = raw.restrictions?.sql;
  const git = raw.restrictions?.git_operations;
  const slack = raw.notifications?.slack;
  return {
    name: raw.name,
    description: raw.description ?? "",
    path,
    enabled: raw.enabled ?? true,
    mode: raw.mode ?? "live",
    model: raw.model ?? null,
    prompt: raw.prompt,
    triggers: raw.triggers.map(toTrigger),
    tools: {
      preset,
      include: raw.tools?.include ?? [],
      exclude: raw.tools?.exclude ?? [],
      bash: { allow: raw.tools?.bash?.allow ?? [] },
      dbt: { allow: raw.tools?.dbt?.allow ?? [] },
    },
    restrictions: {
      files: {
        allow: files?.allow ?? [],
        deny: files?.deny ?? [],
        canCreate: files?.can_create_files ?? power > 0,
        canDelete: files?.can_delete_files ?? power > 1,
      },
      sql: {
        readOnly: sql?.read_only ?? true,
        maxRowsReturned: sql?.max_rows_returned ?? 1000,
        timeoutSeconds: sql?.timeout_seconds ?? 60,
        maxBytesScanned: sql?.max_bytes_scanned ?? null,
        allowSchemas: sql?.allow_schemas ?? [],
        denySchemas: sql?.deny_schemas ?? [],
        denyColumns: sql?.deny_columns ?? [],
      },
      git: {
        canCommit: git?.can_commit ?? power > 0,
        canPush: git?.can_push ?? power > 0,
        canCreatePr: git?.can_create_pr ?? power > 0,
        branchPrefix: git?.branch_prefix ?? "buster/",
        protectedBranches: git?.protected_branches ?? ["main", "master"],
      },
      actions: {
        allow: raw.restrictions?.actions?.allow ?? [],
        max: raw.restrictions?.actions?.max ?? {},
      },
      network: { allow: raw.restrictions?.network?.allow ?? [] },
    },
    approvals: {
      requiredFor: raw.approvals?.required_for ?? [],
      approvers: raw.approvals?.approvers ?? [],
      count: raw.approvals?.count ?? 1,
      expiresAfterSeconds: duration(raw.approvals?.expires_after ?? "24h"),
      // In a small team the person who asks is often the only one who can approve.
      allowSelf: raw.approvals?.allow_self ?? true,
    },
    notifications: {
      slack:
        slack?.channel === undefined
          ? null
          : {
              channel: slack.channel,
              onStart: slack.on_start ?? false,
              onSuccess: slack.on_success ?? true,
              onFailure: slack.on_failure ?? true,
              onFinding: slack.on_finding ?? true,
              mention: asTextList(slack.mention),
            },
      pagerduty: raw.notifications?.pagerduty ?? null,
      webhook: raw.notifications?.webhook ?? null,
    },
    context: {
      files: raw.context?.files ?? [],
      models: raw.context?.models ?? [],
      variables: raw.context?.variables ?? {},
    },
    limits: {
      timeoutSeconds: raw.limits?.timeout ?? raw.timeout ?? 900,
      maxTurns: raw.limits?.max_turns ?? 60,
      maxTokens: raw.limits?.max_tokens ?? 400_000,
      maxCostUsd: raw.limits?.max_cost_usd ?? 5,
      concurrency: raw.limits?.concurrency ?? 1,
    },
  };
}
