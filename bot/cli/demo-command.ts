import type { CommandContext } from "./command-context.ts";

/** `buster demo`: one pull request from webhook to commit against stand-ins for GitHub and Slack. */
export async function runDemo(
  _options: { isInteractive: boolean },
  { terminal }: CommandContext,
): Promise<number> {
  terminal.err("demo: this is not built yet");
  return 3;
}
