/** GitHub's role names, and `none` for a stranger. */
export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface GitHubOptions {
  /** Owner of the repositories, `acme` by default. */
  organization?: string;
  /** People. `permission` holds for every repository (`write` by default), `teams` are slugs. */
  users: readonly {
    login: string;
    permission?: Role;
    teams?: readonly string[];
  }[];
  /** What the default branch `main` holds at the beginning: files by path, or those of a directory. */
  repositories: readonly {
    name: string;
    private?: boolean;
    files: Files | { directory: string };
  }[];
  app?: {
    id?: number;
    slug?: string;
    installationId?: number;
    /** Where webhooks go; can be said later with `sendWebhooksTo`. */
    webhookUrl?: string;
    webhookSecret?: string;
    permissions?: Readonly<Record<string, "read" | "write">>;
    events?: readonly string[];
    /** Repositories where the app is installed; all by default. */
    repositories?: readonly string[];
  };
}

/** What deploy's manifest asks for. */
export const grantedPermissions = {
  checks: "write",
  contents: "write",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "read",
  actions: "read",
} as const;

export const subscribedEvents = [
  "check_run",
  "check_suite",
  "issue_comment",
  "issues",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "repository",
];

const ranks: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];

export function roleReaches(role: Role, needed: Role): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(needed);
}
