import { expect, test } from "vitest";
import { describeColumns } from "#runner/keys/describe-columns.ts";
import { findPairs } from "#runner/keys/find-pairs.ts";
import { groupKeys } from "#runner/keys/group-keys.ts";
import { placeNodes } from "#runner/keys/place-nodes.ts";
import { readDeclarations } from "#runner/keys/read-declarations.ts";
import { traceOrigins } from "#runner/keys/trace-origins.ts";
import { aColumn, aRelation } from "./build-relations.ts";

const size = { tables: 200, columns: 30 };

/** Half facts, half dimensions; every fact refers to ten dimensions. */
function aLargeSchema() {
  const sketch = (seed: number) =>
    Array.from({ length: 128 }, (_, at) => String(BigInt(seed * 7919 + at * 1009) * 10_000_019n));
  const dimensions = Array.from({ length: size.tables / 2 }, (_, at) =>
    aRelation(`dim_thing_${word(at)}`, 1000, [
      aColumn(`thing_${word(at)}_id`, 1000, { sketch: sketch(at) }),
      ...Array.from({ length: size.columns - 1 }, (_, n) =>
        aColumn(`attribute_${n}_code`, 1000, { distinct: 50, sketch: sketch(n + 500) }),
      ),
    ]),
  );
  const facts = Array.from({ length: size.tables / 2 }, (_, at) =>
    aRelation(`fct_event_${word(at)}`, 50_000, [
      aColumn(`event_${word(at)}_id`, 50_000, { sketch: sketch(at + 900) }),
      ...Array.from({ length: 10 }, (_, n) => {
        const other = (at * 10 + n) % (size.tables / 2);
        return aColumn(`thing_${word(other)}_id`, 50_000, { distinct: 900, sketch: sketch(other) });
      }),
      ...Array.from({ length: size.columns - 11 }, (_, n) =>
        aColumn(`measure_${n}_number`, 50_000, { distinct: 40, sketch: sketch(n + 700) }),
      ),
    ]),
  );
  return [...dimensions, ...facts];
}

function word(at: number): string {
  return ["alpha", "beta", "gamma", "delta"][at % 4] + String.fromCharCode(97 + (at >> 2));
}

test("200 tables of 30 columns are searched within two seconds, and few pairs are left to ask", () => {
  const relations = aLargeSchema();
  const origins = traceOrigins(new Map());
  const places = placeNodes(undefined);
  const declared = readDeclarations(undefined);
  const before = process.cpuUsage();

  const tables = describeColumns(relations, origins, declared);
  const groups = groupKeys(tables, origins, places);
  const pairs = findPairs({ tables, groups, origins, places, declared });

  // Of this process alone: others may be at work on the machine.
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  const columns = size.tables * size.columns;
  process.stdout.write(`${pairs.length} of ${columns ** 2} pairs left in ${ms.toFixed(0)} ms\n`);
  const right = pairs.filter(
    ({ child, parent }) => child.profile.name === parent.profile.name && parent.isHome,
  );
  expect(right).toHaveLength((size.tables / 2) * 10);
  expect(pairs.length).toBeLessThan(right.length * 1.5);
  expect(ms).toBeLessThan(2000);
});
