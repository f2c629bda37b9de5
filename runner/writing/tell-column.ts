import type { Statement } from "../facts/statement.ts";
import { humanSentences } from "./human-sentences.ts";
import { mark } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { stateColumn } from "./state.ts";
import { stateInherited } from "./state-inherited.ts";
import { tellDistribution } from "./tell-distribution.ts";
import { tellOrigin } from "./tell-origin.ts";
import { isDocReference } from "./text-to-inherit.ts";
import { watchFor } from "./watch-for.ts";

/** What a column means, how its values lie, how to use it, what to watch for. */
export function tellColumn(material: Material, column: ColumnMatter): Statement[] {
  const { name } = column;
  const meaning = tellMeaning(material, column);
  // A description that refers to a block of dbt's docs is nothing but that.
  const reference = meaning.find(({ marked }) => isDocReference(marked));
  if (reference !== undefined) return [reference];
  const warnings = watchFor(material, name);
  return [
    ...meaning,
    ...tellDistribution(material, column).map((text) => stateColumn(name, "distribution", text)),
    ...tellUse(material, column).map((text) => stateColumn(name, "usage", text)),
    ...warnings.map(({ text }) => stateColumn(name, "watch", capital(text))),
  ];
}

function tellMeaning(material: Material, column: ColumnMatter): Statement[] {
  const { brief } = material;
  const { name } = column;
  const inherited = brief.inherited.find((one) => one.column.toLowerCase() === name.toLowerCase());
  const told = inherited === undefined ? [] : stateInherited(inherited);
  const isDescribed = told.length > 0 && inherited?.kind !== "origin";
  const state = (texts: readonly string[]) =>
    texts.map((text) => stateColumn(name, "meaning", text));
  if (isDescribed) return [...told, ...state(tellPlace(material, name, isDescribed))];
  return [
    ...state([...tellPlace(material, name, isDescribed), ...tellComment(material, name)]),
    ...(told.length > 0 ? told : state(tellOrigin(column))),
  ];
}

/** Whether it is the key of the relation, or refers to another. */
function tellPlace(material: Material, name: string, isDescribed: boolean): string[] {
  const key = material.grain?.columns ?? [];
  const others = key.filter((one) => one !== name);
  const partners = sayNames(others);
  const said: string[] = [];
  const facts = material.grain?.facts ?? [];
  if (key.includes(name) && others.length === 0 && !isDescribed) {
    said.push(`${mark("Key of this relation", ...facts)}.`);
  }
  if (key.includes(name) && others.length > 0 && partners.length === others.length) {
    said.push(`${mark(`Part of the key, together with ${say.list(partners)}`, ...facts)}.`);
  }
  return [...said, ...tellParent(material, name)];
}

/** Where its values are found; what shares values with another by chance refers to nothing. */
function tellParent({ brief, book }: Material, name: string): string[] {
  const found = brief.relationships.find(({ child }) => child.column === name);
  if (found === undefined || found.evidence.every((kind) => kind === "values")) return [];
  const { parent } = found;
  const [subject, key] = [sayName(parent.subject), sayName(parent.column)];
  const coverage = book.number(name, "reference_coverage", `${parent.subject}.${parent.column}`);
  if (subject === undefined || key === undefined) return [];
  const few =
    coverage === undefined || coverage.value >= 0.5
      ? ""
      : `, where ${mark(say.share(coverage.value), coverage)} of its values match`;
  return [`Refers to ${subject}${key === name ? "" : ` (${key})`}${few}.`];
}

/** What a comment of the SQL says of it. */
function tellComment({ brief, comments }: Material, name: string): readonly string[] {
  const comment = comments.get(name.toLowerCase());
  return comment === undefined ? [] : humanSentences(comment, brief);
}

function tellUse(material: Material, { name, profile }: ColumnMatter): string[] {
  const { book, rows } = material;
  if (rows === undefined || rows === 0) return [];
  const { mainTime, audit } = material.roles;
  const said = sayName(mainTime ?? "");
  if (audit.includes(name) && said !== undefined) {
    return [`By its name it tells when the row was written; for business time use ${said}.`];
  }
  const [p50, mean] = [book.number(name, "p50"), book.number(name, "mean")];
  const isMeasure = ["money", "quantity"].includes(profile?.semantics ?? "");
  if (!isMeasure || p50 === undefined || mean === undefined) return [];
  if (p50.value <= 0 || mean.value <= 2 * p50.value) return [];
  return ["For a typical value take the median: large values pull the mean up."];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
