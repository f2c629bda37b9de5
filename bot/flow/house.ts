import type { RepositoryRef } from "#agents-schema/event.ts";
import type {
  Approvals,
  Clock,
  GitHub,
  Inbox,
  Library,
  Log,
  Outbox,
  Queue,
  Runs,
  Screen,
  Slack,
  Surfaces,
} from "../ports.ts";
import type { TriggerIndexes } from "./create-trigger-indexes.ts";

/** Everything the flow may ask of the world, passed in from the roof. */
export interface House {
  inbox: Inbox;
  runs: Runs;
  outbox: Outbox;
  approvals: Approvals;
  surfaces: Surfaces;
  queue: Pick<Queue, "add">;
  library: Library;
  /** The compiled triggers of a shelf's agents, worked out once for each shelf. */
  triggersOf: TriggerIndexes;
  github: GitHub;
  /** undefined: Slack is not connected. */
  slack: Slack | undefined;
  clock: Clock;
  log: Log;
  /** What leaves the house passes it. */
  screen: Screen;
  /** 128 random bits in hex. */
  randomToken: () => string;
  /** The run page of a run. */
  runUrl: (runId: string) => string;
  /** Where people read a pull request. */
  pullRequestUrl: (repository: string, number: number) => string;
  /** Name that commands on GitHub begin with, such as `@buster`. */
  mention: string;
  /** The repository that Slack commands are about when they name none. */
  homeRepository: RepositoryRef | undefined;
}
