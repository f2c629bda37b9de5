import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const maxLines = 300;

/** Source files below the top folders that ship. What is generated is no source. */
const sources = ["agents-schema", "bot", "runner", "deploy", "examples"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|cjs|sql)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(?:^|\/)(?:node_modules|target|dbt_packages)\//.test(path)),
);

test("no source file is longer than 300 lines", () => {
  const long = sources
    .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > maxLines);

  expect(sources.length).toBeGreaterThan(100);
  expect(long).toEqual([]);
});

test("files are named in kebab-case", () => {
  const named = sources.filter((path) => !path.endsWith(".sql"));

  expect(
    named.filter((path) => !/^[a-z0-9-]+(?:\.[a-z]+)+$/.test(path.split("/").at(-1) ?? "")),
  ).toEqual([]);
});

test("no file says what it is only by the drawer it is in", () => {
  const drawers = /^(?:index|utils?|helpers?|common|misc|manager|service|types)\.ts$/;

  expect(sources.filter((path) => drawers.test(path.split("/").at(-1) ?? ""))).toEqual([]);
});

test("a decision is told in less than 60 lines, in four parts", () => {
  const directory = join(root, ".github", "decisions");
  const records = readdirSync(directory).toSorted();

  for (const [index, name] of records.entries()) {
    const text = readFileSync(join(directory, name), "utf8");
    expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
    expect(text.split("\n").length, name).toBeLessThan(60);
    expect(text.match(/^## .*$/gm), name).toEqual([
      "## Context",
      "## Decision",
      "## Also considered",
      "## Consequences",
    ]);
  }
});
