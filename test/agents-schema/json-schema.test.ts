import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { jsonSchemas } from "#agents-schema/json-schemas.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(JSON.parse(jsonSchemas().get("agent.schema.json") ?? ""));
const fixtures = new URL("../fixtures/agents/", import.meta.url);

test.each([...jsonSchemas()])("%s is current: `npm run json-schema` writes it", (name, text) => {
  const written = readFileSync(new URL(`../../agents-schema/${name}`, import.meta.url), "utf8");

  expect(written).toBe(text);
});

test.each(readdirSync(fixtures))("an editor finds nothing wrong with %s", (name) => {
  validate(parse(readFileSync(new URL(name, fixtures), "utf8"), { schema: "core" }));

  expect(validate.errors).toBeNull();
});

test("an editor marks a misspelt key", () => {
  expect(validate({ name: "a", triggers: [{ type: "manual" }], prompt: "x", promt: "y" })).toBe(
    false,
  );
  expect(validate({ name: "a", triggers: [{ type: "pull_requst" }], prompt: "x" })).toBe(false);
});
