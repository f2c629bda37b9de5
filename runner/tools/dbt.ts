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

/** Without a warehouse these have nothing to ask. */
const needsWarehouse: ReadonlySet<string> = new Set(["show", "test"]);

export const dbt = defineTool({
  name: "dbt",
  description:
    "Runs dbt in the sandbox: parse checks every file, ls lists what a selector matches, compile renders SQL, show prints some rows of a model, test runs its tests. It reads the warehouse within the same limits as run_sql and writes nothing; without a warehouse it works against an empty in-memory database.",
  input: {
    command: z.enum(["parse", "ls", "compile", "show", "test"]),
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
    if (needsWarehouse.has(command) && world.studio.doors.warehouse === undefined) {
      const text = `dbt ${command} asks a warehouse, and there is none for dbt here; use parse, ls or compile`;
      return { outcome: "refused", text, step };
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
    output.push(...(await tellDenied(world)));
    const text = [`dbt ${command}: exit code ${exitCode}`, ...output].join("\n");
    return { outcome: exitCode === 0 && !timedOut ? "ok" : "failed", text, step };
  },
});

/** What the network was not opened for, once for each host; on the run page as well. */
async function tellDenied({ studio }: ToolWorld): Promise<string[]> {
  const lines = studio.doors
    .takeDenied()
    .map(({ host, port, reason }) => `network: ${host}:${port} was refused: ${reason}`);
  const told = [...new Set(lines)];
  for (const line of told) await studio.progress(line);
  return told;
}

/** A profile of the project's name that reaches what this run may. Answers what went wrong, if anything did. */
async function writeProfile(world: ToolWorld, root: string): Promise<string | undefined> {
  const { hands, studio } = world;
  const named = await readYaml(world, root, "dbt_project.yml");
  if (!named.ok) return `reading dbt_project.yml: ${named.reason}`;
  const { profile, name } = ProjectNames.parse(named.value);

  const { network, warehouse } = studio.doors;
  const opened = network === undefined ? undefined : await hands.admit(network);
  if (opened?.ok === false) return `opening the network: ${opened.reason}`;
  const path = warehouse === undefined ? undefined : await hands.admit(warehouse);
  if (path?.ok === false) return `opening the warehouse for dbt: ${path.reason}`;
  const own = path === undefined ? undefined : warehouse?.profile(path.value);

  const schema = own === undefined ? undefined : await schemaOf(world, root, profile ?? name);
  const output =
    own === undefined
      ? { type: "duckdb", path: ":memory:", schema: "main", threads: 1 }
      : { ...own, ...(schema === undefined ? {} : { schema }) };
  const profiles = JSON.stringify({
    [profile ?? name]: { target: "sandbox", outputs: { sandbox: output } },
  });
  const written = await hands.exec(
    ["sh", "-c", `mkdir -p ${home} && printf %s "$PROFILES" > ${home}/profiles.yml`],
    { timeoutMs: 10_000, env: { PROFILES: profiles } },
  );
  if (!written.ok) return `writing a profile: ${written.reason}`;
  return written.value.exitCode === 0 ? undefined : `writing a profile: ${written.value.stderr}`;
}

const ProjectNames = z
  .looseObject({ profile: z.string().optional(), name: z.string().default("default") })
  .catch({ name: "default" });

const Profile = z.looseObject({
  target: z.string().default("default"),
  outputs: z.record(z.string(), z.looseObject({ schema: z.string().regex(/^\w+$/).optional() })),
});

/** The schema that the repository's own profile names: a name, and nothing else of it is taken. */
async function schemaOf(
  world: ToolWorld,
  root: string,
  profile: string,
): Promise<string | undefined> {
  const file = await readYaml(world, root, "profiles.yml");
  const read = z.record(z.string(), z.unknown()).safeParse(file.ok ? file.value : {});
  const found = Profile.safeParse(read.success ? read.data[profile] : undefined);
  return found.success ? found.data.outputs[found.data.target]?.schema : undefined;
}

async function readYaml(
  { hands }: ToolWorld,
  root: string,
  name: string,
): Promise<{ ok: true; value: unknown } | { ok: false; reason: string }> {
  const file = await hands.read(root === "" ? name : `${root}/${name}`, 0, 2_000);
  if (!file.ok) return file;
  return { ok: true, value: parseDocument(file.value.text).toJS({ maxAliasCount: 10 }) };
}
