import { parentPort } from "node:worker_threads";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import { analyse } from "./analyse.ts";

/** What the thread is asked and answers. It says `ready` once, when the parser is loaded. */
export interface Question extends AnalysisRequest {
  id: number;
}
export type Reply =
  | { kind: "ready" }
  | { kind: "lineage"; id: number; lineage: ColumnLineage }
  /** The parser broke down; what it would say next cannot be trusted. */
  | { kind: "fault"; id: number; reason: string };

const port = parentPort;
const answer = (reply: Reply) => port?.postMessage(reply);

port?.on("message", (question: Question) => {
  try {
    answer({ kind: "lineage", id: question.id, lineage: analyse(question) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    answer({ kind: "fault", id: question.id, reason });
  }
});
answer({ kind: "ready" });
