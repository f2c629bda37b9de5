import type { Recipe } from "./recipe.ts";

/**
 * What dbt says of the project after a change. `isOurs`: it complains about a file that the answer of
 * `document_models` names.
 */
export function* parseProject(documented: string): Recipe<{ said: string; isOurs: boolean }> {
  const { replies } = yield { calls: [{ tool: "dbt", input: { command: "parse" } }] };
  const [reply] = replies;
  if (reply === undefined || !reply.isError) {
    return { said: "nothing to complain about", isOurs: false };
  }
  const lines = reply.text.split("\n");
  const line = (lines.find((one) => /error/i.test(one)) ?? lines[0] ?? "").trim().slice(0, 200);
  const files = [...documented.matchAll(/`(?:[^`\n]*\/)?([^`/\n]+\.ya?ml)`/g)];
  const isOurs = files.some(([, name = ""]) => reply.text.includes(name));
  return { said: isOurs ? line : `it fails, but not because of these files: ${line}`, isOurs };
}
