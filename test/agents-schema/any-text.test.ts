import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";

const directory = new URL("../fixtures/agents/", import.meta.url);
const texts = readdirSync(directory).map((name) => readFileSync(new URL(name, directory), "utf8"));

test("whatever text comes, reading it answers with an agent or with mistakes", () => {
  const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.json());

  fc.assert(
    fc.property(anyText, (text) => {
      const { agent, mistakes } = parseAgentFile("a.yml", text);
      expect(agent === undefined).toBe(mistakes.length > 0);
      parseSettingsFile(text);
    }),
    { numRuns: 300 },
  );
});

test("a valid file that was damaged anywhere answers with an agent or with mistakes", () => {
  const damage = fc.record({
    text: fc.constantFrom(...texts),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.integer({ min: 0, max: 40 }),
    added: fc.constantFrom(
      "",
      ":",
      "- ",
      "\t",
      "[",
      "{{",
      "*",
      "&a ",
      "'",
      "null",
      "\n  x: 1\n",
      "!!set ",
    ),
  });

  fc.assert(
    fc.property(damage, ({ text, at, removed, added }) => {
      const start = Math.floor(at * text.length);
      const damaged = text.slice(0, start) + added + text.slice(start + removed);
      const { agent, mistakes } = parseAgentFile("a.yml", damaged);
      expect(agent === undefined).toBe(mistakes.length > 0);
    }),
    { numRuns: 300 },
  );
});

test("files made to exhaust the reader are refused with a few mistakes", () => {
  const bombs = {
    "brackets in brackets": "[".repeat(10_000),
    "keys without end": Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join("\n"),
    "aliases without end": `a: &a [x]\nb:\n${"  - *a\n".repeat(10_000)}`,
    "one endless word": "a".repeat(250_000),
    "braces without end": `name: a\nprompt: "${"{{ ".repeat(60_000)}"\n`,
    "more than 256 kB": `prompt: ${"word ".repeat(60_000)}`,
  };

  for (const [name, text] of Object.entries(bombs)) {
    const { agent, mistakes } = parseAgentFile("a.yml", text);
    expect(agent, name).toBeUndefined();
    expect(mistakes.length, name).toBeLessThanOrEqual(100);
  }
});
