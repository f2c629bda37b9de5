import { parseDocument } from "yaml";

/** Aliases that one file may resolve: a bomb is refused, people's anchors are not. */
const maxAliasCount = 100;

/** Reads a YAML file of a repository into plain data. Never throws: what is wrong is a sentence. */
export function parseYaml(text: string): { value: unknown } | { problem: string } {
  try {
    const document = parseDocument(text, { prettyErrors: true, logLevel: "error", merge: true });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      const what = error.message.split("\n", 1)[0]?.replace(/ at line \d+, column \d+:?$/, "");
      return { problem: `${line === undefined ? "" : `line ${line}: `}${what ?? error.code}` };
    }
    return { value: document.toJS({ maxAliasCount }) };
  } catch (cause) {
    // Aliases that multiply, or nesting that exhausts the stack.
    return { problem: cause instanceof Error ? cause.message : "it cannot be read" };
  }
}
