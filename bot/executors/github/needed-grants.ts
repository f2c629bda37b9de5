/** What the App must be granted, as `app.yml` asks for it. */
export const neededGrants = {
  permissions: {
    checks: "write",
    contents: "write",
    issues: "write",
    pull_requests: "write",
    members: "read",
    metadata: "read",
  },
  events: ["pull_request", "issue_comment", "check_run"],
} as const;
