import type { Statement } from "../facts/statement.ts";
import { isSayableCode } from "./is-sayable.ts";
import { markAbout } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { readCase } from "./read-case.ts";
import { rolesOf } from "./roles-of.ts";
import { say } from "./say.ts";
import { sayName } from "./say-name.ts";
import { stateColumn } from "./state.ts";
import { stateInherited } from "./state-inherited.ts";
import { tellDistribution } from "./tell-distribution.ts";
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
    ...warnings.map((text) => stateColumn(name, "watch", capital(text))),
  ];
}

function tellMeaning({ brief }: Material, column: ColumnMatter): Statement[] {
  const { name } = column;
  const inherited = brief.inherited.find((one) => one.column.toLowerCase() === name.toLowerCase());
  const parent = brief.relationships.find(({ child }) => child.column === name)?.parent.subject;
  const refers = parent === undefined ? undefined : sayName(parent);
  const reference = refers === undefined ? [] : [`Refers to ${refers}.`];
  const told = inherited === undefined ? [] : stateInherited(inherited);
  if (told.length > 0) {
    return [...told, ...reference.map((text) => stateColumn(name, "meaning", text))];
  }
  return [...reference, ...tellOrigin(column)].map((text) => stateColumn(name, "meaning", text));
}

function tellOrigin({ name, output }: ColumnMatter): string[] {
  if (output === undefined) return [];
  const sources = output.from.flatMap(({ node, column }) => {
    const [table, said] = [sayName(node), sayName(column)];
    if (table === undefined || said === undefined) return [];
    return [{ table, column: said, isSame: column.toLowerCase() === name.toLowerCase() }];
  });
  const [source] = sources;
  const code =
    output.expression !== undefined && isSayableCode(output.expression)
      ? `\`${output.expression}\``
      : undefined;
  switch (output.kind) {
    case "passthrough":
      return source === undefined ? [] : [`As in ${source.table}.`];
    case "renamed":
      return source === undefined
        ? []
        : [`${source.column} of ${source.table} under another name.`];
    case "cast": {
      if (source === undefined) return code === undefined ? [] : [`Computed as ${code}.`];
      const of = source.isSame ? source.table : `${source.column} of ${source.table}`;
      return [`From ${of}${code === undefined ? "" : `, as ${code}`}.`];
    }
    case "derived":
    case "aggregated": {
      const from = [...new Set(sources.map(({ table }) => table))];
      const of = from.length === 0 ? "" : `, from ${say.upTo(from, 3)}`;
      const how = output.kind === "derived" ? "Computed" : "Aggregated";
      if (readCase(output.expression ?? "") !== undefined && code === undefined) {
        return [`Decided by a CASE of the SQL${of}.`];
      }
      return code === undefined ? (of === "" ? [] : [`${how}${of}.`]) : [`${how} as ${code}${of}.`];
    }
    case "union": {
      const from = [...new Set(sources.map(({ table }) => table))];
      return from.length === 0 ? [] : [`From ${say.upTo(from, 5)}, stacked.`];
    }
    case "constant":
      return code === undefined ? [] : [`Set to ${code} by the SQL.`];
  }
}

function tellUse(material: Material, { name, profile }: ColumnMatter): string[] {
  const { book, rows } = material;
  if (rows === undefined || rows === 0) return [];
  const { mainTime, audit } = rolesOf(material);
  const said = sayName(mainTime ?? "");
  if (audit.includes(name) && said !== undefined) {
    return [`By its name it tells when the row was written; for business time use ${said}.`];
  }
  const [p50, mean] = [book.number(name, "p50"), book.number(name, "mean")];
  const isMeasure = ["money", "quantity"].includes(profile?.semantics ?? "");
  if (
    isMeasure &&
    p50 !== undefined &&
    mean !== undefined &&
    p50.value > 0 &&
    mean.value > 2 * p50.value
  ) {
    return [
      `For a typical value take the median (${markAbout(say.number(p50.value), p50)}): few large values pull the mean up to ${markAbout(say.number(mean.value), mean)}.`,
    ];
  }
  return [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
