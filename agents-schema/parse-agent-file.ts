import type { Agent } from "./agent.ts";
import { checkTemplate } from "./check-template.ts";
import type { Complaint } from "./complaint.ts";
import { explainIssues } from "./explain-issues.ts";
import { findContradictions } from "./find-contradictions.ts";
import { inFileOrder } from "./in-file-order.ts";
import { keyPath } from "./key-path.ts";
import type { Mistake } from "./mistake.ts";
import { RawAgent } from "./raw-agent.ts";
import { readYaml, type YamlFile } from "./read-yaml.ts";
import { toAgent } from "./to-agent.ts";

/**
 * Reads one agent file (YAML 1.2, 256 kB at most, both generations of the syntax). All mistakes come at
 * once, each with line and column, in the order of the file; the agent is there only when there are
 * none. Never throws.
 */
export function parseAgentFile(
  path: string,
  text: string,
): { agent: Agent | undefined; mistakes: Mistake[] } {
  const file = readYaml(text);
  if (file.value === undefined) return { agent: undefined, mistakes: inFileOrder(file.mistakes) };

  const parsed = RawAgent.safeParse(file.value);
  const complaints = [...findContradictions(file.value), ...checkTemplate(file.value)];
  const mistakes = inFileOrder([
    ...file.mistakes,
    ...explainIssues(file, parsed.error?.issues ?? []),
    ...complaints.map((complaint) => locate(file, complaint)),
  ]);
  if (mistakes.length > 0 || !parsed.success) return { agent: undefined, mistakes };
  return { agent: toAgent(parsed.data, path), mistakes };
}

function locate(file: YamlFile, complaint: Complaint): Mistake {
  const { path, text, occurrence = 0, message, hint } = complaint;
  const place =
    text === undefined ? file.placeOf(path, "key") : file.placeWithin(path, text, occurrence);
  return { ...place, path: keyPath(path), message, hint };
}
