import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { neededGrants } from "#bot/executors/github/needed-grants.ts";

const manifest = parse(readFileSync(join(import.meta.dirname, "..", "..", "app.yml"), "utf8"));

test("the App's manifest asks for what doctor looks for, and for nothing more", () => {
  expect(manifest.default_permissions).toEqual(neededGrants.permissions);
  expect(manifest.default_events).toEqual(neededGrants.events);
});

test("the App's manifest leads GitHub to the door that is there", () => {
  const hall = readFileSync(
    join(import.meta.dirname, "..", "..", "bot", "wiring", "open-hall.ts"),
    "utf8",
  );

  expect(hall).toContain(`"${new URL(manifest.hook_attributes.url).pathname}"`);
});
