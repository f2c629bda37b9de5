import { z } from "zod";
import { quote } from "../profile/quote.ts";
import { writeProfile } from "../profile/write-profile.ts";
import { deniesColumn } from "../sql/denies-column.ts";
import { findRelation } from "./find-relation.ts";
import { knownFacts } from "./known-facts.ts";
import { journal, measureRelation } from "./measure-relation.ts";
import type { MeasuredRelation, ToolAnswer, ToolWorld } from "./tool.ts";
import { whyClosed } from "./why-closed.ts";

/** What the tools that profile are asked. */
export const profileInput = {
  model: z.string().trim().min(1).max(200).optional().describe("dbt model, seed or source.table"),
  table: z.string().trim().min(1).max(300).optional().describe("schema.table in the warehouse"),
  columns: z.array(z.string()).max(500).default([]).describe("Answer only these; empty: all"),
};

interface Asked {
  model?: string | undefined;
  table?: string | undefined;
  columns: readonly string[];
}

/** Tells what a relation contains: from what is known where `mayBeKnown`, else by measuring it. */
export async function profileSubject(
  world: ToolWorld,
  { model, table, columns: wanted }: Asked,
  mayBeKnown: boolean,
): Promise<ToolAnswer> {
  const subject = model ?? table;
  if (subject === undefined || (model !== undefined && table !== undefined)) {
    return { outcome: "failed", text: "name either a model or a table", step: "Profiling" };
  }
  const step = `Profiling ${subject}`;
  const { warehouse, run, measured } = world;
  if (warehouse === undefined) {
    return { outcome: "refused", text: "this run has no warehouse", step };
  }
  const asked = model === undefined ? { table: subject } : { model: subject };
  const found = await findRelation({ ...world, warehouse }, asked);
  if (found.kind === "empty") return { outcome: "empty", text: found.reason, step };

  const relation = quote.relation(found.relation).replaceAll('"', "");
  const { denyColumns } = run.agent.restrictions.sql;
  const isDenied = ({ name }: { name: string }) =>
    deniesColumn(denyColumns, found.relation.name, name);
  const columns = found.columns.filter((column) => !isDenied(column));
  const show = ({ facts }: MeasuredRelation, notes: readonly string[]) =>
    writeProfile({
      subject,
      relation,
      columns: columns.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
      facts,
      denied: found.columns.filter(isDenied).map(({ name }) => name),
      notes,
    });

  const key = `${subject} ${relation}`;
  const earlier = mayBeKnown ? measured.get(key) : undefined;
  if (earlier !== undefined) {
    return { outcome: "ok", text: show(earlier, ["(measured earlier in this run)"]), step };
  }
  const known =
    mayBeKnown && model !== undefined
      ? await knownFacts(world, { subject: model, relation, columns })
      : undefined;
  if (known !== undefined) {
    const reason = await whyClosed(world, warehouse, { relation: found.relation, columns });
    if (reason !== undefined) {
      return { outcome: "refused", text: `reading ${relation}: ${reason}`, step };
    }
    const result = { relation, columns, facts: await journal(world, known) };
    measured.set(key, result);
    const note = "(from the project's fact file, less than a day old; profile_model measures anew)";
    return { outcome: "ok", text: show(result, [note]), step };
  }
  const answer = await measureRelation(
    { ...world, warehouse },
    { subject, relation: found.relation, columns },
  );
  if (answer.kind !== "measured") {
    return { outcome: answer.kind, text: `measuring ${relation}: ${answer.reason}`, step };
  }
  const result = { relation, columns, facts: answer.facts };
  measured.set(key, result);
  return { outcome: "ok", text: show(result, answer.notes), step };
}
