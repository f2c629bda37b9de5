import { expect, test } from "vitest";
import { indexProject } from "#runner/dbt/index-project.ts";
import { describeColumns } from "#runner/keys/describe-columns.ts";
import { explainDeclarations } from "#runner/keys/explain-choices.ts";
import { findPairs } from "#runner/keys/find-pairs.ts";
import { groupKeys } from "#runner/keys/group-keys.ts";
import { placeNodes } from "#runner/keys/place-nodes.ts";
import { planCompositeKeys } from "#runner/keys/plan-composite-keys.ts";
import { readDeclarations } from "#runner/keys/read-declarations.ts";
import { traceOrigins } from "#runner/keys/trace-origins.ts";
import { aColumn, aRelation } from "./build-relations.ts";

const schema = `
models:
  - name: visits
    data_tests:
      - dbt_utils.unique_combination_of_columns:
          arguments:
            combination_of_columns: [who, day]
    columns:
      - name: who
        data_tests:
          - relationships:
              arguments:
                to: ref('folk')
                field: nr
      - name: city
        data_tests:
          - relationships:
              arguments:
                to: ref('folk')
                field: town
`;

const project = indexProject(
  new Map([
    ["dbt_project.yml", "name: town\nversion: '1'\nprofile: town\n"],
    ["models/schema.yml", schema],
    ["models/visits.sql", "select 1 as who, 2 as day, 3 as city"],
    ["models/folk.sql", "select 1 as nr, 2 as town"],
  ]),
);
const relations = [
  aRelation("visits", 500, [
    aColumn("who", 500, { distinct: 90 }),
    aColumn("day", 500, { distinct: 30 }),
    aColumn("city", 500, { distinct: 5 }),
  ]),
  aRelation("folk", 100, ["nr", aColumn("town", 100, { distinct: 5 })]),
];

test("what a test of the project declares is asked whatever the names say", () => {
  const origins = traceOrigins(new Map());
  const places = placeNodes(project);
  const declared = readDeclarations(project);
  const tables = describeColumns(relations, origins, declared);

  const groups = groupKeys(tables, origins, places);
  const pairs = findPairs({ tables, groups, origins, places, declared });

  expect(pairs.map(({ child, parent, evidence }) => [child.id, parent.id, evidence])).toEqual([
    ["visits\nwho", "folk\nnr", ["declared"]],
  ]);
  expect(explainDeclarations(tables, declared)).toEqual([
    "visits.city is declared to refer to folk.town, which is not unique",
  ]);
});

test("columns that are declared to be unique together are tried before any other", () => {
  const declared = readDeclarations(project);
  const [visits] = describeColumns(relations, traceOrigins(new Map()), declared);
  if (visits === undefined) throw new Error("no table");

  const plan = planCompositeKeys(visits, declared.together.get("visits") ?? []);

  expect(plan.declared).toEqual([["who", "day"]]);
});
