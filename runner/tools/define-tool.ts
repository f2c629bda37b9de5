import { z } from "zod";
import type { Tool, ToolAnswer, ToolWorld } from "./tool.ts";

/** Makes a tool whose input is checked before it is used. Unknown members are refused with their name. */
export function defineTool<Shape extends z.ZodRawShape>(tool: {
  name: string;
  description: string;
  input: Shape;
  changesFiles?: boolean;
  use(world: ToolWorld, input: z.infer<z.ZodObject<Shape>>): Promise<ToolAnswer>;
}): Tool {
  const schema = z.strictObject(tool.input);
  const { $schema: _, ...inputSchema } = z.toJSONSchema(schema, { io: "input" });
  return {
    declaration: { name: tool.name, description: tool.description, inputSchema },
    changesFiles: tool.changesFiles ?? false,
    async use(world, input) {
      const parsed = schema.safeParse(input);
      if (parsed.success) return tool.use(world, parsed.data as z.infer<z.ZodObject<Shape>>);

      return {
        outcome: "failed",
        text: `The input of ${tool.name} is not valid.\n${z.prettifyError(parsed.error)}`,
        step: `Correcting a call of ${tool.name}`,
      };
    },
  };
}
