import { parseTemplate } from "../jinja/parse-template.ts";
import type { MacroProgram } from "../jinja/program.ts";
import type { YamlProblem } from "../parse-yaml.ts";
import type { FileFacts, MacroFacts } from "./file-facts.ts";
import { readCalls } from "./read-calls.ts";
import { readPropertyFacts } from "./read-property-facts.ts";
import { readPython } from "./read-python.ts";
import { toTemplateFacts } from "./to-template-facts.ts";

const settings = /(?:^|\/)(?:dbt_project|profiles|packages|dependencies|buster)\.ya?ml$/;
/** Names whose calls read or configure something. */
const reading = new Set(["ref", "source", "config", "builtins.ref", "builtins.source"]);

/** Reads what a file says; which file of dbt it is, its name tells. Never throws. */
export function readFileFacts(path: string, text: string): FileFacts {
  if (settings.test(path)) return { text };
  const ending = path.slice(path.lastIndexOf(".") + 1);
  if (ending === "yml" || ending === "yaml") return readYaml(text);
  if (ending === "py") return { template: readPython(text) };
  if (ending === "sql") return readTemplate(text);
  return ending === "md" ? readDocs(text) : {};
}

function readYaml(text: string): FileFacts {
  const read = readPropertyFacts(text);
  if ("problem" in read) return { problem: toProblem(read) };
  const { facts: properties, doubt } = read;
  return { properties, ...(doubt === undefined ? {} : { problem: toProblem(doubt) }) };
}

function toProblem({ problem: message, line }: YamlProblem): { line?: number; message: string } {
  return line === undefined ? { message } : { line, message };
}

function readTemplate(text: string): FileFacts {
  const { statements, macros, snapshots, problem } = parseTemplate(text);
  return {
    template: toTemplateFacts(statements),
    ...(macros.length > 0 ? { macros: macros.map((macro) => toMacroFacts(macro, text)) } : {}),
    ...(snapshots.length > 0
      ? {
          snapshots: snapshots.map(({ name, line, statements: body }) => ({
            name,
            line,
            ...toTemplateFacts(body),
          })),
        }
      : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

function readDocs(text: string): FileFacts {
  if (!text.includes("docs")) return {};
  const { docs, problem } = parseTemplate(text);
  // A text that only shows Jinja is no block of documentation.
  if (docs.length === 0) return {};
  return {
    docs: docs.map(({ name, start, end }) => ({ name, text: text.slice(start, end).trim() })),
    ...(problem === undefined ? {} : { problem }),
  };
}

function toMacroFacts(macro: MacroProgram, text: string): MacroFacts {
  const { name, line, parameters, statements, start, end } = macro;
  const calls = readCalls(statements);
  return {
    name,
    line,
    parameters,
    statements,
    body: text.slice(start, end),
    calls: calls.filter((call) => !reading.has(call) && call !== "return"),
    ...(calls.some((call) => reading.has(call))
      ? { matters: "reads" as const }
      : calls.includes("return") && { matters: "answers" as const }),
  };
}
