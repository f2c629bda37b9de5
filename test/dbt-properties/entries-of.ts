import { isAlias, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";

/** An entry of a property file, read in a way of its own, to check edits by. */
export interface Entry {
  section: WantedDocumentation["section"];
  source: string | undefined;
  name: string;
  map: YAMLMap;
  /** The list that it stands in is in flow style. */
  isListFlow: boolean;
}

export interface EntryFile {
  text: string;
  entries: Entry[];
}

const sections = ["models", "seeds", "snapshots", "sources"] as const;

/** The entries of a property file that are named once. */
export function entriesOf(text: string): EntryFile | { problem: string } {
  const document = parseDocument(text, { logLevel: "error" });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) return { problem: error.code };
  const { contents } = document;
  const top = isMap(contents) ? contents : undefined;
  const entries = sections.flatMap((section): Entry[] => {
    const items = mapsOf(top?.get(section));
    if (section !== "sources") return toEntries(section, undefined, top?.get(section));
    return items.flatMap((source) =>
      toEntries(section, String(source.get("name")), source.get("tables")),
    );
  });
  const idOf = ({ section, source, name }: Entry) => JSON.stringify([section, source, name]);
  const named = entries.filter(({ map }) => map.has("name") && !map.has("versions"));
  const once = named.filter(
    (entry) => named.filter((other) => idOf(other) === idOf(entry)).length === 1,
  );
  return { text, entries: once };

  function toEntries(
    section: Entry["section"],
    source: string | undefined,
    list: unknown,
  ): Entry[] {
    const isListFlow = isSeq(list) && list.flow === true;
    return mapsOf(list).map((map) => ({
      section,
      source,
      name: String(map.get("name")),
      map,
      isListFlow,
    }));
  }

  function mapsOf(list: unknown): YAMLMap[] {
    const resolved = isAlias(list) ? list.resolve(document) : list;
    const items: readonly unknown[] = isSeq(resolved) ? resolved.items : [];
    return items.flatMap((item) => {
      const map = isAlias(item) ? item.resolve(document) : item;
      return isMap(map) ? [map] : [];
    });
  }
}
