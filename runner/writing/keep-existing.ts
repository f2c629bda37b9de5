import { sha256 } from "#agents-schema/digest.ts";
import type { DbtProperties } from "../dbt/dbt-properties.ts";
import { isEmptyText } from "../dbt/is-empty-text.ts";
import type { WantedColumn, WantedDocumentation } from "./wanted-documentation.ts";

export interface Kept {
  wanted: WantedDocumentation;
  /** Whose text a person wrote: `` of the relation, else the column. */
  kept: readonly string[];
}

/**
 * What people wrote stays whole: our text is wanted only where there is none, or where what is there is
 * exactly what we wrote before. `written`: the hashes of the last time, by column, `` of the relation.
 */
export function keepExisting(
  wanted: WantedDocumentation,
  existing: DbtProperties,
  written: Readonly<Record<string, string>>,
): Kept {
  const isTheirs = judgeOwner(written);
  const kept: string[] = [];
  const { description, ...rest } = wanted;
  const isKept = isTheirs("", writtenText(existing));
  if (isKept) kept.push("");

  const columns = wanted.columns.map((column): WantedColumn => {
    const found = existing.columns.find(({ name }) => same(name, column.name));
    if (found === undefined || !isTheirs(column.name, writtenText(found))) return column;
    kept.push(column.name);
    const { description: _, ...others } = column;
    return others;
  });
  return {
    wanted: { ...rest, ...(isKept || description === undefined ? {} : { description }), columns },
    kept,
  };
}

/** What a person wrote: texts that are exactly what we wrote before are empty here, and so are placeholders. */
export function theirsOnly(
  existing: DbtProperties,
  written: Readonly<Record<string, string>>,
): DbtProperties {
  const isTheirs = judgeOwner(written);
  const { writtenDescription, ...rest } = existing;
  return {
    ...rest,
    ...(isTheirs("", writtenText(existing))
      ? { ...(writtenDescription === undefined ? {} : { writtenDescription }) }
      : { description: "" }),
    columns: existing.columns.map((column) => {
      if (isTheirs(column.name, writtenText(column))) return column;
      const { writtenDescription: _, ...others } = column;
      return { ...others, description: "" };
    }),
  };
}

function judgeOwner(
  written: Readonly<Record<string, string>>,
): (key: string, text: string) => boolean {
  const hashes = new Map(Object.entries(written).map(([key, hash]) => [key.toLowerCase(), hash]));
  return (key, text) =>
    !isPlaceholder(text) &&
    ![sha256(text), sha256(text.trim())].includes(hashes.get(key.toLowerCase()) ?? "");
}

/** Says nothing: empty, or what documentation tools leave where somebody should write. */
export function isPlaceholder(text: string): boolean {
  return (
    isEmptyText(text) ||
    /^(?:tbd|undefined|n\/?a|none|null|undocumented|pending further documentation|no description for this column|not documented|missing description|description|placeholder)\.?$/i.test(
      text.trim(),
    )
  );
}

function writtenText(texts: { description: string; writtenDescription?: string }): string {
  return texts.writtenDescription ?? texts.description;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
