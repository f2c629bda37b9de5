/** What somebody asks for, from whichever door. */
export type Command =
  | {
      kind: "run";
      agent: string;
      /** Pull request that it is asked on; null when the words name none. */
      on: number | null;
      inputs: Readonly<Record<string, string>>;
    }
  | { kind: "review" }
  | { kind: "ask"; question: string }
  /** `digest`: the beginning of the digest of what was seen, when more than one proposal waits. */
  | { kind: "approve"; digest: string | null }
  | { kind: "reject"; digest: string | null; reason: string | null }
  /** `run`: the beginning of a run's id; null for every run of the place. */
  | { kind: "stop"; run: string | null }
  | { kind: "list" }
  | { kind: "status" }
  | { kind: "help" };

export type CommandKind = Command["kind"];

/** Words that were meant as a command, read: a command, or what to say about them at once. */
export type CommandReading =
  | { kind: "command"; command: Command }
  | { kind: "unclear"; say: string };
