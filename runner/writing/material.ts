import type { Brief } from "./brief.ts";
import { openFactBook } from "./fact-book.ts";
import { findGrain, type Grain } from "./find-grain.ts";
import type { Measured } from "./measured.ts";
import { type Flow, readFlow } from "./read-flow.ts";
import { type Query, readSelects } from "./read-selects.ts";
import { refineSemantics } from "./refine-semantics.ts";
import { type Roles, rolesOf } from "./roles-of.ts";
import { traceFormula } from "./trace-formula.ts";

export type { ColumnMatter } from "./measured.ts";

/** What the built-in writer works from. */
export interface Material extends Measured {
  flow: Flow | undefined;
  /** What comments in the SQL say of columns, by name in lower case. */
  comments: ReadonlyMap<string, string>;
  roles: Roles;
  /** Columns that tell the rows apart; undefined: none are known. */
  grain: Grain | undefined;
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
  const references = new Set(
    [
      ...brief.relationships.map(({ child }) => child.column),
      ...brief.compositeKeys.flatMap(({ columns }) => columns),
    ].map((name) => name.toLowerCase()),
  );
  const refined = profiles.map((profile) => ({
    ...profile,
    semantics: refineSemantics(profile, {
      isReference: references.has(profile.name.toLowerCase()),
      isKey: profile.isUnique === true && profile.nonNull > 1,
    }),
  }));
  const [profileOf, outputOf] = [byName(refined), byName(outputs)];
  const query = brief.sql === undefined ? undefined : readSelects(brief.sql);
  const facts = {
    brief,
    book,
    rows: book.rows?.value ?? brief.profile?.rows,
    columns: names.map((name) => ({
      name,
      profile: profileOf.get(name.toLowerCase()),
      output: outputOf.get(name.toLowerCase()),
      formula: query === undefined ? undefined : traceFormula(query, name),
    })),
  };
  return {
    ...facts,
    roles: rolesOf(facts),
    grain: findGrain(facts),
    flow: query === undefined ? undefined : readFlow(query),
    comments: query === undefined ? new Map() : commentsOf(query),
  };
}

/** Of the statement itself and of its named parts; the last one stands closest to the column. */
function commentsOf(query: Query): Map<string, string> {
  const comments = new Map<string, string>();
  for (const part of [...query.named.values(), query]) {
    for (const { items } of part.selects) {
      for (const { name, comment } of items) {
        if (name !== undefined && comment !== undefined) comments.set(name.toLowerCase(), comment);
      }
    }
  }
  return comments;
}

function firstFilled(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.find((list) => list.length > 0) ?? [])];
}
