import { randomUUID } from "node:crypto";
import { addCost } from "#agents-schema/add-cost.ts";
import { type Cost, noCost } from "#agents-schema/run.ts";
import type { Statement } from "../facts/statement.ts";
import type { Refusal, Writer } from "../ports/writer.ts";
import type { Message, Model } from "../ports.ts";
import type { Brief } from "../writing/brief.ts";
import { writeStatements } from "../writing/create-built-in-writer.ts";
import { gatherMaterial } from "../writing/material.ts";
import { parseStatements, writeDocumentationTool } from "../writing/parse-statements.ts";
import { renewed, withBuiltIn } from "../writing/with-built-in.ts";
import { writeRequest } from "../writing/write-request.ts";
import { writeRules } from "../writing/write-rules.ts";

/** Columns that one request asks for; a wider relation takes several. */
const columnsOfRequest = 60;
/** One answer, and once again for what could not be read in it. */
const maxTurns = 2;

export interface ModelWriterOptions {
  model: Model;
  /** Of one answer. */
  maxOutputTokens?: number;
}

/**
 * A writer that lets a language model word the facts. What the model leaves out is said by the built-in
 * writer, and so is everything when its answer cannot be used: cut off, refused, or no documentation.
 * Rejects as the model does.
 */
export function createModelWriter({ model, maxOutputTokens = 16_000 }: ModelWriterOptions): Writer {
  // One for all relations: the rules that name it stay in the API's cache.
  const tag = randomUUID().slice(0, 8);
  return {
    name: model.name,
    async write(brief, refusals, signal) {
      const built = writeStatements(brief);
      const written: Statement[] = [];
      let cost = noCost;
      for (const request of requestsFor(brief, refusals)) {
        const answer = await ask(brief, request, signal);
        written.push(...answer.statements);
        cost = addCost(cost, answer.cost);
      }
      if (refusals.length === 0) return { statements: withBuiltIn(written, built), cost };
      const refused = refusals.map(({ statement }) => statement);
      return { statements: [...written, ...renewed(refused, built)], cost };
    },
  };

  /** Asks, and asks once more for what could not be read. */
  async function ask(
    brief: Brief,
    request: Asked,
    signal: AbortSignal,
  ): Promise<{ statements: readonly Statement[]; cost: Cost }> {
    const messages: Message[] = [{ kind: "user", text: writeRequest(brief, tag, request) }];
    const statements: Statement[] = [];
    let cost = noCost;
    for (let turns = 0; turns < maxTurns; turns++) {
      const turn = await model.turn({
        system: writeRules(tag),
        messages,
        tools: [writeDocumentationTool],
        maxOutputTokens,
        briefing: { agent: "documentation", prompt: "", changedFiles: [], changedModels: [] },
        signal,
      });
      cost = addCost(cost, turn.cost);
      const calls = turn.blocks.filter((block) => block.kind === "tool_call");
      if (turn.stop === "refusal" || turn.stop === "length") break;
      if (calls.length === 0) {
        if (turn.blocks.length === 0) break;
        messages.push({ kind: "assistant", blocks: turn.blocks });
        messages.push({ kind: "user", text: "Answer by calling write_documentation, once." });
        continue;
      }
      const read = calls.map(({ id, tool, input }) => ({
        callId: id,
        ...(tool === writeDocumentationTool.name
          ? parseStatements(input, brief, request.columns)
          : { statements: [], mistakes: [`there is no tool ${tool}`] }),
      }));
      statements.push(...read.flatMap((one) => one.statements));
      if (read.every(({ mistakes }) => mistakes.length === 0)) break;
      messages.push({ kind: "assistant", blocks: turn.blocks });
      messages.push({
        kind: "tool_results",
        results: read.map(({ callId, mistakes }) => ({
          callId,
          text:
            mistakes.length === 0
              ? "taken"
              : `left out, the others are taken; hand in only these again:\n${mistakes.join("\n")}`,
          isError: mistakes.length > 0,
        })),
        notices: [],
      });
    }
    return { statements, cost };
  }
}

type Asked = Parameters<typeof writeRequest>[2];

/** The whole relation, in as many requests as its columns take; after refusals, what was refused alone. */
function requestsFor(brief: Brief, refusals: readonly Refusal[]): Asked[] {
  const names = gatherMaterial(brief).columns.map(({ name }) => name);
  if (refusals.length > 0) {
    const refused = refusals.filter(({ statement }) => statement.by === "model");
    const columns = [...new Set(refused.flatMap(({ statement }) => statement.column ?? []))];
    return refused.length === 0 ? [] : [{ columns, isFirst: true, refusals: refused }];
  }
  const requests: Asked[] = [];
  for (let start = 0; start === 0 || start < names.length; start += columnsOfRequest) {
    const columns = names.slice(start, start + columnsOfRequest);
    requests.push({ columns, isFirst: start === 0, refusals: [] });
  }
  return requests;
}
