import { z } from "zod";
import { parts, type Statement } from "../facts/statement.ts";
import type { Brief } from "./brief.ts";
import { columnHeadings } from "./state.ts";
import { aboutRelationship, relationshipHeadings } from "./tell-relationship.ts";

/** Longest statement and most of them in one answer: more is no documentation. */
const maxLength = 600;
const maxStatements = 3_000;

const Written = z.strictObject({
  part: z.enum(parts),
  column: z.string().min(1).optional(),
  about: z.string().min(1).optional(),
  marked: z.string().trim().min(1).max(maxLength),
});
const Answer = z.object({ statements: z.array(z.unknown()).max(maxStatements) });

/** What a language model calls to answer, as JSON Schema. */
export const writeDocumentationTool = {
  name: "write_documentation",
  description: "Hands in the statements of the documentation. Call it once, with all of them.",
  inputSchema: {
    type: "object",
    required: ["statements"],
    properties: {
      statements: {
        type: "array",
        items: {
          type: "object",
          required: ["part", "marked"],
          additionalProperties: false,
          properties: {
            part: { type: "string", enum: [...parts] },
            column: { type: "string", description: "of a column, an option, a relationship" },
            about: {
              type: "string",
              description:
                "of a column: meaning, distribution, usage or watch; of an option: the value; of a relationship: `<column> -> <parent>.<column>: <heading>`",
            },
            marked: { type: "string", description: "one sentence or bullet, with its marks" },
          },
        },
      },
    },
  },
} as const;

/** Reads a model's answer item by item: one that is not right is left out, with the reason. */
export function parseStatements(
  input: unknown,
  brief: Brief,
  columns: readonly string[],
): { statements: readonly Statement[]; mistakes: readonly string[] } {
  const answer = Answer.safeParse(input);
  if (!answer.success) {
    return {
      statements: [],
      mistakes: [`the answer is not a list of statements: ${z.prettifyError(answer.error)}`],
    };
  }
  const names = new Map(columns.map((name) => [name.toLowerCase(), name]));
  const relationships = new Set(brief.relationships.map(aboutRelationship));
  const statements: Statement[] = [];
  const mistakes: string[] = [];
  for (const [index, item] of answer.data.statements.entries()) {
    const parsed = Written.safeParse(item);
    const read = parsed.success
      ? place(parsed.data, names, relationships)
      : { mistake: z.prettifyError(parsed.error) };
    if ("mistake" in read) mistakes.push(`statement ${index + 1}: ${read.mistake}`);
    else statements.push(read);
  }
  return { statements, mistakes };
}

/** Each part has its place: what has none cannot be put together. */
function place(
  { part, column, about, marked }: z.infer<typeof Written>,
  names: ReadonlyMap<string, string>,
  relationships: ReadonlySet<string>,
): Statement | { mistake: string } {
  if (/\{\{|\{%|\{#/.test(marked)) return { mistake: "dbt would render this text as Jinja" };
  const statement = { part, marked: marked.replace(/\s+/g, " "), by: "model" };
  if (part === "relationship") {
    const [relationship = "", heading] = splitLast(about ?? "");
    const isKnown = relationships.has(relationship);
    const isHeading = relationshipHeadings.some((one) => one === heading);
    if (!isKnown || !isHeading)
      return { mistake: `there is no relationship ${JSON.stringify(about)}` };
    return { ...statement, column: relationship.slice(0, relationship.indexOf(" -> ")), about };
  }
  if (part !== "column" && part !== "option") return statement;
  const name = names.get((column ?? "").toLowerCase());
  if (name === undefined)
    return { mistake: `there is no column ${JSON.stringify(column)} to write of` };
  if (part === "option") {
    return about === undefined
      ? { mistake: "an option without its value" }
      : { ...statement, column: name, about };
  }
  const heading = columnHeadings.find((one) => one === about?.toLowerCase());
  return { ...statement, column: name, about: heading ?? "meaning" };
}

function splitLast(about: string): [string, string] {
  const at = about.lastIndexOf(": ");
  return at === -1 ? [about, ""] : [about.slice(0, at), about.slice(at + 2)];
}
