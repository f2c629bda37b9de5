import type { Statement } from "../facts/statement.ts";
import { singular } from "../keys/singular.ts";
import { markAbout } from "./mark.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";
import { entityOf } from "./tell-overview.ts";

const maxNames = 6;
/** Share of the rows with a parent from which they are parts of it. */
const leastCoverage = 0.9;

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

/** Of lines of an order, and the like: that rows are not orders. */
function tellCounting({ brief }: Material): string[] {
  const own = singular(entityOf(brief.name).replaceAll(" ", ""));
  const [whole] = brief.relationships.flatMap(({ child, cardinality, coverage, evidence }) => {
    const thing = child.column.replace(/_?(?:id|key|sk|code)$/i, "").replaceAll("_", "");
    const isPart = thing.length > 3 && own !== thing && own.startsWith(thing.toLowerCase());
    const isSure = coverage >= leastCoverage && evidence.some((kind) => kind !== "values");
    const column = sayName(child.column);
    return isPart && isSure && cardinality === "many-to-one" && column !== undefined
      ? [column]
      : [];
  });
  if (whole === undefined) return [];
  return [`Several rows may share one ${whole}: to count those use count(distinct ${whole}).`];
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
