import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spliceAll } from "#runner/dbt/properties/splice-all.ts";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";
import { findDbt } from "../machine.ts";

/** dbt's own rules for property files, which it warns by on some warehouses: each breach as a line. */
const rules = `
import sys, yaml
import dbt.jsonschemas.jsonschemas as rules
with open(sys.argv[1]) as file:
    for error in rules._validate_with_schema(rules.resources_schema(), yaml.safe_load(file)):
        print(list(error.path), error.message)
`;

const about: Omit<WantedDocumentation, "section" | "name"> = {
  description: "One row each.\n\nPatterns:\n- half: 50%, 'web' # and more",
  columns: [
    {
      name: "id",
      description: "12:30",
      dataType: "NUMERIC(18,2)",
      options: [{ value: 1, description: "It's one." }, { value: "on" }, { value: true }],
      searchable: true,
    },
  ],
  relationships: [
    {
      name: "other",
      sourceCol: "id",
      refCol: "id",
      cardinality: "many-to-one",
      description: "Coverage: 100%.\nNothing more.",
    },
  ],
};
const relations = [
  { section: "models", name: "a" },
  { section: "seeds", name: "b" },
  { section: "snapshots", name: "c" },
  { section: "sources", source: "raw", name: "d" },
] as const;

const python = join(dirname(findDbt() ?? ""), "python");

describe.skipIf(!existsSync(python))(
  "dbt's own rules for property files (dbt is needed)",
  {
    timeout: 60_000,
  },
  () => {
    let directory = "";
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "buster-rules-"));
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    const breaches = (layout: "dbt" | "buster") => {
      const before = "version: 2\nsources:\n  - name: raw\n    tables:\n      - name: d\n";
      const wishes = relations.map((relation) => ({
        wanted: { ...about, ...relation },
        ours: () => false,
      }));
      const { text } = spliceAll(before, wishes, { layout });
      const path = join(directory, `${layout}.yml`);
      writeFileSync(path, text);
      const { stdout, stderr, status } = spawnSync(python, ["-c", rules, path], {
        encoding: "utf8",
      });
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      return stdout.split("\n").filter((line) => line !== "");
    };

    test("allow all that is written by default: of models, seeds, snapshots and tables of sources", () => {
      expect(breaches("dbt")).toEqual([]);
    });

    test("do not know the literal keys of the other layout", () => {
      const found = breaches("buster");

      expect(found).toHaveLength(8);
      expect(found.filter((line) => !/'options'|'relationships'/.test(line))).toEqual([]);
    });
  },
);
