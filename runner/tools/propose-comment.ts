import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { proposeEffect } from "./propose-effect.ts";

export const proposeComment = defineTool({
  name: "propose_comment",
  description: "Proposes a comment on the pull request, in Markdown.",
  input: { body: z.string().trim().min(1).max(20_000) },
  use: (world, { body }) => proposeEffect(world, { kind: "comment", body }, "Proposing a comment"),
});
