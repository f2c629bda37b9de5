import type { Event } from "#agents-schema/event.ts";
import { parseCheckRun } from "./parse-check-run.ts";
import { parseComment } from "./parse-comment.ts";
import { parseInstallation } from "./parse-installation.ts";
import { parsePullRequest } from "./parse-pull-request.ts";

type Parser = (payload: unknown) => Event | undefined;

/** What we listen for, by the name in `X-GitHub-Event`. Everything else is not even parsed. */
export const webhookParsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ["pull_request", parsePullRequest],
  ["issue_comment", parseComment],
  ["check_run", parseCheckRun],
  // Every App hears of these two, whatever it subscribes to.
  ["installation", parseInstallation],
  ["installation_repositories", parseInstallation],
]);
