import type { Statement } from "../facts/statement.ts";
import { mark, markAbout } from "./mark.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";

const maxNames = 6;

/** How to count, sum, filter and date it. */
export function tellUsage(material: Material): Statement[] {
  if (material.rows === undefined || material.rows === 0) return [];
  return [
    ...tellCounting(material),
    ...tellSumming(material),
    ...tellTime(material),
    ...tellNullFlags(material),
  ].map((text) => state("usage", text));
}

/** Of a relation whose rows belong to something: that its rows are not that. */
function tellCounting(material: Material): string[] {
  const grain = material.grain;
  const unit = grain?.columns.length === 1 ? sayName(grain.columns[0] ?? "") : undefined;
  if (unit === undefined) return [];
  const { book, brief } = material;
  const many = brief.relationships.flatMap(({ child, parent, cardinality }) => {
    const [column, most] = [
      sayName(child.column),
      book.number(child.column, "children_max", `${parent.subject}.${parent.column}`),
    ];
    return cardinality === "one-to-one" ||
      column === undefined ||
      most === undefined ||
      most.value < 2
      ? []
      : [{ column, most }];
  });
  const [closest] = many.toSorted((a, b) => a.most.value - b.most.value);
  if (closest === undefined) return [];
  const { column, most } = closest;
  return [
    `A row is one ${unit}: for figures per ${column} aggregate by it first, since ${say.article(column)} ${column} has up to ${mark(say.count(most.value), most)} rows.`,
  ];
}

function tellSumming(material: Material): string[] {
  const { book } = material;
  const { additive, perUnit } = material.roles;
  const sums = sayNames(additive);
  const averages = sayNames(perUnit);
  const said = [
    ...(sums.length === 0 ? [] : [`Add up ${say.upTo(sums, maxNames)}.`]),
    ...(averages.length === 0
      ? []
      : [
          `Average ${say.upTo(averages, maxNames)} rather than adding ${averages.length === 1 ? "it" : "them"} up.`,
        ]),
  ];
  const gaps = [...additive, ...perUnit].flatMap((name) => {
    const [column, share] = [sayName(name), book.number(name, "null_share")];
    return column === undefined || share === undefined || share.value < 0.005
      ? []
      : [{ column, share }];
  });
  const [gap] = gaps.toSorted((a, b) => b.share.value - a.share.value);
  if (gap === undefined) return said;
  const { column, share } = gap;
  return [
    ...said,
    `Decide what a missing ${column} means: it is null in ${markAbout(say.share(share.value), share)} of the rows, which sums and averages skip.`,
  ];
}

function tellTime(material: Material): string[] {
  const { mainTime, audit } = material.roles;
  const time = mainTime === undefined ? undefined : sayName(mainTime);
  if (time === undefined) return [];
  const technical = sayNames(audit);
  const not =
    technical.length === 0
      ? ""
      : `; ${say.upTo(technical, maxNames)} ${technical.length === 1 ? "tells" : "tell"} when the row was written`;
  return [`Use ${time} for analysis over time${not}.`];
}

function tellNullFlags({ book, columns }: Material): string[] {
  return columns
    .flatMap(({ name, profile }) => {
      const [said, share] = [sayName(name), book.number(name, "null_share")];
      if (profile?.family !== "boolean" || said === undefined || share === undefined) return [];
      if (share.value === 0 || share.value === 1) return [];
      return [
        `${said} is null in ${markAbout(say.share(share.value), share)} of the rows: a filter on it and one on its negation both miss those.`,
      ];
    })
    .slice(0, 2);
}
