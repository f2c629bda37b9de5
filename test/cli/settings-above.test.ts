import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settingsAbove } from "#bot/cli/document/settings-above.ts";

let root = "";
let project = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "buster-test-access-"));
  project = join(root, "repository", "dbt");
  await mkdir(join(root, "repository", ".git"), { recursive: true });
  await mkdir(project);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const settings = "documentation: {deny_columns: [staff.salary], deny_schemas: [payroll]}\n";
const closed = { allowSchemas: [], denyColumns: ["staff.salary"], denySchemas: ["payroll"] };

test("buster.yml above the project closes columns for it", async () => {
  await writeFile(join(root, "repository", "buster.yml"), settings);

  expect(await settingsAbove(project)).toEqual({ layout: "dbt", access: closed });
});

test("the nearest buster.yml counts, and none outside the repository", async () => {
  await writeFile(join(root, "buster.yml"), settings);
  expect(await settingsAbove(project)).toEqual({ layout: "dbt" });

  await writeFile(join(root, "repository", "buster.yml"), settings);
  await writeFile(join(project, "buster.yml"), "documentation: {layout: buster}\n");
  expect(await settingsAbove(project)).toEqual({ layout: "buster" });
});

test("a buster.yml with mistakes, or that cannot be read, is told and nothing is opened", async () => {
  await writeFile(join(project, "buster.yml"), "documentation: {deny_column: [a]}\n");
  await expect(settingsAbove(project)).rejects.toThrow(
    /buster\.yml closes: line 1: .*deny_column/s,
  );

  await rm(join(project, "buster.yml"));
  await symlink(join(root, "nowhere"), join(project, "buster.yml"));
  await expect(settingsAbove(project)).rejects.toMatchObject({ code: "repository-unavailable" });
});
