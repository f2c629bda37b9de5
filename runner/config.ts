import { z } from "zod";

/** What the workshop is told by its environment. */
export interface RunnerConfig {
  model:
    | { kind: "anthropic"; apiKey: string; baseUrl: string | undefined; name: string }
    | { kind: "offline" };
  /** `duckdb:PATH` or `postgres://…`; undefined: agents have no warehouse. */
  warehouseUrl: string | undefined;
  sandbox: {
    wanted: "auto" | "docker" | "bubblewrap" | "process";
    image: string;
    /** Containers that are kept ready for the next runs. */
    pool: number;
  };
  /** Directory of a Python environment with dbt, shown to the sandbox read-only. */
  dbtHome: string | undefined;
  /** Runs at once. */
  concurrency: number;
}

/** Text of a variable; an empty one counts as not set, as in every shell script. */
export const setting = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text))
  .optional();

/** A variable that holds a whole number between two limits. */
export function wholeNumber(min: number, max: number, otherwise: number) {
  return setting.transform((text, context) => {
    const number = Number(text ?? otherwise);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    context.addIssue({ code: "custom", message: `a whole number from ${min} to ${max}` });
    return z.NEVER;
  });
}

/** The environment variables of the workshop, with their defaults. */
export const RunnerEnvironment = z.object({
  ANTHROPIC_API_KEY: setting,
  ANTHROPIC_BASE_URL: setting.pipe(
    z
      .url({ protocol: /^https?$/, error: "an address such as https://api.anthropic.com" })
      .optional(),
  ),
  BUSTER_MODEL: setting,
  WAREHOUSE_URL: setting.pipe(
    z
      .string()
      .regex(/^(?:duckdb:.|postgres(?:ql)?:\/\/.)/, {
        error: "duckdb:PATH or postgres://…",
      })
      .optional(),
  ),
  BUSTER_SANDBOX: setting.pipe(
    z
      .enum(["auto", "docker", "bubblewrap", "process"], {
        error: "one of auto, docker, bubblewrap, process",
      })
      .default("auto"),
  ),
  BUSTER_SANDBOX_IMAGE: setting.pipe(z.string().default("buster-sandbox:1")),
  BUSTER_SANDBOX_POOL: wholeNumber(0, 16, 1),
  BUSTER_DBT_HOME: setting,
  BUSTER_CONCURRENCY: wholeNumber(1, 200, 2),
});

/** Used unless `BUSTER_MODEL` or an agent's file names another. */
const defaultModel = "claude-sonnet-5-5";

export function toRunnerConfig(env: z.infer<typeof RunnerEnvironment>): RunnerConfig {
  const name = env.BUSTER_MODEL ?? defaultModel;
  const isOffline = env.ANTHROPIC_API_KEY === undefined || name === "offline";
  return {
    model: isOffline
      ? { kind: "offline" }
      : {
          kind: "anthropic",
          apiKey: env.ANTHROPIC_API_KEY ?? "",
          baseUrl: env.ANTHROPIC_BASE_URL,
          name,
        },
    warehouseUrl: env.WAREHOUSE_URL,
    sandbox: {
      wanted: env.BUSTER_SANDBOX,
      image: env.BUSTER_SANDBOX_IMAGE,
      pool: env.BUSTER_SANDBOX_POOL,
    },
    dbtHome: env.BUSTER_DBT_HOME,
    concurrency: env.BUSTER_CONCURRENCY,
  };
}
