import { parentPort, workerData } from "node:worker_threads";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import { prepareAnalysis } from "./analyse.ts";
import { loadParser } from "./load-parser.ts";

/** What the thread is told and asked. */
export type Question =
  /** From now on questions are about this project. */
  | { kind: "project"; jinja: AnalysisRequest["jinja"] }
  | ({ kind: "statement"; id: number } & Omit<AnalysisRequest, "jinja">);
/** What it says: `ready` once, when the parser is loaded. */
export type Reply =
  | { kind: "ready" }
  | { kind: "lineage"; id: number; lineage: ColumnLineage }
  /** The parser broke down; what it would say next cannot be trusted. */
  | { kind: "fault"; id: number; reason: string };

const port = parentPort;
const answer = (reply: Reply) => port?.postMessage(reply);
const parser = await loadParser(Number(workerData));
let jinja: AnalysisRequest["jinja"];
let prepared: { dialect: string; read: ReturnType<typeof prepareAnalysis> } | undefined;

port?.on("message", (question: Question) => {
  if (question.kind === "project") {
    jinja = question.jinja;
    prepared = undefined;
    return;
  }
  const { id, dialect } = question;
  try {
    if (prepared?.dialect !== dialect)
      prepared = { dialect, read: prepareAnalysis(parser, jinja, dialect) };
    answer({ kind: "lineage", id, lineage: prepared.read(question) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    answer({ kind: "fault", id, reason });
  }
});
answer({ kind: "ready" });
