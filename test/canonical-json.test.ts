import { expect, test } from "vitest";
import { canonicalJson } from "#agents-schema/canonical-json.ts";

test("the same facts give the same text, however their keys were ordered", () => {
  const one = canonicalJson({ b: [1, { y: null, x: "é" }], a: true, gone: undefined });
  const other = canonicalJson({ a: true, b: [1, { x: "é", y: null }] });

  expect(one).toBe(other);
  expect(one).toBe('{"a":true,"b":[1,{"x":"é","y":null}]}');
});
