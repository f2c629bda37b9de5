import { CORE_SCHEMA, loadAll, mergeTag, YAMLException } from "js-yaml";
import { parseDocument } from "yaml";
import { notPlain } from "./yaml/not-plain.ts";
import { readPlainYaml } from "./yaml/read-plain-yaml.ts";

const schema = CORE_SCHEMA.withTags(mergeTag);
/** Values that a file may stand for when its aliases are written out: a bomb is refused, people's anchors are not. */
const maxValues = 500_000;
/** Longest file, in characters, that is read a second time when the first parser refuses it. */
const maxLenient = 1_000_000;

export interface YamlProblem {
  problem: string;
  /** Counts from 1; undefined where it is not about one line. */
  line: number | undefined;
}

/** What a file holds. `doubt` is what is wrong with it, where it can be read all the same. */
export interface YamlValue {
  value: unknown;
  doubt?: YamlProblem;
}

/** Reads a YAML file of a repository into plain data. Never throws: what is wrong is a sentence. */
export function parseYaml(text: string): YamlValue | YamlProblem {
  const clean = text.startsWith("\ufeff") ? text.slice(1) : text;
  const binary = clean.indexOf("\0");
  if (binary >= 0) {
    return { problem: "it has a NUL byte: it is no text", line: lineAt(clean, binary) };
  }
  const plain = readPlainYaml(clean);
  const isPlain = plain !== notPlain && (!clean.includes("*") || fits(plain));
  if (isPlain) return { value: plain };
  const read = loadOnce(clean, false);
  if (!("problem" in read)) return read;
  if (read.problem.includes("duplicated mapping key")) {
    // dbt takes the last one.
    const again = loadOnce(clean, true);
    return "problem" in again ? read : { ...again, doubt: read };
  }
  return parseLeniently(clean) ?? read;
}

function loadOnce(text: string, mayDouble: boolean): YamlValue | YamlProblem {
  try {
    const [value, ...others] = loadAll(text, { schema, json: mayDouble });
    if (others.length > 0) return { problem: "it holds several documents", line: undefined };
    if (!text.includes("*") || fits(value)) return { value };
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

/**
 * The other parser is slower and takes indentation less strictly, as dbt does. Only for files of a size that
 * it can be asked about.
 */
function parseLeniently(text: string): YamlValue | undefined {
  if (text.length > maxLenient || /[[{]{50}/.test(text)) return undefined;
  try {
    const document = parseDocument(text, { logLevel: "error", merge: true });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value };
  } catch {
    return undefined; // What the first parser said stands.
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
