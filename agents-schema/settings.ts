import { z } from "zod";

/** What `buster.yml` says, with every default filled in. */
export const Settings = z.object({
  projects: z.array(
    z.object({
      name: z.string(),
      /** Directory of `dbt_project.yml`, relative to `buster.yml`. */
      path: z.string(),
      dataSource: z.string().nullable(),
      database: z.string().nullable(),
      schema: z.string().nullable(),
      include: z.array(z.string()),
      exclude: z.array(z.string()),
    }),
  ),
  /** Paths or globs of agent files; default `.buster/agents/*.yml` (and `.yaml`). */
  agents: z.array(z.string()),
  /** Explicit links between accounts: only these let a Slack click count as a GitHub person. */
  people: z.array(z.object({ github: z.string(), slack: z.string() })),
  slack: z.object({
    /** Channel for approvals of agents that name none. */
    channel: z.string().nullable(),
  }),
  documentation: z.object({
    /** Document the project when the App is installed on the repository. */
    onConnect: z.boolean(),
    /** Where our own keys go: under `config.meta`, which every dbt accepts, or beside dbt's own. */
    layout: z.enum(["dbt", "buster"]),
    /** dbt node selection; null: everything of the project itself. */
    select: z.string().nullable(),
    /** Relations worked on at once, each with a connection to the warehouse. */
    concurrency: z.number().int().positive(),
    /** `table.column` or `column`: never measured, whoever asks for documentation. */
    denyColumns: z.array(z.string()),
    denySchemas: z.array(z.string()),
  }),
});
export type Settings = z.infer<typeof Settings>;
