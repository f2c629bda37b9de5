/** What a process of Buster does: doors, approvals and effects; agents; or both. */
export const roles = ["all", "bot", "runner"] as const;
export type Role = (typeof roles)[number];
