import type { EventOf } from "#agents-schema/event.ts";
import { PlatformFailure } from "../ports.ts";
import { documentRepository } from "./document-repository.ts";
import type { House } from "./house.ts";
import { stopRuns } from "./stop-runs.ts";

/**
 * The App was installed on repositories, or taken away from them. Those with a `buster.yml` are documented once;
 * where we may not act any more, nothing goes on.
 */
export async function admitInstallation(
  house: House,
  event: EventOf<"installation">,
  deliveryId: string,
): Promise<string> {
  if (event.action === "disconnected") return leave(house, event);

  const outcomes: string[] = [];
  const failures: PlatformFailure[] = [];
  for (const fullName of event.repositories) {
    try {
      const { say } = await documentRepository(house, {
        repository: { fullName, installationId: event.installationId },
        // Not the whole list: an organisation may have installed it on hundreds.
        event: { ...event, repositories: [fullName] },
        deliveryId,
        by: event.sender,
        because: "the GitHub App was installed on the repository",
        places: [],
        onConnect: true,
      });
      house.log.info({ repository: fullName, outcome: say }, "repository connected");
      outcomes.push(say);
    } catch (cause) {
      // One that cannot be read keeps no other from being documented.
      if (!(cause instanceof PlatformFailure)) throw cause;
      house.log.warn({ repository: fullName, err: cause }, "repository not looked at");
      failures.push(cause);
    }
  }
  const passing = failures.find(({ code }) => code !== "permanent");
  if (passing !== undefined) throw passing;
  return [...outcomes, ...failures.map(({ message }) => message)].join(" ").slice(0, 2_000);
}

async function leave(
  house: House,
  { account, repositories, sender }: EventOf<"installation">,
): Promise<string> {
  const gone = new Set(repositories.map((name) => name.toLowerCase()));
  const owner = `${account.toLowerCase()}/`;
  const isGone = (fullName: string) =>
    gone.size === 0 ? fullName.startsWith(owner) : gone.has(fullName);
  const active = await house.runs.active({});
  const ours = active.filter(({ repository }) => isGone(repository.fullName.toLowerCase()));
  const stopped = await stopRuns(house, ours, sender);
  return `the App is gone from ${repositories.join(", ") || account}; ${stopped.length} runs stopped`;
}
