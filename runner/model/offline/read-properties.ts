import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";

/** What a property file says of one model. Lines count from 1. */
export interface ModelProperties {
  line: number;
  description: string;
  columns: readonly { name: string; line: number; description: string; tests: readonly string[] }[];
}

/** Aliases that one file may resolve: a bomb is refused, people's anchors are not. */
const maxAliasCount = 100;

/**
 * Finds a model in a property file; undefined when it is not there or the file is not YAML that can
 * be read. Never throws.
 */
export function readProperties(text: string, model: string): ModelProperties | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;

  const entry = maps(document.contents.get("models", true)).find(
    (candidate) => candidate.get("name") === model,
  );
  if (entry === undefined) return undefined;
  const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  return {
    line: lineOf(entry),
    description: words(entry.get("description")),
    columns: maps(entry.get("columns", true)).map((column) => ({
      name: words(column.get("name")),
      line: lineOf(column),
      description: words(column.get("description")),
      tests: [
        ...testNames(column.get("tests", true)),
        ...testNames(column.get("data_tests", true)),
      ],
    })),
  };

  function testNames(node: unknown): string[] {
    if (!isSeq(node)) return [];
    return node.items.flatMap((item) => {
      if (isScalar(item)) return [String(item.value)];
      const json: unknown = isMap(item) ? item.toJS(document, { maxAliasCount }) : undefined;
      return typeof json === "object" && json !== null ? Object.keys(json).slice(0, 1) : [];
    });
  }
}

function maps(node: unknown): YAMLMap[] {
  return isSeq(node) ? node.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

function words(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
