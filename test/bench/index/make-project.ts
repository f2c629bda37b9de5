import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Columns of each model, and models of each folder with a property file of its own. */
const columns = 10;
const folderSize = 10;

/**
 * Writes a dbt project of the shape that large ones have: a few columns described and tested for each model,
 * most references written out, some through macros and loops. Answers nothing; the files are in `directory`.
 */
export function makeProject(directory: string, models: number): void {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  put(
    "dbt_project.yml",
    "name: made\nprofile: made\nvars: {prefix: model_}\nmodels:\n  made: {+materialized: view}\n",
  );
  put(
    "profiles.yml",
    "made: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', schema: main}}}\n",
  );
  put(
    "macros/made.sql",
    "{% macro made(number) %}{{ return(ref(var('prefix') ~ number)) }}{% endmacro %}\n{% macro cents(x) %}round({{ x }} / 100.0, 2){% endmacro %}\n",
  );
  put(
    "models/sources.yml",
    `sources:\n  - name: raw\n    tables:\n${Array.from({ length: 50 }, (_, table) => `      - name: table_${table}`).join("\n")}\n`,
  );
  for (let first = 0; first < models; first += folderSize) {
    const folder = `models/area_${first % 7}/folder_${first}`;
    const names = Array.from({ length: folderSize }, (_, index) => first + index);
    for (const number of names) put(`${folder}/model_${number}.sql`, sqlOf(number));
    put(`${folder}/_models.yml`, `version: 2\n\nmodels:\n${names.map(propertiesOf).join("\n")}`);
  }
}

function sqlOf(number: number): string {
  const reads = [number - 1, number - 7, number - 50].filter((read) => read >= 0);
  const from = reads.map((read) => `select * from {{ ref('model_${read}') }}`);
  const wrapped =
    number > 9 && number % 10 === 0 ? [`select * from {{ made(${number - 9}) }}`] : [];
  const lines = Array.from({ length: 45 }, (_, index) => {
    const column = index % columns;
    // Most lines of most models are plain SQL.
    const value = index < 2 ? `{{ cents('t.column_${column}') }}` : `t.column_${column} / 100.0`;
    return `    , case when t.column_${column} > ${index} then ${value} end as measure_${index} -- what it is`;
  });
  return `{{ config(materialized='${number % 5 === 0 ? "table" : "view"}', tags=['area']) }}

-- A model of the usual length.
with base as (
    select * from {{ source('raw', 'table_${number % 50}') }}
    {% if is_incremental() %} where column_1 > (select max(column_1) from {{ this }}) {% endif %}
)
${[...from, ...wrapped].map((text, index) => `, part_${index} as (${text})`).join("\n")}
select
    t.column_0
${lines.join("\n")}
from base t
`;
}

function propertiesOf(number: number): string {
  const described = Array.from({ length: columns }, (_, column) => {
    const tests =
      column === 0 ? "\n        data_tests:\n          - unique\n          - not_null" : "";
    return `      - name: column_${column}
        description: What column ${column} means, in a sentence that is about as long as they are.${tests}`;
  });
  return `  - name: model_${number}
    description: >
      Model ${number} of the project, described in a text that goes on
      over two lines.
    columns:
${described.join("\n")}
`;
}
