import type { Statement } from "../facts/statement.ts";
import type { Evidence, Relationship } from "../keys/relationship.ts";
import { singular } from "../keys/singular.ts";
import type { Metric } from "../profile/metrics.ts";
import { mark, markAbout } from "./mark.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";
import { isHarmless, sayName } from "./say-name.ts";
import { tellChildren } from "./tell-children.ts";
import { entityOf } from "./tell-overview.ts";

export const relationshipHeadings = [
  "Business relationship",
  "Join considerations",
  "Coverage",
  "Cardinality notes",
] as const;
type Heading = (typeof relationshipHeadings)[number];

/** `customer_id -> dim_customers.customer_id`: how a statement names the relationship that it is about. */
export function aboutRelationship({
  child,
  parent,
}: Pick<Relationship, "child" | "parent">): string {
  return `${child.column} -> ${parent.subject}.${parent.column}`;
}

/** A foreign key in the four lines of the reference. */
export function tellRelationship(material: Material, relationship: Relationship): Statement[] {
  const { book } = material;
  const { child, parent, cardinality } = relationship;
  const [column, subject, key] = [
    sayName(child.column),
    sayName(parent.subject),
    sayName(parent.column),
  ];
  if (column === undefined || subject === undefined || key === undefined) return [];
  const about = aboutRelationship(relationship);
  const tell = (heading: Heading, marked: string): Statement => ({
    part: "relationship",
    column: child.column,
    about: `${about}: ${heading}`,
    marked,
    by: "built-in",
  });
  const fact = (metric: Metric) =>
    book.number(child.column, metric, `${parent.subject}.${parent.column}`);
  const how = book.of(child.column, "cardinality", `${parent.subject}.${parent.column}`);
  const [coverage, orphans] = [fact("reference_coverage"), fact("orphan_rows")];
  const parents = fact("parent_coverage");
  const nulls = book.number(child.column, "null_share");
  const hasNulls = nulls !== undefined && nulls.value > 0;
  const said: Statement[] = [
    tell("Business relationship", businessOf(material, relationship, column, subject, key)),
  ];

  const keeps = `${column} = ${subject}.${key} keeps the number of rows`;
  const lost = [
    ...(hasNulls
      ? [`${column} is null in ${markAbout(say.share(nulls.value), nulls)} of the rows`]
      : []),
    ...(coverage !== undefined && coverage.value < 1
      ? [
          `${mark(say.share(1 - coverage.value), coverage)} of ${hasNulls ? "the rows that have a value" : "the rows"} are without a match`,
        ]
      : []),
  ];
  if (lost.length > 0) {
    said.push(
      tell(
        "Join considerations",
        `A left join on ${keeps}; an inner join drops rows, because ${say.list(lost)}.`,
      ),
    );
  } else if (coverage !== undefined) {
    said.push(tell("Join considerations", `A join on ${keeps}, inner or left.`));
  } else said.push(tell("Join considerations", `A left join on ${keeps}.`));

  if (coverage !== undefined)
    said.push(tell("Coverage", coverageOf(coverage, orphans, subject, hasNulls)));
  if (parents !== undefined) {
    const share = mark(say.share(parents.value), parents);
    said.push(tell("Coverage", `${share} of the ${key} values of ${subject} occur here.`));
  }
  const shape = how === undefined ? cardinality : mark(cardinality, how);
  const few =
    cardinality === "one-to-one" && coverage !== undefined && coverage.value < 1
      ? `, where a row has a match: ${mark(say.share(coverage.value), coverage)} of ${hasNulls ? "those that have a value" : "the rows"} do`
      : "";
  said.push(tell("Cardinality notes", `${capital(shape)} from here to ${subject}${few}.`));
  const sizes = tellChildren(book, relationship, "Rows here");
  if (cardinality === "many-to-one" && sizes !== undefined) {
    said.push(
      tell("Cardinality notes", `${sizes}; a join from ${subject} repeats its rows as often.`),
    );
  }
  return said;
}

/** Share of the rows with a parent below which most of them are about something else. */
const leastCoverage = 0.5;
/** Why the relationship is believed, most convincing first. */
const reasons: readonly (readonly [Evidence, string])[] = [
  ["declared", "Declared by a test or a constraint of the project."],
  ["join", "Models of the project join on it."],
  ["name", "Not declared in the project: found by name and values."],
  ["values", "Not declared in the project: found by its values."],
];

function businessOf(
  { brief }: Material,
  { cardinality, evidence, child, parent, coverage }: Relationship,
  column: string,
  subject: string,
  key: string,
): string {
  const reason = reasons.find(([kind]) => evidence.includes(kind))?.[1];
  const why = reason === undefined ? "" : ` ${reason}`;
  const isSure = evidence.some((kind) => kind !== "values");
  if (coverage < leastCoverage || !isSure) {
    return `Rows here and rows of ${subject} share values: ${column} here, ${key} there.${why}`;
  }
  // `previous_order_id` is unique too, and names another order.
  const isSame = child.subject !== parent.subject && isSameName(child.column, parent.column);
  if (cardinality === "one-to-one" && isSame) {
    return `A row here and the row of ${subject} whose ${key} is its ${column} are about the same thing.${why}`;
  }
  const noun = singularOf(entityOf(brief.name));
  const name = sayName(brief.name);
  // `salesorderdetail` and `order items priced` are no words for one thing.
  const isWord = noun !== entityOf(brief.name) || name === undefined;
  const one = isWord ? `${capital(say.article(noun))} ${noun}` : `A row of ${name}`;
  const bare = child.column.replace(/_?(?:id|key|sk|fk|code|uuid)$/i, "");
  const role = say.words(bare);
  const isApart = /[_A-Z]/.test(child.column.slice(1, -1)) || /\s/.test(role);
  const isRole = isApart && role.length >= 3 && isHarmless(role) && role !== noun;
  const its = isRole ? `its ${role}, a row of ${subject}` : `a row of ${subject}`;
  return `${one} refers to ${its}: ${column} is the ${key} of that row.${why}`;
}

/** `order_id` and `order_id`, or `id`. */
function isSameName(child: string, parent: string): boolean {
  const [one, other] = [child.toLowerCase(), parent.toLowerCase()];
  return one === other || other === "id" || one === "id";
}

function singularOf(entity: string): string {
  const words = entity.split(" ");
  const last = words.at(-1) ?? "";
  return [...words.slice(0, -1), singular(last)].join(" ");
}

function coverageOf(
  coverage: { value: number; id: string },
  orphans: { value: number; id: string } | undefined,
  subject: string,
  hasNulls: boolean,
): string {
  const rows = hasNulls ? "the rows that have a value" : "the rows";
  const share = `${mark(say.share(coverage.value), coverage)} of ${rows} match ${subject}`;
  if (orphans === undefined) return `${share}.`;
  if (orphans.value === 0) return `${share}; no orphans {${orphans.id}}.`;
  return `${share}; ${mark(say.some(orphans.value, "row is", "rows are"), orphans)} without a parent.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
