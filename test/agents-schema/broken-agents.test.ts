import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";

const directory = new URL("../fixtures/broken-agents/", import.meta.url);
const names = readdirSync(directory)
  .filter((name) => name.endsWith(".yml"))
  .sort();
const read = (name: string) => readFileSync(new URL(name, directory), "utf8");

test("every mistake of the broken agent files is named with line, column, what is wrong and what to write", async () => {
  const table = names.flatMap((name) =>
    parseAgentFile(name, read(name)).mistakes.map(
      ({ line, column, path, message, hint }) =>
        `${name}:${line}:${column} [${path}] ${message}${hint === "" ? "" : `; ${hint}`}`,
    ),
  );

  expect(names.length).toBeGreaterThanOrEqual(60);
  await expect(`${table.join("\n")}\n`).toMatchFileSnapshot(
    "../fixtures/broken-agents/mistakes.txt",
  );
});

test.each(names)("%s starts no agent, and its mistakes point into the file", (name) => {
  const text = read(name);
  const { agent, mistakes } = parseAgentFile(name, text);

  expect(agent).toBeUndefined();
  expect(mistakes.length).toBeGreaterThan(0);
  for (const { line, column } of mistakes) {
    const lines = text.split("\n");
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
  }
});
