/**
 * A moment in the life of a process, named by what it does to the world: exact to the statement, and known
 * to nobody in the product. `nth` counts from 1; `delayMs` comes after it.
 */
export type Moment = (
  | {
      on: "journal";
      /** Kind of the entry, and words that its canonical JSON holds. */
      entry: string;
      words?: readonly string[];
      /** `before` it is written, `written` but not committed, or `committed` (and nobody told yet). */
      when: "before" | "written" | "committed";
    }
  /** A statement whose text has these words, in whatever case. */
  | { on: "statement"; words: string; when: "before" | "after" }
  /** A call of ours whose method, address and body have these words; `after`: the answer begins to come. */
  | { on: "call"; words: readonly string[]; when: "before" | "after" }
  /** A request to us; `after`: it was answered. */
  | { on: "request"; words: string; when: "before" | "after" }
  /** A job is queued. */
  | { on: "queue"; words: string; when: "before" | "after" }
  /** A program is started whose command has these words; `after`: it has said something. */
  | { on: "program"; words: string; when: "before" | "started" | "after" }
  /** A directory with these words in its path is removed; `after`: it is being removed. */
  | { on: "removal"; words: string; when: "before" | "after" }
) & { nth?: number; delayMs?: number };

/** What a process under test is told in `BUSTER_FAULT`, as JSON. */
export interface Fault {
  at: Moment;
  /** The first process that makes this file is the one that dies. */
  once: string;
  /** It is asked to stop, by SIGTERM, and dies while it does, so many milliseconds later. */
  stoppingMs?: number;
}
