import type { Agent } from "#agents-schema/agent.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";

/** A valid agent: `keys` are lines of YAML beside its name and prompt; a manual trigger unless they say others. */
export function anAgent(keys = "", path = ".buster/agents/helper.yml"): Agent {
  const name = /^name:/m.test(keys) ? "" : "name: helper\n";
  const triggers = /^triggers:/m.test(keys) ? "" : "triggers:\n  - type: manual\n";
  const prompt = /^prompt:/m.test(keys) ? "" : "prompt: Look at it.\n";
  const { agent, mistakes } = parseAgentFile(path, `${name}${triggers}${prompt}${keys}\n`);
  if (agent === undefined) throw new Error(JSON.stringify(mistakes));
  return agent;
}
