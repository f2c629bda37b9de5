import type { Settings } from "./settings.ts";

/** What holds in a repository without `buster.yml`. */
export const defaultSettings: Settings = {
  projects: [],
  agents: [".buster/agents/*.yml", ".buster/agents/*.yaml"],
  people: [],
  slack: { channel: null },
  documentation: {
    onConnect: true,
    layout: "dbt",
    select: null,
    concurrency: 4,
    denyColumns: [],
    denySchemas: [],
  },
};
