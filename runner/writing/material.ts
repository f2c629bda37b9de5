import type { OutputColumn } from "../lineage/column-lineage.ts";
import type { ColumnProfile } from "../profile/relation-profile.ts";
import type { Brief } from "./brief.ts";
import { type FactBook, openFactBook } from "./fact-book.ts";
import { type Flow, readFlow } from "./read-flow.ts";
import { readSelects } from "./read-selects.ts";

/** One column with everything that is known of it. */
export interface ColumnMatter {
  name: string;
  profile: ColumnProfile | undefined;
  output: OutputColumn | undefined;
}

/** What the built-in writer works from. */
export interface Material {
  brief: Brief;
  book: FactBook;
  columns: readonly ColumnMatter[];
  flow: Flow | undefined;
  /** Rows; 0 of an empty relation; undefined: nobody counted. */
  rows: number | undefined;
}

export function gatherMaterial(brief: Brief): Material {
  const book = openFactBook(brief);
  const outputs = brief.lineage.kind === "known" ? brief.lineage.columns : [];
  const profiles = brief.profile?.columns ?? [];
  const names = firstFilled([
    profiles.map(({ name }) => name),
    outputs.map(({ name }) => name),
    brief.existing.columns.map(({ name }) => name),
  ]);
  const byName = <Item extends { name: string }>(items: readonly Item[]) =>
    new Map(items.map((item) => [item.name.toLowerCase(), item] as const));
  const [profileOf, outputOf] = [byName(profiles), byName(outputs)];
  const query = brief.sql === undefined ? undefined : readSelects(brief.sql);
  return {
    brief,
    book,
    columns: names.map((name) => ({
      name,
      profile: profileOf.get(name.toLowerCase()),
      output: outputOf.get(name.toLowerCase()),
    })),
    flow: query === undefined ? undefined : readFlow(query),
    rows: book.rows?.value ?? brief.profile?.rows,
  };
}

function firstFilled(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.find((list) => list.length > 0) ?? [])];
}
