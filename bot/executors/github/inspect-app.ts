import { z } from "zod";
import { neededGrants } from "./needed-grants.ts";
import type { App } from "./open-app.ts";

export interface AppInspection {
  slug: string;
  name: string;
  /** Needed, and not granted or only to be read: `contents: write`. */
  missingPermissions: string[];
  missingEvents: string[];
  /** Accounts with an installation; `suspended` ones answer nothing. */
  installations: { account: string; isSuspended: boolean }[];
  /** This machine's clock less GitHub's, in seconds; null when GitHub does not say. Tokens allow 60. */
  clockSkewSeconds: number | null;
}

const Self = z.object({
  slug: z.string(),
  name: z.string(),
  permissions: z.record(z.string(), z.string()),
  events: z.array(z.string()),
});
const Installations = z.array(
  z.object({
    account: z.object({ login: z.string() }).nullish(),
    suspended_at: z.string().nullish(),
  }),
);

/** What GitHub has granted the App, beside what is needed. Rejects with PlatformFailure. */
export async function inspectApp(app: App): Promise<AppInspection> {
  const { octokit, lane } = await app.asItself();
  const call = { doing: "asking GitHub what the App may do", isWrite: false };
  const { self, date } = await lane(call, async () => {
    const { data, headers } = await octokit.request("GET /app");
    return { self: Self.parse(data), date: headers.date };
  });
  const installed = await lane(call, async () => {
    const { data } = await octokit.request("GET /app/installations", { per_page: 100 });
    return Installations.parse(data);
  });

  const theirs = Date.parse(date ?? "");
  return {
    slug: self.slug,
    name: self.name,
    missingPermissions: Object.entries(neededGrants.permissions)
      .filter(([name, level]) => !reaches(self.permissions[name], level))
      .map(([name, level]) => `${name}: ${level}`),
    missingEvents: neededGrants.events.filter((event) => !self.events.includes(event)),
    installations: installed.map(({ account, suspended_at }) => ({
      account: account?.login ?? "a deleted account",
      isSuspended: suspended_at != null,
    })),
    clockSkewSeconds: Number.isNaN(theirs)
      ? null
      : Math.round((app.clock.now().getTime() - theirs) / 1000),
  };
}

function reaches(granted: string | undefined, needed: "read" | "write"): boolean {
  if (granted === undefined) return false;
  return needed === "read" || granted === "write" || granted === "admin";
}
