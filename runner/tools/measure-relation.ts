import type { Fact } from "#agents-schema/fact.ts";
import { profileRelation } from "../documentation/profile-relation.ts";
import type { ColumnInfo, Relation, Warehouse } from "../ports.ts";
import { toldFacts } from "../profile/told-facts.ts";
import type { ToolWorld } from "./tool.ts";

type Measured =
  | { kind: "measured"; facts: readonly Fact[]; notes: readonly string[] }
  | { kind: "refused" | "failed"; reason: string };

/** Measures a relation within what the run's agent may, and journals what the agent is told of it. */
export async function measureRelation(
  world: ToolWorld & { warehouse: Warehouse },
  about: { subject: string; relation: Relation; columns: readonly ColumnInfo[] },
): Promise<Measured> {
  const { run, warehouse, clock, signal } = world;
  const { timeoutSeconds, maxRowsReturned, allowSchemas, denySchemas, denyColumns } =
    run.agent.restrictions.sql;
  const answer = await profileRelation(
    {
      ...{ warehouse, clock, signal },
      tag: `buster ${run.agent.name} ${run.id}`,
      timeoutMs: timeoutSeconds * 1000,
      access: { allowSchemas, denySchemas, denyColumns },
    },
    about,
  );
  if (answer.kind !== "profiled") return answer;
  const { facts, notes } = answer.profile;
  return {
    kind: "measured",
    facts: await journal(world, toldFacts(facts, maxRowsReturned)),
    notes,
  };
}

/** Gives facts the run's next numbers. */
export async function journal(
  world: Pick<ToolWorld, "nextFactId" | "recordFacts">,
  facts: readonly Omit<Fact, "id">[],
): Promise<Fact[]> {
  const first = world.nextFactId();
  const numbered = facts.map((fact, index) => ({ ...fact, id: `F${first + index}` }));
  await world.recordFacts(numbered);
  return numbered;
}
