import type { Agent } from "#agents-schema/agent.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import type { Shelf } from "#agents-schema/shelf.ts";

const file = `name: assistant
description: Answers questions about a change
triggers:
  - type: manual
    inputs:
      question: {type: string, required: true}
tools:
  preset: safe
prompt: |
  Somebody asks about this pull request. Answer from the repository and, where a number is asked for,
  from the warehouse. Propose one comment with the answer: short, exact, with the files and facts that it
  rests on. If it cannot be answered from here, say what is missing.

  The question: {{ inputs.question }}
`;

/** Who answers `ask`: the team's own agent of the name `assistant`, else the built-in one. */
export function assistant(shelf: Shelf): Agent {
  const own = shelf.agents.find(({ name, enabled }) => name === "assistant" && enabled);
  return own ?? builtIn();
}

function builtIn(): Agent {
  const { agent, mistakes } = parseAgentFile("built-in", file);
  if (agent === undefined) throw new Error(`the built-in assistant: ${mistakes[0]?.message}`);
  return agent;
}
