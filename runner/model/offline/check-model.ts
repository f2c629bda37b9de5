import type { Finding } from "#agents-schema/finding.ts";
import type { ModelProperties } from "./read-properties.ts";
import { readShape, type SqlShape } from "./read-shape.ts";

/** What a review of one changed model looks at. */
export interface ModelEvidence {
  name: string;
  path: string;
  /** SQL in the workspace, and before the change (undefined: it is new, or nothing is known). */
  head: string;
  base: string | undefined;
  isNew: boolean;
  /** What documents it; undefined when nothing does. */
  properties: (ModelProperties & { path: string }) | undefined;
  /** Models that read from it. */
  readers: readonly { path: string; sql: string }[];
}

type Check = (model: ModelEvidence, head: SqlShape) => Finding[];

/** Findings of the built-in checks on one changed model, worst first. What cannot be told is not a finding. */
export function checkModel(model: ModelEvidence): Finding[] {
  const head = readShape(model.head);
  const checks: readonly Check[] = [
    removedColumns,
    starInMart,
    hardCodedRelations,
    missingProperties,
    missingKeyTests,
    staleColumns,
    undocumentedColumns,
  ];
  const order = ["critical", "high", "medium", "low"];
  return checks
    .flatMap((check) => check(model, head))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const removedColumns: Check = (model, head) => {
  const before = model.base === undefined ? undefined : readShape(model.base).columns;
  if (before === undefined || head.columns === undefined) return [];
  const now = new Set(head.columns.map(({ name }) => name.toLowerCase()));
  const were = new Set(before.map(({ name }) => name.toLowerCase()));

  return before.flatMap(({ name }, index) => {
    if (now.has(name.toLowerCase())) return [];
    const users = usersOf(model, name);
    const inItsPlace = head.columns?.[index];
    const renamed =
      inItsPlace !== undefined &&
      head.columns?.length === before.length &&
      !were.has(inItsPlace.name.toLowerCase());
    const what = renamed
      ? `\`${name}\` is now called \`${inItsPlace.name}\``
      : `\`${name}\` is no longer a column of \`${model.name}\``;
    const used =
      users.length > 0
        ? `Models that read this one still name it: ${users.map((user) => `\`${user}\``).join(", ")}.`
        : "No model that reads this one names it; dashboards and exports may.";
    return [
      {
        path: model.path,
        line: renamed ? inItsPlace.line : head.selectLine,
        severity: users.length > 0 ? "high" : "low",
        rule: renamed ? "renamed-column" : "removed-column",
        title: renamed
          ? `Column ${name} was renamed to ${inItsPlace.name}`
          : `Column ${name} was removed`,
        body: `${what}. ${used} Keep the old name beside the new one until its users have changed.`,
      },
    ];
  });
};

function usersOf(model: ModelEvidence, column: string): string[] {
  return model.readers.flatMap(({ path, sql }) => {
    const line = readShape(sql).words.get(column.toLowerCase());
    return line === undefined ? [] : [`${path}:${line}`];
  });
}

const starInMart: Check = (model, head) => {
  if (head.starLine === undefined || !/(?:^|\/)marts?\//.test(model.path)) return [];
  return [
    {
      path: model.path,
      line: head.starLine,
      severity: "medium",
      rule: "select-star",
      title: "select * in a mart",
      body: "The columns of this mart change whenever those of its source do, without anybody deciding it. Name the columns.",
    },
  ];
};

const hardCodedRelations: Check = (model, head) =>
  head.hardCoded.map(({ name, line }) => ({
    path: model.path,
    line,
    severity: "high" as const,
    rule: "hard-coded-relation",
    title: `${name} is named without ref or source`,
    body: `dbt does not know that \`${model.name}\` reads \`${name}\`: lineage, build order and environments go wrong. Use \`ref\` or \`source\`.`,
  }));

const missingProperties: Check = (model) => {
  if (model.properties !== undefined) return [];
  return [
    {
      path: model.path,
      line: 1,
      severity: model.isNew ? "medium" : "low",
      rule: "undocumented-model",
      title: `${model.name} has no documentation`,
      body: "No property file describes this model: it has neither a description nor tests.",
    },
  ];
};

const missingKeyTests: Check = (model, head) => {
  const key = keyOf(model, head);
  if (key === undefined || model.properties === undefined) return [];
  const column = model.properties.columns.find(
    ({ name }) => name.toLowerCase() === key.name.toLowerCase(),
  );
  const missing = ["unique", "not_null"].filter((test) => !column?.tests.includes(test));
  if (missing.length === 0) return [];
  return [
    {
      path: model.path,
      line: key.line,
      severity: "medium",
      rule: "missing-key-test",
      title: `${key.name} has no ${missing.join(" and no ")} test`,
      body: `\`${key.name}\` looks like the key of \`${model.name}\`. Without ${missing.map((test) => `\`${test}\``).join(" and ")} a duplicated or lost row goes unnoticed.`,
    },
  ];
};

/** The column that carries the model's own name (`order_id` of `fct_orders`), or is called `id`. */
function keyOf(model: ModelEvidence, head: SqlShape): { name: string; line: number } | undefined {
  const subject = model.name.replace(/^(?:stg|int|fct|dim|mart|base)_+/, "").replace(/^.*__/, "");
  const singular = subject.replace(/ies$/, "y").replace(/(?<=[^s])s$/, "");
  const wanted = new Set([
    "id",
    `${subject}_id`,
    `${singular}_id`,
    `${subject}_key`,
    `${singular}_key`,
  ]);
  return head.columns?.find(({ name }) => wanted.has(name.toLowerCase()));
}

const staleColumns: Check = (model, head) => {
  const { properties } = model;
  if (properties === undefined || head.columns === undefined) return [];
  const now = new Set(head.columns.map(({ name }) => name.toLowerCase()));
  return properties.columns
    .filter(({ name }) => name !== "" && !now.has(name.toLowerCase()))
    .map(({ name, line }) => ({
      path: properties.path,
      line,
      severity: "medium" as const,
      rule: "stale-column",
      title: `${name} is documented but does not exist`,
      body: `\`${model.name}\` has no column \`${name}\` any more; its description and tests stand for nothing, and its tests fail.`,
    }));
};

const undocumentedColumns: Check = (model, head) => {
  const { properties } = model;
  if (properties === undefined || head.columns === undefined) return [];
  const described = new Set(
    properties.columns
      .filter(({ description }) => description !== "")
      .map(({ name }) => name.toLowerCase()),
  );
  const missing = head.columns.filter(({ name }) => !described.has(name.toLowerCase()));
  const [first] = missing;
  if (first === undefined) return [];
  return [
    {
      path: model.path,
      line: first.line,
      severity: "low",
      rule: "undocumented-column",
      title: `${missing.length} of ${head.columns.length} columns are not documented`,
      body: `Without a description in \`${properties.path}\`: ${missing.map(({ name }) => `\`${name}\``).join(", ")}.`,
    },
  ];
};
