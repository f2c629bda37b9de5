import { expect, test } from "vitest";
import { impact } from "#runner/tools/impact.ts";
import { lineage } from "#runner/tools/lineage.ts";
import type { Tool, ToolWorld } from "#runner/tools/tool.ts";
import { aToolWorld } from "../profile/a-tool-world.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { edited, shop } from "./a-shop.ts";
import { anAnalyst } from "./an-analyst.ts";

const analyst = anAnalyst();

/** A run on a change from the shop to `head`, with what the agent wrote on top. */
function aWorld(
  head: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>> = {},
): ToolWorld {
  const { world } = aToolWorld({ warehouse: undefined, files: shop });
  const files = { ...shop, ...head };
  const { hands } = createMemoryHands({});
  return {
    ...world,
    hands: {
      ...hands,
      diff: async () => ({
        ok: true,
        value: Object.entries(written).map(([path, content]) => ({
          path,
          status: "modified" as const,
          content,
        })),
      }),
    },
    repository: createMemoryRepository({ [world.run.baseSha]: shop, [world.run.headSha]: files }),
    studio: { ...world.studio, analyst: async () => analyst },
  };
}

const use = (tool: Tool, world: ToolWorld, input: object) => tool.use(world, input);

test("an agent asks where a column comes from and who uses it", async () => {
  const answer = await use(lineage, aWorld({}), { name: "fct_orders", column: "TOTAL" });

  expect(answer).toMatchObject({ outcome: "ok", step: "Tracing fct_orders" });
  expect(answer.text).toContain(
    "column total: derived of stg_orders.amount\n  computed by o.amount * 2\n  further back raw.orders.cents (derived)\n  used by dim_customers.lifetime",
  );
  expect(answer.text).not.toContain("column status");
});

test("its own edits count", async () => {
  const world = aWorld(
    {},
    edited("models/marts/fct_orders.sql", "o.status from", "o.at as day from"),
  );

  const answer = await use(lineage, world, { name: "fct_orders", columns: true });

  expect(answer.text).toContain("column day: renamed of stg_orders.at");
});

test("what there is not is answered with what was meant", async () => {
  const name = await use(lineage, aWorld({}), { name: "fct_order" });
  const column = await use(lineage, aWorld({}), { name: "fct_orders", column: "colour" });

  expect(name).toMatchObject({
    outcome: "empty",
    text: expect.stringContaining("did you mean fct_orders?"),
  });
  expect(column.text).toContain("it has no column colour that can be seen");
});

test("an agent asks what the change of its run touches", async () => {
  const answer = await use(
    impact,
    aWorld(edited("models/staging/stg_customers.sql", "name,", "upper(name) as name,")),
    {},
  );

  expect(answer.outcome).toBe("ok");
  expect(answer.text).toContain("modified model stg_customers: body");
  expect(answer.text).toContain("redefined stg_customers.name: used by dim_customers.name");
  expect(answer.text).toContain("exposure exposure:weekly: upstream: dim_customers");
});

test("since the head only its own edits count", async () => {
  const head = edited("models/staging/stg_customers.sql", "name,", "upper(name) as name,");
  const own = edited("models/marts/orders_by_status.sql", "count(*)", "count(id)");

  const answer = await use(impact, aWorld(head, own), { since: "head" });

  expect(answer.text).toContain("modified model orders_by_status: body");
  expect(answer.text).not.toContain("stg_customers: body");
});

test("a change of nothing that is built is empty", async () => {
  const answer = await use(impact, aWorld({ "README.md": "hello" }), {});

  expect(answer.outcome).toBe("empty");
});

test("a long answer is cut at a line, and says how long it was", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [
      `models/marts/reader_number_${index}.sql`,
      `select id, total as total_number_${index} from {{ ref('fct_orders') }}`,
    ]),
  );

  const answer = await use(lineage, aWorld(many), { name: "fct_orders" });

  expect(answer.text.length).toBeLessThan(20_000);
  expect(answer.text).toMatch(/\(truncated: \d+ of \d+ lines in total; ask for less\)$/);
});

test("a repository without a project, and a workspace that cannot be read, are answers", async () => {
  const none = await use(lineage, { ...aWorld({}), project: undefined }, { name: "x" });
  const world = aWorld({});
  const gone = await use(
    impact,
    { ...world, hands: { ...world.hands, diff: async () => ({ ok: false, reason: "too large" }) } },
    {},
  );

  expect(none.outcome).toBe("empty");
  expect(gone).toMatchObject({ outcome: "failed", text: "too large" });
});
