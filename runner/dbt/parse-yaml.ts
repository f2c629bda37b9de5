import { CORE_SCHEMA, loadAll, mergeTag, YAMLException } from "js-yaml";

const schema = CORE_SCHEMA.withTags(mergeTag);
/** Values that a file may stand for when its aliases are written out: a bomb is refused, people's anchors are not. */
const maxValues = 500_000;

export interface YamlProblem {
  problem: string;
  /** Counts from 1; undefined where it is not about one line. */
  line: number | undefined;
}

/** Reads a YAML file of a repository into plain data. Never throws: what is wrong is a sentence. */
export function parseYaml(text: string): { value: unknown } | YamlProblem {
  const clean = text.startsWith("\ufeff") ? text.slice(1) : text;
  const binary = clean.indexOf("\0");
  if (binary >= 0)
    return { problem: "it has a NUL byte: it is no text", line: lineAt(clean, binary) };
  try {
    const [value, ...others] = loadAll(clean, { schema });
    if (others.length > 0) return { problem: "it holds several documents", line: undefined };
    if (!clean.includes("*") || fits(value)) return { value };
    return { problem: "its aliases multiply beyond what a file may stand for", line: undefined };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) {
      return { problem: "it is nested too deeply to be read", line: undefined };
    }
    const line = cause.mark === undefined ? undefined : cause.mark.line + 1;
    const where = line === undefined ? "" : `line ${line}: `;
    return { problem: `${where}${cause.reason}`, line };
  }
}

/** Aliases are one object in many places here; whoever writes it out has all of them. */
function fits(value: unknown): boolean {
  let left = maxValues;
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (--left < 0) return false;
    if (typeof next !== "object" || next === null) continue;
    for (const inner of Array.isArray(next) ? next : Object.values(next)) stack.push(inner);
  }
  return true;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
