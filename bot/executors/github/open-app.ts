import type { ProbotOctokit } from "probot";
import { z } from "zod";
import type { RepositoryRef } from "#agents-schema/event.ts";
import type { Clock, Lanes, Log, Screen } from "../../ports.ts";
import { createLane, type Lane } from "./create-lane.ts";
import { splitName } from "./split-name.ts";

export interface AppOptions {
  appId: number;
  /** PEM. */
  privateKey: string;
  /** Of the REST API: `https://<host>/api/v3` on GitHub Enterprise Server. */
  baseUrl?: string;
  clock: Clock;
  log: Log;
  /** Every write passes it. */
  screen: Screen;
  /** Shared by all processes; undefined: this one is alone. */
  lanes?: Lanes;
  /** What GitHub asks for between two writes, in milliseconds (0). */
  writeGapMs?: number;
}

export interface Connection {
  octokit: InstanceType<typeof ProbotOctokit>;
  lane: Lane;
}

/** The App, as itself and as each of its installations. Tokens are kept for their hour. */
export interface App {
  clock: Clock;
  log: Log;
  screen: Screen;
  baseUrl: string;
  asItself(): Promise<Connection>;
  installedOn(repository: RepositoryRef): Promise<Connection & { installationId: number }>;
  /** The App's name in URLs. */
  slug(): Promise<string>;
}

/** GitHub answers within 10 s or not at all. */
const answerWithinMs = 30_000;

/** Nothing is loaded or asked before the first call. */
export function openApp(options: AppOptions): App {
  const { appId, privateKey, clock, log, screen } = options;
  const baseUrl = (options.baseUrl ?? "https://api.github.com").replace(/\/$/, "");
  const connections = new Map<number | undefined, Promise<Connection>>();
  const installations = new Map<string, number>();
  let slug: string | undefined;

  const connect = async (installationId: number | undefined): Promise<Connection> => {
    const { ProbotOctokit } = await import("probot");
    const octokit = new ProbotOctokit({
      auth: { appId, privateKey, ...(installationId === undefined ? {} : { installationId }) },
      baseUrl,
      userAgent: "buster",
      // The plug-in would wait 1 s before each write and 3 s before each comment; the lane keeps order.
      throttle: { enabled: false },
      // The plug-in would repeat writes that may have happened.
      retry: { enabled: false },
      log: quiet(log),
      request: { fetch: fetchInTime },
    });
    const turns =
      options.lanes === undefined || installationId === undefined
        ? undefined
        : {
            lanes: options.lanes,
            name: `github:${installationId}`,
            gapMs: options.writeGapMs ?? 0,
          };
    return { octokit, lane: createLane(clock, log, turns) };
  };

  const connection = (installationId: number | undefined): Promise<Connection> => {
    const known = connections.get(installationId);
    if (known !== undefined) return known;
    const made = connect(installationId);
    connections.set(installationId, made);
    return made;
  };

  const installationOf = async ({ fullName, installationId }: RepositoryRef): Promise<number> => {
    // After a reinstallation events bring another id; it holds for those who know only the name too.
    if (installationId !== null) installations.set(fullName, installationId);
    const known = installations.get(fullName);
    if (known !== undefined) return known;
    const { octokit, lane } = await connection(undefined);
    const id = await lane(
      { doing: `looking for the App's installation on ${fullName}`, isWrite: false },
      async () => {
        const route = "GET /repos/{owner}/{repo}/installation";
        const { data } = await octokit.request(route, splitName(fullName));
        return z.object({ id: z.number() }).parse(data).id;
      },
    );
    installations.set(fullName, id);
    return id;
  };

  return {
    clock,
    log,
    screen,
    baseUrl,
    asItself: () => connection(undefined),
    async installedOn(repository) {
      const installationId = await installationOf(repository);
      return { ...(await connection(installationId)), installationId };
    },
    async slug() {
      if (slug !== undefined) return slug;
      const { octokit, lane } = await connection(undefined);
      slug = await lane({ doing: "asking for the App's name", isWrite: false }, async () => {
        const { data } = await octokit.request("GET /app");
        return z.object({ slug: z.string() }).parse(data).slug;
      });
      return slug;
    },
  };
}

function fetchInTime(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(answerWithinMs) });
}

/** Octokit logs each request with its body, which is nobody's business. */
function quiet(log: Log) {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (message: string) => log.warn({ message }, "warning of Octokit"),
    error: (message: string) => log.warn({ message }, "warning of Octokit"),
  };
}
