import { expect, test } from "vitest";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { renderTemplate } from "#agents-schema/render-template.ts";

test("names are filled in, lists are joined, and what is missing says so", () => {
  const names = {
    event: { table: "orders", failed: ["a", "b"], nested: { deep: 1 }, empty: "" },
    pr: { number: 7 },
  };

  expect(renderTemplate("PR {{ pr.number }}: {{event.table}} {{ event.failed }}", names)).toBe(
    "PR 7: orders a, b",
  );
  expect(
    renderTemplate("{{ event.nested.deep }} {{ event.nested }} {{ event.failed.1 }}", names),
  ).toBe('1 {"deep":1} b');
  expect(renderTemplate("{{ event.gone }}|{{ event.empty }}|{{ inputs.x }}", names)).toBe(
    "(none)|(none)|(none)",
  );
});

test("a value is data: a template inside it stays as it is", () => {
  const names = { event: { title: "{{ pr.number }} $& $1" }, pr: { number: 7 } };

  expect(renderTemplate("{{ event.title }}", names)).toBe("{{ pr.number }} $& $1");
});

test("names that every object has are not values", () => {
  expect(renderTemplate("{{ event.constructor }} {{ pr.__proto__ }}", { event: {}, pr: {} })).toBe(
    "(none) (none)",
  );
});

test("dbt's own braces stay, and quoted braces lose their quotes", () => {
  const text = "{{ ref('orders') }} {% if x %} {{ '{{ this }}' }}";

  expect(renderTemplate(text, {})).toBe("{{ ref('orders') }} {% if x %} {{ this }}");
});

test.each([
  ["type: pull_request", "{{ event.action }} {{ pr.title }}", []],
  ["type: pull_request", "{{ event.table }}", ["unknown name `event.table`"]],
  ["type: event, source: fivetran", "{{ event.anything.at.all }}", []],
  ["type: manual, inputs: {model: {}}", "{{ inputs.model }}", []],
  ["type: manual", "{{ inputs.model }}", ["unknown name `inputs.model`"]],
  [
    "type: manual",
    "{{ env.HOME }}",
    ["unknown name `env.HOME`: names begin with event, context, inputs or pr"],
  ],
])(
  "a trigger {%s} knows the names of %s, or the file does not load",
  (trigger, prompt, expected) => {
    const { mistakes } = parseAgentFile(
      "a.yml",
      `name: a\ntriggers:\n  - {${trigger}}\nprompt: ${JSON.stringify(prompt)}\n`,
    );

    expect(mistakes.map(({ message }) => message)).toEqual(expected);
  },
);
