import type { Recipe } from "./recipe.ts";

/** What dbt says of the project after a change. `complaint`: what it does not accept. */
export function* parseProject(): Recipe<{ said: string; complaint: string | undefined }> {
  const { replies } = yield { calls: [{ tool: "dbt", input: { command: "parse" } }] };
  const [reply] = replies;
  if (reply === undefined || !reply.isError) {
    return { said: "nothing to complain about", complaint: undefined };
  }
  const lines = reply.text.split("\n");
  const line = (lines.find((one) => /error/i.test(one)) ?? lines[0] ?? "").trim().slice(0, 200);
  return { said: `it fails: ${line}`, complaint: reply.text };
}
