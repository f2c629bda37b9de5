import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { type Config, readConfig } from "../config.ts";
import type { Role } from "../roles.ts";
import { createLog } from "../wiring/create-log.ts";
import { heldSecrets } from "../wiring/held-secrets.ts";
import { inflateText } from "../wiring/inflate-text.ts";
import type { CommandContext } from "./command-context.ts";
import { tellConfigMistakes } from "./tell-config-mistakes.ts";

/**
 * `buster start`: this process in its role, until the signal aborts. Exit code: 0 stopped in order, 3 a variable
 * is missing or wrong, or a part that is needed does not answer.
 */
export async function runStart(
  { role }: { role: Role | undefined },
  { terminal, env, signal }: CommandContext,
): Promise<number> {
  const { config, mistakes } = readConfig(role === undefined ? env : { ...env, BUSTER_ROLE: role });
  if (config === undefined) return tellConfigMistakes(mistakes, terminal);
  const { github } = config;
  const asksBot = config.role === "runner" && config.botUrl !== undefined;
  if (github === undefined && !asksBot) {
    const instead =
      config.role === "runner" ? "; a runner may ask a bot instead: BUSTER_BOT_URL" : "";
    terminal.err(
      `start: GitHub is not connected: set these variables (README, “Connect GitHub”)${instead}`,
    );
    return tellConfigMistakes(
      ["GITHUB_APP_ID", "GITHUB_PRIVATE_KEY_FILE", "GITHUB_WEBHOOK_SECRET"].map((variable) => ({
        variable,
        message: "is missing",
      })),
      terminal,
    );
  }
  return serve(config, { terminal, signal });
}

async function serve(
  config: Config,
  { terminal, signal }: Pick<CommandContext, "terminal" | "signal">,
): Promise<number> {
  const { startBot } = await import("../main.ts");
  const bot = await startBot(
    config,
    createLog(config.logLevel, createSecretScan(heldSecrets(config), inflateText)),
  ).catch((cause: unknown) => {
    terminal.err(`start: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  });
  if (bot === undefined) return 3;
  terminal.err(`buster listens on ${bot.url}; ${describe(config)}. Ctrl-C stops it.`);
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  terminal.err("stopping: what is under way is finished or goes on at the next start");
  await bot.close();
  return 0;
}

function describe({ role, databaseUrl, slack, runner, redisUrl }: Config): string {
  const store = databaseUrl.startsWith("pglite:") ? "embedded ledger" : "Postgres";
  return [
    role === "all" ? undefined : `role ${role}`,
    store,
    redisUrl === undefined ? undefined : "queue on Redis",
    ...(role === "runner"
      ? []
      : [slack === undefined ? "no Slack" : `Slack by ${slack.mode.kind}`]),
    ...(role === "bot" ? [] : [modelOf(runner), warehouseOf(runner)]),
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

function modelOf({ model }: Config["runner"]): string {
  return model.kind === "offline" ? "offline model (no ANTHROPIC_API_KEY)" : model.name;
}

function warehouseOf({ warehouseUrl }: Config["runner"]): string | undefined {
  return warehouseUrl === undefined ? "no warehouse (WAREHOUSE_URL)" : undefined;
}
