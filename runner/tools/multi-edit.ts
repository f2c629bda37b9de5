import { z } from "zod";
import { applyEdits } from "./apply-edits.ts";
import { defineTool } from "./define-tool.ts";

export const multiEdit = defineTool({
  name: "multi_edit",
  description:
    "Several exact replacements in one file, one after the other; all of them or none. Same rules as edit.",
  input: {
    path: z.string(),
    edits: z
      .array(
        z.strictObject({
          find: z.string().min(1),
          replace: z.string(),
          all: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(100),
  },
  changesFiles: true,
  use: (world, { path, edits }) => applyEdits(world, path, edits),
});
