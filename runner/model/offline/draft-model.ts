import { isEmptyText } from "../../dbt/is-empty-text.ts";
import type { WantedColumn, WantedProperties } from "../../dbt/properties/wanted-properties.ts";
import { readModelSql } from "../../dbt/read-model-sql.ts";
import type { PropertyEntry } from "../../dbt/read-property-file.ts";
import { inheritDescription } from "./inherit-description.ts";
import type { Measurement } from "./measure-models.ts";
import type { Profile, SaidFact } from "./parse-profile.ts";
import { purposeOf } from "./purpose.ts";
import { readShape } from "./read-shape.ts";
import { say } from "./say.ts";
import { stateColumn } from "./state-column.ts";
import { stateModel } from "./state-model.ts";

export interface Draft {
  wanted: WantedProperties;
  /** Facts that the texts stand on. */
  facts: readonly SaidFact[];
  /** What could not be documented and why, as sentences. */
  missing: readonly string[];
}

/** What the documentation of a model lacks and what can be said instead. Text that people wrote is left alone. */
export function draftModel(
  model: { name: string; sql: string },
  existing: PropertyEntry | undefined,
  measurement: Measurement | undefined,
  propertyFiles: Iterable<string>,
): Draft {
  const profile =
    measurement !== undefined && "profile" in measurement ? measurement.profile : undefined;
  const facts: SaidFact[] = [];
  const missing: string[] = [];
  if (profile === undefined) {
    const reason =
      measurement !== undefined && "missing" in measurement
        ? measurement.missing
        : "this run has no warehouse";
    missing.push(`Nothing was measured of ${model.name}: ${reason}.`);
  } else if (profile.denied.length > 0) {
    missing.push(`Closed to this agent, so not measured: ${profile.denied.join(", ")}.`);
  }

  const files = [...propertyFiles];
  const silent: string[] = [];
  const columns = columnNames(model.sql, profile).flatMap((name): WantedColumn[] => {
    const written = existing?.columns.find((item) => same(item.name, name));
    if (written !== undefined && !isEmptyText(written.description)) return [];
    const measured = profile?.columns.find((item) => same(item.name, name));
    const statements =
      measured === undefined || profile === undefined ? [] : stateColumn(measured, profile);
    const meaning = inheritDescription(model.sql, name, files);
    const texts = [
      ...(meaning === undefined ? [] : [sentence(meaning)]),
      ...statements.map(({ text }) => text),
    ];
    if (texts.length === 0) {
      if (profile?.denied.some((denied) => same(denied, name)) !== true) silent.push(name);
      return [];
    }
    if (statements.length > 0 && profile !== undefined)
      texts.push(`Observed ${say.day(profile.at)}.`);
    facts.push(...statements.flatMap((statement) => statement.facts));
    return [{ name, description: texts.join(" "), dataType: measured?.type }];
  });
  if (silent.length > 0 && profile !== undefined) {
    missing.push(`Not in ${profile.relation} yet, so nothing is said of: ${silent.join(", ")}.`);
  } else if (silent.length > 0) missing.push(`Nothing is said of: ${silent.join(", ")}.`);

  const needsDescription = isEmptyText(existing?.description);
  const described = needsDescription ? describe(model, profile) : undefined;
  facts.unshift(...(described?.facts ?? []));
  return {
    wanted: { name: model.name, description: described?.text, columns },
    facts: [...new Map(facts.map((fact) => [fact.id, fact])).values()],
    missing,
  };
}

/** The columns that the SQL gives; where it does not say, those of the warehouse. */
function columnNames(sql: string, profile: Profile | undefined): readonly string[] {
  const names =
    readShape(sql).columns?.map(({ name }) => name) ??
    profile?.columns.map(({ name }) => name) ??
    [];
  return [...new Set(names)].filter((name) => !/[{}\n\r]/.test(name));
}

/** The model's description in blocks: only those about which there is something to say. */
function describe(
  model: { name: string; sql: string },
  profile: Profile | undefined,
): { text: string; facts: SaidFact[] } | undefined {
  const purpose = purposeOf(model.sql);
  const { refs, sources } = readModelSql(model.sql);
  const read = [...refs, ...sources].filter((name) => /^[\w.]+$/.test(name));
  const stated = profile === undefined ? undefined : stateModel(profile);
  const bullets = (title: string, items: readonly { text: string }[] = []) =>
    items.length === 0 ? [] : [title, ...items.map(({ text }) => `- ${text}`)];
  const lines = [
    ...(purpose === undefined ? [] : [`Purpose: ${purpose}`]),
    ...(stated === undefined ? [] : [`Contents: ${stated.contents.text}`]),
    ...(read.length === 0 ? [] : [`Lineage: reads ${say.list(read)}.`]),
    ...bullets("Patterns:", stated?.patterns),
    ...bullets("Critical Context:", stated?.context),
  ];
  if (lines.length === 0) return undefined;
  if (profile !== undefined)
    lines.push(`Observed in ${profile.relation} on ${say.day(profile.at)}.`);
  const statements =
    stated === undefined ? [] : [stated.contents, ...stated.patterns, ...stated.context];
  return { text: `${lines.join("\n")}\n`, facts: statements.flatMap(({ facts }) => [...facts]) };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
