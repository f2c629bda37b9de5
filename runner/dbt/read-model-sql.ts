import type { DbtModel } from "./dbt-project.ts";
import { type JinjaCall, type JinjaValue, readJinjaCalls } from "./read-jinja-calls.ts";

const ours = new Set(["ref", "source", "config"]);

/** What a model's SQL says to dbt. `config`: the last setting of each key. */
export function readModelSql(sql: string): Pick<DbtModel, "refs" | "sources" | "hasUnclearRefs"> & {
  config: ReadonlyMap<string, JinjaValue>;
} {
  const refs = new Set<string>();
  const sources = new Set<string>();
  const config = new Map<string, JinjaValue>();
  let hasUnclearRefs = false;
  for (const call of readJinjaCalls(sql, ours)) {
    if (call.name === "config") {
      for (const [key, value] of call.named) config.set(key, value);
      continue;
    }
    const words = wordsOf(call);
    const [first, second] = words ?? [];
    if (first === undefined) hasUnclearRefs = true;
    // ref('package', 'model') names the model last.
    else if (call.name === "ref") refs.add(second ?? first);
    else if (second !== undefined) sources.add(`${first}.${second}`);
  }
  return { refs: [...refs], sources: [...sources], hasUnclearRefs, config };
}

/** The arguments when all of them are strings written out, else undefined. */
function wordsOf({ args }: JinjaCall): string[] | undefined {
  const words = args.flatMap((arg) =>
    arg.kind === "literal" && typeof arg.value === "string" ? [arg.value] : [],
  );
  return words.length === args.length && words.length > 0 ? words : undefined;
}
