/** What became of a wish to start an agent. `say` is a sentence for whoever had it. */
export type StartAnswer =
  | { kind: "started"; runId: string; say: string }
  | { kind: "known"; runId: string; say: string }
  | { kind: "not_started"; say: string };
