import type { CommandKind } from "./command.ts";

/** What `/buster` and a mention on Slack understand. Proposals are answered with their card's buttons. */
export const slackCommands: readonly CommandKind[] = ["run", "list", "status", "stop", "help"];
