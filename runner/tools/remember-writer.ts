import { sha256 } from "#agents-schema/digest.ts";
import type { Cost } from "#agents-schema/run.ts";
import type { Statement } from "../facts/statement.ts";
import type { Writer } from "../ports/writer.ts";
import type { RunNotebook } from "../ports.ts";

/**
 * The writer, with its answers kept in the run's notebook and its cost counted as it arises: a run that goes on
 * neither pays twice nor gets another text than the one it had. The built-in writer costs nothing and says the
 * same by itself.
 */
export function rememberWriter(
  writer: Writer,
  { notebook, spend }: { notebook: RunNotebook; spend(cost: Cost): Promise<void> },
): Writer {
  if (writer.name === "built-in") return writer;
  return {
    name: writer.name,
    async write(brief, refusals, signal) {
      const asked = JSON.stringify([writer.name, brief, refusals], withoutTimes);
      const key = `written ${brief.name} ${sha256(asked)}`;
      const known = await notebook.get(key);
      if (known !== undefined) return { statements: statementsFrom(known), cost: undefined };

      const { statements, cost } = await writer.write(brief, refusals, signal);
      // Money first: if we die before the answer is kept, it was spent all the same.
      if (cost !== undefined) await spend(cost);
      await notebook.put(key, JSON.stringify(statements));
      return { statements, cost };
    },
  };
}

/** When something was measured again does not change what is to be written. */
function withoutTimes(key: string, value: unknown): unknown {
  return key === "at" ? undefined : value;
}

/** The notebook is ours: nobody else writes into it. */
function statementsFrom(text: string): readonly Statement[] {
  const statements: readonly Statement[] = JSON.parse(text);
  return statements;
}
