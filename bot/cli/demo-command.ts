import type { CommandContext } from "./command-context.ts";
import { plain } from "./plain.ts";

/** What of the surroundings the demo passes on: a key makes it play with the real model. */
const passedOn = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_BASE_URL",
  "BUSTER_MODEL",
  "BUSTER_SANDBOX",
  "BUSTER_SANDBOX_IMAGE",
  "BUSTER_DBT_HOME",
];

/**
 * `buster demo`: one pull request from webhook to commit against stand-ins for GitHub and Slack. Exit code:
 * 0 it ended well, 1 it did not, 3 the stand-ins are not here (they come with `npm ci`).
 */
export async function runDemo(
  { isInteractive }: { isInteractive: boolean },
  { terminal, env, signal }: CommandContext,
): Promise<number> {
  const stage = await import("../../examples/demo/play.ts").catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    terminal.err(`demo: ${plain(why)}; npm ci brings what it plays with`);
    return undefined;
  });
  if (stage === undefined) return 3;

  const environment = Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  try {
    const isGood = await stage.play({
      isInteractive,
      environment,
      path: env.PATH,
      signal,
      tell: (text) => terminal.out(text),
      bold: (text) => (terminal.colour ? `\u001b[1m${text}\u001b[0m` : text),
    });
    return isGood ? 0 : 1;
  } catch (cause) {
    if (signal.aborted) return 0;
    terminal.err(`demo: ${plain(cause instanceof Error ? cause.message : String(cause))}`);
    return 1;
  }
}
