import { existsSync } from "node:fs";
import { readConfig } from "../config.ts";
import { type OpenLedger, openLedger } from "../ledger/open-ledger.ts";
import type { CommandContext } from "./command-context.ts";

/**
 * The ledger that the environment names, for looking into it. Rejects with an Error that says what to do:
 * there is none yet, somebody has it, or a variable is wrong.
 */
export async function openConfiguredLedger({
  env,
  terminal,
}: Pick<CommandContext, "env" | "terminal">): Promise<OpenLedger> {
  const { config, mistakes } = readConfig(env);
  if (config === undefined) {
    throw new Error(mistakes.map(({ variable, message }) => `${variable}: ${message}`).join("; "));
  }
  const directory = /^pglite:(.+)$/.exec(config.databaseUrl)?.[1];
  if (directory !== undefined && !existsSync(directory)) {
    throw new Error(`there is no ledger in ${directory}: \`buster start\` makes one`);
  }
  const nothing = () => {};
  const log = {
    debug: nothing,
    info: nothing,
    warn: (_fields: object, message: string) => terminal.err(message),
    error: (_fields: object, message: string) => terminal.err(message),
  };
  try {
    return await openLedger({ url: config.databaseUrl, log });
  } catch (cause) {
    if (directory === undefined || !(cause instanceof Error)) throw cause;
    // Only one process can have an embedded ledger open, most likely `buster start`, which shows runs itself.
    const page = `a Buster that has it open shows runs at ${config.publicUrl}/`;
    throw new Error(`${cause.message}; ${page}`, { cause });
  }
}
