import { z } from "zod";
import { defineTool } from "./define-tool.ts";

/** Entries of one directory that are shown. */
const maxEntries = 500;

export const ls = defineTool({
  name: "ls",
  description: "Lists one directory of the workspace; directories end with /.",
  input: { path: z.string().default(".").describe("Directory in the repository; . is its root") },
  async use({ hands }, { path }) {
    const step = `Listing ${path}`;
    const answer = await hands.ls(path);
    if (!answer.ok) return { outcome: "failed", text: `ls ${path}: ${answer.reason}`, step };

    const names = answer.value.map(({ name, kind, size }) =>
      kind === "directory" ? `${name}/` : `${name} (${size} bytes)`,
    );
    if (names.length === 0) return { outcome: "empty", text: `${path} is empty`, step };
    const shown = names.slice(0, maxEntries);
    if (names.length > shown.length) shown.push(`(and ${names.length - shown.length} more)`);
    return { outcome: "ok", text: shown.join("\n"), step };
  },
});
