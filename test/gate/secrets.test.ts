import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conceal } from "#agents-schema/secrets/conceal.ts";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { redact } from "#agents-schema/secrets/redact.ts";
import { inflateText } from "#bot/wiring/inflate-text.ts";

const secret = "wJalr/XUtn+FEMI-K7MDENG_bPxRfiCY~EXAMPLE";
const scan = createSecretScan([{ kind: "canary", value: secret }], inflateText);
const hidden = (text: string) => redact(text, scan.findHeld(text));

const pad = (offset: number) => "x".repeat(offset);
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a live secret is found, however it is written", () => {
  test.each([
    ["as it is", secret],
    ["in base64", base64(secret)],
    ["in base64, one byte later", base64(`${pad(1)}${secret}!`)],
    ["in base64, two bytes later", base64(`${pad(2)}${secret}!!`)],
    ["in base64 for URLs", Buffer.from(`a${secret}`).toString("base64url")],
    ["in base64 twice", base64(base64(secret))],
    ["in hex", Buffer.from(secret).toString("hex")],
    ["in hex of mixed case", Buffer.from(secret).toString("hex").replaceAll("a", "A")],
    ["in hex with colons", (Buffer.from(secret).toString("hex").match(/../g) ?? []).join(":")],
    ["encoded for a URL", encodeURIComponent(secret)],
    ["as JSON", JSON.stringify({ token: secret })],
    [
      "as JSON escapes",
      [...secret].map((one) => `\\u00${Buffer.from(one).toString("hex")}`).join(""),
    ],
    ["as HTML entities", [...secret].map((one) => `&#${one.charCodeAt(0)};`).join("")],
    ["backwards", [...secret].reverse().join("")],
    ["backwards in base64", base64([...secret].reverse().join(""))],
    ["letter by letter", [...secret].join(" ")],
    ["on several lines", secret.replace(/(.{7})/g, "$1\n")],
    ["with zero width in between", [...secret].join("\u200b")],
    ["as a sum of strings", `"${secret.slice(0, 12)}" + "${secret.slice(12)}"`],
    ["in full width", [...secret].map(wide).join("")],
    ["without its first seven characters", secret.slice(7)],
    ["compressed", gzipSync(`the token is ${secret}`).toString("base64")],
  ])("%s", (_how, text) => {
    const { text: shown, redactions } = hidden(`before ${text} after`);

    expect(shown).toMatch(/^before .*\[redacted:canary\].* after$/s);
    expect(redactions).toBeGreaterThan(0);
    expect(scan.findHeld(shown)).toEqual([]);
  });
});

function wide(character: string): string {
  const code = character.charCodeAt(0);
  return code > 32 && code < 127 ? String.fromCharCode(code + 0xfee0) : character;
}

test("split across the fields of one message it is found in each", () => {
  const data = { title: secret.slice(0, 20), nested: [{ body: secret.slice(20) }], count: 3 };

  const { value, redactions } = conceal(data, scan.findHeld);

  expect(value).toEqual({
    title: "[redacted:canary]",
    nested: [{ body: "[redacted:canary]" }],
    count: 3,
  });
  expect(redactions).toBe(2);
});

test("as the name of a field or of a file it is found too", () => {
  expect(JSON.stringify(conceal({ [secret]: 1 }, scan.findHeld).value)).not.toContain(secret);
});

test.each([
  ["github-token", `ghp_${"a1B2".repeat(9)}`],
  ["github-token", `github_pat_${"a1B2".repeat(11)}`],
  ["anthropic-key", `sk-ant-api03-${"a1B2".repeat(9)}`],
  ["aws-key", "AKIAIOSFODNN7EXAMPLE"],
  ["slack-token", "xoxb-123456789012-abcdefghijkl"],
  ["jwt", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"a1B2".repeat(9)}`],
  ["private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"],
  ["connection-string", "postgres://buster:hunter22@db.internal:5432/shop"],
  ["snowflake-credential", "SNOWFLAKE_PASSWORD=correct-horse-battery"],
])("what has the looks of a %s is found, also in base64", (kind, text) => {
  expect(scan.find(`a ${text} b`).map((found) => found.kind)).toContain(kind);
  expect(scan.find(`a ${base64(`x ${text} y`)} b`).map((found) => found.kind)).toContain(kind);
});

test.each([
  "postgres://user:password@localhost/shop",
  `postgres://$${"{DB_USER}"}:$${"{DB_PASSWORD}"}@host/db`,
  "commit 3f786850e387550fdab836ed7e6dc881de23001b",
  "see models/marts/finance/fct_orders_by_customer_and_month.sql",
  "Every order has one customer; orders without a date are drafts.",
])("ordinary text is left alone: %s", (text) => {
  expect(scan.find(text)).toEqual([]);
});

test("a password that is an ordinary word is not looked for", () => {
  const weak = createSecretScan([{ kind: "password", value: "postgres" }]);

  expect(weak.findHeld("a postgres warehouse")).toEqual([]);
});

test("whatever stands around it and wherever it is cut, sixteen characters of it do not pass", () => {
  const around = fc.string({ unit: "grapheme", maxLength: 60 });
  fc.assert(
    fc.property(around, around, fc.nat(40), fc.nat(40), (before, after, from, length) => {
      // Only letters and digits count, so that a part has them for certain.
      const plain = "Zq7Rk2Lm9Xc4Vb1Nh8Tg5Yd3Wf6Ps0JuKeAoIrUxQz";
      const held = createSecretScan([{ kind: "canary", value: plain }]);
      const piece = plain.slice(Math.min(from, plain.length - 16)).slice(0, 16 + length);

      const text = `${before}${piece}${after}`;

      expect(redact(text, held.findHeld(text)).text).not.toContain(piece);
    }),
    { numRuns: 300 },
  );
});
