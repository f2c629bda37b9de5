import type { Agent } from "#agents-schema/agent.ts";
import type { Event } from "#agents-schema/event.ts";
import { compilePaths } from "./compile-paths.ts";
import { compileTrigger, type Listener } from "./compile-trigger.ts";
import type { TriggerMatch } from "./match-answer.ts";
import { judgeDataEvent } from "./match-data-event.ts";
import { matchManual } from "./match-manual.ts";
import { matchPaths } from "./match-paths.ts";
import { judgePullRequest } from "./match-pull-request.ts";
import { judgePush } from "./match-push.ts";
import { judgeRequest } from "./match-request.ts";
import { judgeSchedule } from "./match-schedule.ts";
import { matchTriggers } from "./match-triggers.ts";

export type { TriggerMatch };

/** All agents of one commit, compiled once and asked for each event. */
export interface TriggerIndex {
  /** Adds one agent; the work is that of its own patterns, however many agents there are. */
  add(agent: Agent): void;
  /** How many nodes the tree of path patterns has. */
  readonly nodes: number;
  /**
   * One answer, with its reason, for each agent that listens for this kind of event; others are left
   * out. `home` is the agents' own repository (`owner/name`): a trigger that names none means this one.
   */
  match(event: Event, changedFiles: readonly string[], home: string): readonly TriggerMatch[];
}

export function compileTriggers(agents: readonly Agent[]): TriggerIndex {
  const patterns = compilePaths();
  const listeners: Listener[] = [];
  const byKind = new Map<Event["kind"], Listener[]>();
  const index: TriggerIndex = {
    add: (agent) => {
      const listener = {
        agent,
        triggers: agent.triggers.map((one) => compileTrigger(agent, one, patterns)),
      };
      listeners.push(listener);
      for (const kind of new Set(agent.triggers.map((trigger) => heardBy[trigger.kind]))) {
        if (kind === undefined) continue;
        const hearing = byKind.get(kind);
        if (hearing === undefined) byKind.set(kind, [listener]);
        else hearing.push(listener);
      }
    },
    get nodes() {
      return patterns.nodes;
    },
    match: (event, changedFiles, home) => {
      const hearing = byKind.get(event.kind) ?? [];
      const ask = (judge: Judge, of = hearing) => answers(of, (one) => matchTriggers(one, judge));
      const changed = () => matchPaths(patterns, changedFiles);
      switch (event.kind) {
        case "pull_request":
          return ask(judgePullRequest(event, changed(), home));
        case "push":
          return ask(judgePush(event, changed(), home));
        case "schedule": {
          const meant = hearing.filter(({ agent }) => agent.name === event.agent);
          return meant.length === 0 ? [] : ask(judgeSchedule(event, changed()), meant);
        }
        case "data_event":
          return ask(judgeDataEvent(event));
        case "comment":
          return ask(judgeRequest("comment", event.body));
        case "slack_mention":
          return ask(judgeRequest("mention", event.text));
        case "manual":
          return answers(listeners, (one) => matchManual(one, event));
        case "check_action":
        case "slack_command":
        case "slack_action":
        case "slack_stop":
          return []; // They speak of runs that there are already.
        case "installation":
          return []; // It starts the built-in documentation, no agent of a file.
      }
    },
  };
  for (const agent of agents) index.add(agent);
  return index;
}

type Judge = Parameters<typeof matchTriggers>[1];

function answers(
  listeners: readonly Listener[],
  answer: (listener: Listener) => TriggerMatch | undefined,
): readonly TriggerMatch[] {
  const given: TriggerMatch[] = [];
  for (const listener of listeners) {
    const match = answer(listener);
    if (match !== undefined) given.push(match);
  }
  return given;
}

/** The event that each kind of trigger hears. A new kind of trigger does not compile until someone decides. */
const heardBy: Readonly<Record<Agent["triggers"][number]["kind"], Event["kind"] | undefined>> = {
  pull_request: "pull_request",
  push: "push",
  scheduled: "schedule",
  event: "data_event",
  monitor: "data_event",
  comment: "comment",
  mention: "slack_mention",
  manual: undefined, // Any agent can be started by its name.
};
