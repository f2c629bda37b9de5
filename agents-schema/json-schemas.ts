import { z } from "zod";
import { RawAgent } from "./raw-agent.ts";
import { RawSettings } from "./raw-settings.ts";

/**
 * The JSON Schemas by which editors complete and check files, by file name, as text. Draft 7, because that is
 * what the YAML language server reads. They say less than `parseAgentFile`: cron, globs, templates and
 * contradictions between keys are checked there.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    [
      "agent.schema.json",
      write(RawAgent, "Buster agent", "One agent: when it runs, with what, to do what."),
    ],
    [
      "buster.schema.json",
      write(RawSettings, "buster.yml", "Settings of Buster for one repository."),
    ],
  ]);
}

function write(schema: z.ZodType, title: string, description: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  return `${JSON.stringify({ $schema, title, description, ...rest }, undefined, 2)}\n`;
}
