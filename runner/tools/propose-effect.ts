import type { Effect } from "#agents-schema/effect.ts";
import type { ToolAnswer, ToolWorld } from "./tool.ts";

/** Sends a proposal to be judged and tells the model what policy says, so that it can correct itself. */
export async function proposeEffect(
  world: Pick<ToolWorld, "propose">,
  effect: Effect,
  step: string,
): Promise<ToolAnswer> {
  const { id, verdict } = await world.propose(effect);
  switch (verdict.kind) {
    case "deny":
      return { outcome: "refused", text: `refused by policy: ${verdict.reason}`, step };
    case "ask":
      return {
        outcome: "ok",
        text: `proposed as ${id}; a person will be asked first: ${verdict.reason}`,
        step,
      };
    case "allow":
      return {
        outcome: "ok",
        text: `proposed as ${id}; it will be carried out when this run ends`,
        step,
      };
  }
}
