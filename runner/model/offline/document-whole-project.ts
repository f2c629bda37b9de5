import { parseProject } from "./parse-project.ts";
import type { Recipe } from "./recipe.ts";
import { sayNothing } from "./say-nothing.ts";

/** The recipe *document the whole project*: everything from measured facts, as one pull request. */
export function* documentWholeProject(tools: ReadonlySet<string>): Recipe<string> {
  const {
    replies: [documented],
  } = yield { calls: [{ tool: "document_models", input: {} }] };
  const text = documented?.text ?? "";
  if (documented === undefined || documented.isError)
    return `could not document the project: ${text}`;
  if (text.startsWith("nothing to")) return yield* sayNothing(text.split("\n", 1)[0] ?? text);

  const parsed = tools.has("dbt") ? yield* parseProject(text) : undefined;
  if (parsed?.isOurs) return `dbt does not accept it: ${parsed.said}`;
  const { headline, rest } = splitHeadline(text);
  const check = parsed === undefined ? "" : `\n\n\`dbt parse\`: ${parsed.said}`;
  const {
    replies: [proposed],
  } = yield {
    calls: [
      {
        tool: "propose_pull_request",
        input: {
          title: "Document the dbt project from measured facts",
          body: `${headline}\n\n${rest}${check}`,
        },
      },
    ],
  };
  if (proposed === undefined || proposed.isError)
    return `could not propose it: ${proposed?.text ?? ""}`;
  return `${headline} ${proposed.text}`;
}

/** The first line of an answer of `document_models`, and what comes after it. */
export function splitHeadline(text: string): { headline: string; rest: string } {
  const [headline = "", ...rest] = text.split("\n");
  return { headline, rest: rest.join("\n").trim() };
}
