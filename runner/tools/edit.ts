import { z } from "zod";
import { applyEdits } from "./apply-edits.ts";
import { defineTool } from "./define-tool.ts";

export const edit = defineTool({
  name: "edit",
  description:
    "Replaces exact text in a file. `find` must occur exactly once, or `all` must be true. Read the file first.",
  input: {
    path: z.string(),
    find: z.string().min(1).describe("Exact text, with its indentation and line breaks"),
    replace: z.string(),
    all: z.boolean().default(false),
  },
  changesFiles: true,
  use: (world, { path, find, replace, all }) => applyEdits(world, path, [{ find, replace, all }]),
});
