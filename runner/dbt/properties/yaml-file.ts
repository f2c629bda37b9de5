import { type Document, isAlias, isMap, isScalar, parseDocument, visit, type YAMLMap } from "yaml";
import { UnsafeEdit } from "./unsafe-edit.ts";

/** A property file, read so that it is known where everything stands. */
export interface YamlFile {
  text: string;
  document: Document;
  /** The mapping at its top; undefined when it holds nothing. */
  root: YAMLMap | undefined;
  /** Anchors that some alias refers to. */
  aliased: ReadonlySet<string>;
}

/** Throws {@link UnsafeEdit} with a sentence for what cannot be edited. */
export function readYamlFile(text: string): YamlFile {
  const document = parse(text);
  const { contents } = document;
  const aliased = new Set<string>();
  // Most files have none; whoever writes a star elsewhere pays for a walk.
  if (text.includes("*")) visit(document, { Alias: (_, { source }) => void aliased.add(source) });
  const file = { text, document, aliased };
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { ...file, root: undefined };
  }
  if (!isMap(contents)) throw new UnsafeEdit("a mapping with `models` is expected");
  return { ...file, root: contents };
}

/** What an alias stands for; anything else is itself. */
export function resolved(file: YamlFile, node: unknown): unknown {
  return isAlias(node) ? node.resolve(file.document) : node;
}

function parse(text: string): Document {
  try {
    const document = parseDocument(text, { logLevel: "error", prettyErrors: false });
    const [error] = [...document.errors, ...document.warnings];
    if (error === undefined) return document;
    if (error.code === "MULTIPLE_DOCS") throw new UnsafeEdit("it holds several documents");
    const [line] = error.message.split("\n", 1);
    const at = text.slice(0, error.pos[0]).split("\n").length;
    throw new UnsafeEdit(`it is not valid YAML: line ${at}: ${line ?? error.code}`);
  } catch (cause) {
    if (cause instanceof UnsafeEdit) throw cause;
    throw new UnsafeEdit("it is not valid YAML: it is nested too deeply");
  }
}
