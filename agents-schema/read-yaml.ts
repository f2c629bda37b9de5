import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { checkText } from "./check-text.ts";
import { explainYaml } from "./explain-yaml.ts";
import { type KeyPath, keyPath } from "./key-path.ts";
import type { Mistake } from "./mistake.ts";

/** A place in a file, both 1-based. */
interface TextPlace {
  line: number;
  column: number;
}

export interface YamlFile {
  /** Plain data; undefined when the file could not be read as YAML at all. */
  value: unknown;
  mistakes: Mistake[];
  /** Where a key or its value stands; for what is missing, where its nearest parent stands. */
  placeOf(path: KeyPath, part: "key" | "value"): TextPlace;
  /** Where the given text stands inside a value, counted from 0 when it stands there several times. */
  placeWithin(path: KeyPath, text: string, occurrence: number): TextPlace;
}

/** Far more than any agent file needs; they bound nesting bombs and aliases that multiply. */
const limits = { depth: 32, values: 10_000, aliases: 100 };

interface Found {
  key: Node | undefined;
  value: Node | undefined;
}

/**
 * Reads one YAML 1.2 document (core schema: `on`, `yes` and `no` are text, only `true` and `false` are
 * booleans) into plain data with the place of every key and value. Never throws; what cannot be
 * plain data (tags, doubled keys, several documents, aliases of themselves) is a mistake.
 */
export function readYaml(text: string): YamlFile {
  const { mistakes, isReadable } = checkText(text);
  const lines = new LineCounter();
  const found = new Map<string, Found>();
  const at = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const file: YamlFile = {
    value: undefined,
    mistakes,
    placeOf: (path, part) => at(offsetOf(found, path, part)),
    placeWithin: (path, wanted, occurrence) => {
      const range = found.get(keyPath(path))?.value?.range;
      if (range === undefined || range === null) return at(offsetOf(found, path, "value"));
      let offset = range[0] - 1;
      for (let count = 0; count <= occurrence; count++) {
        const next = text.indexOf(wanted, offset + 1);
        if (next === -1 || next >= range[1]) break;
        offset = next;
      }
      return at(Math.max(offset, range[0]));
    },
  };
  if (!isReadable) return file;

  const document = parse(text, lines);
  if (document === undefined) {
    mistakes.push(bare(1, 1, "the file is nested too deeply to be read", "write it flatter"));
    return file;
  }
  for (const error of [...document.errors, ...document.warnings]) {
    const { line, column } = at(error.pos[0]);
    const lineText =
      text.slice(text.lastIndexOf("\n", error.pos[0] - 1) + 1).split("\n", 1)[0] ?? "";
    const explained = explainYaml(error.code, error.message, lineText);
    // One slip makes the parser stumble several times on the same line.
    if (mistakes.some((mistake) => mistake.line === line)) continue;
    mistakes.push({ line, column, path: "", ...explained });
  }
  if (document.errors.length > 0) return file;

  file.value = toPlain(document, {
    found,
    values: 0,
    aliases: 0,
    open: new Set(),
    say: (offset, path, message, hint) =>
      mistakes.push({ ...at(offset), path: keyPath(path), message, hint }),
  });
  return file;
}

function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, {
      lineCounter,
      version: "1.2",
      schema: "core",
      merge: false,
      uniqueKeys: false, // Checked in the walk: the parser's own check is quadratic.
      prettyErrors: false,
      logLevel: "error",
    });
  } catch {
    // The parser calls itself for each level: thousands of brackets exhaust the stack.
    return undefined;
  }
}

function offsetOf(found: ReadonlyMap<string, Found>, path: KeyPath, part: "key" | "value"): number {
  const here = found.get(keyPath(path));
  const node = part === "key" ? (here?.key ?? here?.value) : (here?.value ?? here?.key);
  if (node?.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(found, path.slice(0, -1), "key");
}

interface Walk {
  found: Map<string, Found>;
  values: number;
  aliases: number;
  /** Values that an alias is being followed into. */
  open: Set<Node>;
  say(offset: number, path: KeyPath, message: string, hint: string): void;
}

function toPlain(document: Document, walk: Walk): unknown {
  const root = document.contents as Node | null;
  walk.found.set("", { key: undefined, value: root ?? undefined });
  return plain(document, walk, root, []);
}

function plain(document: Document, walk: Walk, node: Node | null, path: KeyPath): unknown {
  if (node === null) return null;
  const offset = node.range?.[0] ?? 0;
  walk.values++;
  if (walk.values === limits.values) {
    walk.say(
      offset,
      path,
      `the file has more than ${limits.values} values`,
      "write less, or drop aliases",
    );
  }
  if (walk.values >= limits.values) return null;
  if (path.length > limits.depth) {
    walk.say(
      offset,
      path.slice(0, 3),
      `this is nested more than ${limits.depth} levels deep`,
      "write it flatter",
    );
    return null;
  }
  if (isAlias(node)) return aliased(document, walk, node, path);
  if (isMap(node)) return plainMap(document, walk, node, path);
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const child = [...path, index];
      walk.found.set(keyPath(child), { key: undefined, value: item as Node });
      return plain(document, walk, item as Node | null, child);
    });
  }
  return isScalar(node) ? node.value : null;
}

function aliased(document: Document, walk: Walk, node: Alias, path: KeyPath): unknown {
  const offset = node.range?.[0] ?? 0;
  walk.aliases++;
  if (walk.aliases === limits.aliases) {
    walk.say(offset, path, `the file has more than ${limits.aliases} aliases`, "write values out");
  }
  if (walk.aliases >= limits.aliases) return null;
  const source = node.resolve(document);
  if (source === undefined) {
    walk.say(
      offset,
      path,
      `\`*${node.source}\` is an alias of nothing: a value that begins with \`*\` needs quotes`,
      `write \`"*${node.source}"\``,
    );
    return null;
  }
  if (walk.open.has(source)) {
    walk.say(
      offset,
      path.slice(0, 3),
      `\`*${node.source}\` stands inside what it stands for`,
      "write it out",
    );
    return null;
  }
  walk.open.add(source);
  const value = plain(document, walk, source, path);
  walk.open.delete(source);
  return value;
}

function plainMap(document: Document, walk: Walk, node: YAMLMap, path: KeyPath): object {
  const value: Record<string, unknown> = {};
  for (const pair of node.items as Pair<Node, Node | null>[]) {
    const offset = pair.key?.range?.[0] ?? node.range?.[0] ?? 0;
    const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
    if (name === undefined) {
      walk.say(
        offset,
        path,
        "a key must be text",
        'put a value that begins with `{` or `[` in quotes, such as `"{{ event.table }}"`',
      );
      continue;
    }
    const child = [...path, name];
    if (name === "__proto__") {
      walk.say(offset, child, "`__proto__` cannot be a key", "remove it");
      continue;
    }
    if (name === "<<") {
      walk.say(offset, child, "merge keys (`<<`) are not part of YAML 1.2", "write the keys out");
      continue;
    }
    if (Object.hasOwn(value, name)) {
      walk.say(offset, child, `\`${name}\` is here twice`, "keep one of them");
      continue;
    }
    walk.found.set(keyPath(child), { key: pair.key, value: pair.value ?? undefined });
    value[name] = plain(document, walk, pair.value, child);
  }
  return value;
}

function bare(line: number, column: number, message: string, hint: string): Mistake {
  return { line, column, path: "", message, hint };
}
