import { asList, asRecord } from "#agents-schema/shapes.ts";
import type { CheckFacts } from "./property-facts.ts";

/** Keys of a test that say how it runs, not what it asks. */
const aboutRunning = new Set([
  "name",
  "test_name",
  "config",
  "description",
  "severity",
  "where",
  "limit",
  "store_failures",
  "store_failures_as",
  "warn_if",
  "error_if",
  "fail_calc",
  "tags",
  "meta",
  "enabled",
  "arguments",
]);

const none: readonly never[] = [];

/** The tests under `tests:` and `data_tests:` of a model or a column. Odd ones are passed over. */
export function readChecks(entry: Readonly<Record<string, unknown>>): readonly CheckFacts[] {
  const { tests, data_tests: dataTests } = entry;
  if (tests === undefined && dataTests === undefined) return none;
  return [...asList(tests), ...asList(dataTests)].flatMap(readCheck);
}

/** `unique`, `{accepted_values: {…}}`, or `{name: …, test_name: accepted_values, …}`. */
function readCheck(test: unknown): CheckFacts[] {
  if (typeof test === "string") return [{ name: test }];
  const written = asRecord(test);
  if (typeof written.test_name === "string") return [checkOf(written.test_name, written, {})];
  const [name, inside] = Object.entries(written).find(([key]) => !aboutRunning.has(key)) ?? [];
  return name === undefined ? [] : [checkOf(name, asRecord(inside), written)];
}

function checkOf(
  name: string,
  inside: Readonly<Record<string, unknown>>,
  beside: Readonly<Record<string, unknown>>,
): CheckFacts {
  const config = { ...asRecord(beside.config), ...asRecord(inside.config) };
  const where = inside.where ?? config.where;
  const given = Object.entries(inside).filter(([key]) => !aboutRunning.has(key));
  const args = { ...Object.fromEntries(given), ...asRecord(inside.arguments) };
  return {
    name,
    ...(Object.keys(args).length > 0 ? { arguments: args } : {}),
    ...(typeof where === "string" ? { where } : {}),
    ...((inside.enabled ?? config.enabled) === false ? { isDisabled: true as const } : {}),
  };
}
