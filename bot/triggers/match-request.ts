import type { CompiledTrigger } from "./compile-trigger.ts";
import { start, type TriggerVerdict } from "./match-answer.ts";

/**
 * Judges what somebody wrote for one trigger after the other: after the mention, the text has to begin with
 * one of the trigger's commands, or with the agent's name when it lists none.
 */
export function judgeRequest(
  kind: "comment" | "mention",
  text: string,
): (compiled: CompiledTrigger) => TriggerVerdict | undefined {
  const said = text
    .trim()
    .replace(/^(?:@[\w-]+|<@[A-Z0-9]+(?:\|[^>]*)?>)\s+/, "")
    .toLowerCase();
  return ({ agent, trigger }) => {
    if (trigger.kind !== kind || !("commands" in trigger)) return undefined;
    const commands = trigger.commands.length === 0 ? [agent.name] : trigger.commands;
    const command = commands.find((one) => isCommand(said, one.toLowerCase()));
    return command === undefined
      ? undefined
      : start(agent, trigger, `somebody wrote \`${command}\``);
  };
}

function isCommand(said: string, command: string): boolean {
  if (!said.startsWith(command)) return false;
  return said.length === command.length || /\s/.test(said.charAt(command.length));
}
