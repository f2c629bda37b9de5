import { parseDocument } from "yaml";
import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import type { ToolWorld } from "./tool.ts";

/** Longest that one dbt command may take, in milliseconds. */
const timeoutMs = 180_000;
/** Outside the repository: nothing of it may end in a commit. */
const home = "/tmp/buster-dbt";

/** dbt's own names: no options, no paths out of the project. */
const selector = /^[\w.+@:*/,-]+$/;

export const dbt = defineTool({
  name: "dbt",
  description:
    "Runs dbt in the sandbox, against an empty in-memory database and without network: parse checks every file, ls lists what a selector matches, compile renders SQL.",
  input: {
    command: z.enum(["parse", "ls", "compile"]),
    select: z
      .string()
      .regex(selector, "a dbt selector, such as +fct_orders")
      .refine((text) => !text.startsWith("-"), "not an option")
      .optional(),
  },
  async use(world, { command, select }) {
    const step = `Running dbt ${command}`;
    const allowed = world.run.agent.tools.dbt.allow;
    if (allowed.length > 0 && !allowed.includes(command)) {
      return { outcome: "refused", text: `tools.dbt.allow does not list ${command}`, step };
    }
    const project = world.project;
    if (project === undefined) {
      return { outcome: "empty", text: "the repository has no dbt_project.yml", step };
    }
    const prepared = await writeProfile(world, project.root);
    if (prepared !== undefined) return { outcome: "failed", text: prepared, step };

    const answer = await world.hands.exec(
      [
        "dbt",
        "--no-use-colors",
        command,
        ...(command === "parse" || select === undefined ? [] : ["--select", select]),
        "--project-dir",
        project.root === "" ? "." : project.root,
        "--profiles-dir",
        home,
        "--target-path",
        `${home}/target`,
        "--log-path",
        `${home}/logs`,
      ],
      { timeoutMs, env: { HOME: home, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" } },
    );
    if (!answer.ok) return { outcome: "failed", text: `dbt ${command}: ${answer.reason}`, step };

    const { exitCode, stdout, stderr, timedOut } = answer.value;
    const output = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== "");
    if (timedOut) output.unshift(`stopped after ${timeoutMs / 1000} s`);
    const text = [`dbt ${command}: exit code ${exitCode}`, ...output].join("\n");
    return { outcome: exitCode === 0 && !timedOut ? "ok" : "failed", text, step };
  },
});

/** A profile of the project's name that reaches nothing. Answers what went wrong, if anything did. */
async function writeProfile({ hands }: ToolWorld, root: string): Promise<string | undefined> {
  const file = await hands.read(
    root === "" ? "dbt_project.yml" : `${root}/dbt_project.yml`,
    0,
    2_000,
  );
  if (!file.ok) return `reading dbt_project.yml: ${file.reason}`;
  const settings: unknown = parseDocument(file.value.text).toJS({ maxAliasCount: 10 });
  const { profile, name } = z
    .looseObject({ profile: z.string().optional(), name: z.string().default("default") })
    .catch({ name: "default" })
    .parse(settings);
  const profiles = JSON.stringify({
    [profile ?? name]: {
      target: "sandbox",
      outputs: { sandbox: { type: "duckdb", path: ":memory:", schema: "main", threads: 1 } },
    },
  });
  const written = await hands.exec(
    ["sh", "-c", `mkdir -p ${home} && printf %s "$PROFILES" > ${home}/profiles.yml`],
    { timeoutMs: 10_000, env: { PROFILES: profiles } },
  );
  if (!written.ok) return `writing a profile: ${written.reason}`;
  return written.value.exitCode === 0 ? undefined : `writing a profile: ${written.value.stderr}`;
}
