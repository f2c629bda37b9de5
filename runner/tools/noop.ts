import { z } from "zod";
import { defineTool } from "./define-tool.ts";

export const noop = defineTool({
  name: "noop",
  description: "Ends the run without proposing anything more, and says why.",
  input: {
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .describe("One sentence for the person who started you"),
  },
  use: async (_world, { reason }) => ({
    outcome: "ok",
    text: reason,
    step: "Nothing to do",
  }),
});
