import { expect, test } from "vitest";
import { choosePropertyFile } from "#runner/dbt/properties/choose-property-file.ts";

const model = { name: "fct_new", path: "models/marts/fct_new.sql" };
const file = (path: string, ...models: string[]) => ({
  path: `models/marts/${path}`,
  text: `models:\n${models.map((name) => `  - name: ${name}\n`).join("")}`,
});

test.each([
  ["nothing yet", [], "models/marts/fct_new.yml"],
  ["one list", [file("schema.yml", "a", "b")], "models/marts/schema.yml"],
  ["two lists", [file("a.yml", "a"), file("b.yml", "b", "c")], "models/marts/b.yml"],
  ["a file per model", [file("a.yml", "a"), file("b.yml", "b")], "models/marts/fct_new.yml"],
  ["a file per model, written otherwise", [file("_a.yaml", "a")], "models/marts/_fct_new.yaml"],
  ["a list of one", [file("_marts__models.yml", "a")], "models/marts/_marts__models.yml"],
  ["only broken files", [{ path: "models/marts/x.yml", text: "[" }], "models/marts/fct_new.yml"],
])("with %s beside it a new model is documented in its place", (_, files, path) => {
  expect(choosePropertyFile(model, files)).toBe(path);
});

test("a model at the top of the model path gets its file at the top", () => {
  expect(choosePropertyFile({ name: "a", path: "models/a.sql" }, [])).toBe("models/a.yml");
  expect(choosePropertyFile({ name: "a", path: "a.sql" }, [])).toBe("a.yml");
});
