/** What a tool answered. */
export interface Reply {
  text: string;
  isError: boolean;
}

/** Calls of one turn. */
export interface Calls {
  calls: readonly { tool: string; input: unknown }[];
}

/** The answers to the calls of one turn, in order. `wrapUp`: the budget is nearly used up. */
export interface Replies {
  replies: readonly Reply[];
  wrapUp: boolean;
}

/**
 * A fixed way of working, written as a generator: it yields the calls of a turn and is given their
 * answers. It must be a pure function of those answers, because a run that goes on after a crash, and
 * indeed every turn, plays it again from the beginning.
 */
export type Recipe<Result> = Generator<Calls, Result, Replies>;
