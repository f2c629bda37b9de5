import { propertySection } from "../dbt/property-section.ts";
import { markedToPlain } from "../facts/marked-to-plain.ts";
import type { Part, Statement } from "../facts/statement.ts";
import type { Brief } from "./brief.ts";
import { columnHeadings } from "./state.ts";
import { splitSource } from "./tell-overview.ts";
import { aboutRelationship, relationshipHeadings } from "./tell-relationship.ts";
import { typedOption } from "./typed-option.ts";
import type {
  WantedColumn,
  WantedDocumentation,
  WantedOption,
  WantedRelationship,
} from "./wanted-documentation.ts";

/** Blocks of a description, in order; those with bullets have one line for each sentence. */
const blocks = [
  { part: "purpose", title: "Purpose", bullets: false },
  { part: "contents", title: "Contents", bullets: false },
  { part: "lineage", title: "Lineage", bullets: false },
  { part: "patterns", title: "Patterns", bullets: true },
  { part: "usage", title: "Usage Guidance", bullets: false },
  { part: "context", title: "Critical Context", bullets: true },
] as const satisfies readonly { part: Part; title: string; bullets: boolean }[];

/**
 * The statements as the texts that people read, in the shape of the reference: without marks, sentences of
 * one block on one line, bullets and headings each on their own. Pure: who may write where is not asked.
 */
export function assemble(statements: readonly Statement[], brief: Brief): WantedDocumentation {
  const description = describeRelation(statements);
  const [source, table] =
    brief.kind === "source" ? splitSource(brief.name) : [undefined, brief.name];
  return {
    section: propertySection[brief.kind],
    ...(source === undefined ? {} : { source }),
    name: table,
    ...(description === "" ? {} : { description }),
    columns: columnsOf(statements, brief),
    relationships: brief.relationships.flatMap((one): WantedRelationship[] => {
      const text = describeRelationship(statements, aboutRelationship(one));
      if (text === "") return [];
      const { child, parent, cardinality } = one;
      return [
        {
          name: parent.subject,
          sourceCol: child.column,
          refCol: parent.column,
          cardinality,
          description: text,
        },
      ];
    }),
  };
}

function describeRelation(statements: readonly Statement[]): string {
  const of = (part: Part) =>
    statements.filter((one) => one.part === part && one.column === undefined).map(textOf);
  const overview = of("overview").join(" ");
  const written = blocks.flatMap(({ part, title, bullets }) => {
    const texts = of(part);
    if (texts.length === 0) return [];
    if (bullets) return [[`${title}:`, ...texts.map((text) => `- ${text}`)].join("\n")];
    return [`${title}: ${texts.join(" ")}`];
  });
  return [...(overview === "" ? [] : [overview]), ...written].join("\n\n");
}

function columnsOf(statements: readonly Statement[], brief: Brief): WantedColumn[] {
  const types = new Map(brief.profile?.columns.map(({ name, type }) => [name, type]));
  const described = statements.filter(({ part }) => part === "column" || part === "option");
  const names = new Set([
    ...(brief.profile?.columns ?? []).map(({ name }) => name),
    ...(brief.lineage.kind === "known" ? brief.lineage.columns : []).map(({ name }) => name),
    ...described.flatMap(({ column }) => column ?? []),
  ]);
  // The same column in another case is the one that is known already.
  const seen = new Set<string>();
  return [...names].flatMap((name): WantedColumn[] => {
    if (seen.has(name.toLowerCase())) return [];
    seen.add(name.toLowerCase());
    const own = described.filter(({ column }) => column?.toLowerCase() === name.toLowerCase());
    const description = describeColumn(own.filter(({ part }) => part === "column"));
    const options = optionsOf(own, types.get(name));
    const dataType = types.get(name);
    if (description === "" && options.length === 0 && dataType === undefined) return [];
    return [
      {
        name,
        ...(description === "" ? {} : { description }),
        ...(dataType === undefined ? {} : { dataType }),
        ...(options.length === 0 ? {} : { options }),
      },
    ];
  });
}

/** Meaning, distribution, usage and what to watch for, each on a line of its own. */
function describeColumn(statements: readonly Statement[]): string {
  const of = (heading: string | undefined) =>
    statements.filter(({ about }) => about === heading).map(textOf);
  const watch = of("watch").join(" ");
  const known = new Set<string | undefined>(columnHeadings);
  const other = statements.filter(({ about }) => !known.has(about)).map(textOf);
  return [
    of("meaning").join(" "),
    other.join(" "),
    of("distribution").join(" "),
    of("usage").join(" "),
    watch === "" ? "" : `Watch out for: ${watch}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function optionsOf(statements: readonly Statement[], type: string | undefined): WantedOption[] {
  const options = statements.flatMap((one): WantedOption[] => {
    if (one.part !== "option" || one.about === undefined) return [];
    const description = textOf(one);
    const value = typedOption(one.about, type);
    return [{ value, ...(description === "" ? {} : { description }) }];
  });
  return [...new Map(options.map((option) => [String(option.value), option])).values()];
}

function describeRelationship(statements: readonly Statement[], about: string): string {
  const own = statements.filter(({ part }) => part === "relationship");
  return relationshipHeadings
    .flatMap((heading) => {
      const texts = own.filter((one) => one.about === `${about}: ${heading}`).map(textOf);
      return texts.length === 0 ? [] : [`${heading}: ${texts.join(" ")}`];
    })
    .join("\n");
}

function textOf({ marked, by }: Statement): string {
  // What was taken over stays as it was written, line by line.
  if (by !== "built-in" && by !== "model") return markedToPlain(marked).trim();
  return markedToPlain(marked).replace(/\s+/g, " ").trim();
}
