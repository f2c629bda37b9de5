import type { TurnBlock } from "#agents-schema/journal.ts";
import type { Message } from "../../ports.ts";
import type { Recipe } from "./recipe.ts";

const cannotListen =
  "The offline model follows fixed recipes and cannot take advice. Set ANTHROPIC_API_KEY for an agent that can.";

/** Plays a recipe up to where the conversation stands, and answers its next turn. */
export function playRecipe(
  recipe: Recipe<string>,
  messages: readonly Message[],
): { blocks: TurnBlock[]; stop: "tools" | "end" } {
  if (messages.slice(1).some(({ kind }) => kind === "user")) return lastWord(cannotListen);

  let step = recipe.next();
  for (const message of messages) {
    if (message.kind !== "tool_results" || step.done) continue;
    if (isFeedback(message.notices)) return lastWord(cannotListen);
    step = recipe.next({
      replies: message.results,
      wrapUp: message.notices.some((notice) => notice.startsWith("Wrap up now")),
    });
  }
  if (step.done) return lastWord(step.value);

  const turn = messages.filter(({ kind }) => kind === "assistant").length + 1;
  return {
    blocks: step.value.calls.map(({ tool, input }, index) => ({
      kind: "tool_call",
      id: `offline-${turn}-${index + 1}`,
      tool,
      input,
    })),
    stop: "tools",
  };
}

function isFeedback(notices: readonly string[]): boolean {
  return notices.some((notice) => notice.includes("asks for changes"));
}

function lastWord(text: string): { blocks: TurnBlock[]; stop: "end" } {
  return { blocks: [{ kind: "text", text }], stop: "end" };
}
