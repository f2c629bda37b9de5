import { channels, openStage, people, type Stage } from "../../examples/demo/open-stage.ts";
import {
  type AnthropicStandIn,
  type ScriptedTurn,
  startAnthropicStandIn,
} from "../stand-ins/anthropic-stand-in.ts";
import { docsAgent, onlyAgents } from "../stories/agents.ts";
import { openTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** What the agent proposes, by which it is found again in the world. */
export const words = { commit: "Add notes", comment: "Added the notes." };
export const agent = "docs-updater";
const model = "models/marts/fct_orders.sql";

export interface Play {
  stage: Stage;
  /** The lines to the platforms, where they are wanted bad. */
  lines: Readonly<Record<Line, TcpProxy>> | undefined;
  anthropic: AnthropicStandIn;
  /** Turns that the model answered: what it would send a bill for. */
  charged(): number;
  pulls: readonly { number: number; headSha: string; branch: string }[];
  openPullRequest(title: string): Promise<void>;
  /** Once round: Ana approves what shows a button, and GitHub sends again what was not taken. */
  people(isUp: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Variables that say where a platform is. */
const lineVariables = {
  github: "GITHUB_API_URL",
  slack: "SLACK_API_URL",
  model: "ANTHROPIC_BASE_URL",
} as const;
export type Line = keyof typeof lineVariables;

export interface PlayOptions {
  /** The product reaches the platforms by proxies that can fail. */
  hasLines?: boolean;
  /** A DuckDB file that is there already. */
  warehouse: string;
  slackMode: "socket" | "http";
  /** SQL that the agent runs. */
  sql?: string;
  environment?: Readonly<Record<string, string>>;
}

/**
 * A stage on which one run passes every point that the reliability page names: an agent writes a file, asks the
 * warehouse, proposes a commit that a person must approve on Slack, and a comment.
 */
export async function openPlay(options: PlayOptions): Promise<Play> {
  const anthropic = await startAnthropicStandIn();
  const opened = await openStage({
    slackMode: options.slackMode,
    warehouse: options.warehouse,
    environment: {
      LOG_LEVEL: "info",
      ANTHROPIC_API_KEY: "sk-ant-canary-0f6b41c2d97e",
      ANTHROPIC_BASE_URL: anthropic.url,
      ...options.environment,
    },
    files: onlyAgents({ [agent]: docsAgent() }),
  });
  const lines = options.hasLines === true ? await openLines(opened) : undefined;
  const stage = lines === undefined ? opened : { ...opened, environment: through(opened, lines) };
  const { github, slack } = stage;
  let charged = 0;
  const turn = (request: { messages: readonly unknown[] }): ScriptedTurn => {
    charged += 1;
    return turnAfter(JSON.stringify(request.messages), options.sql ?? "select 1 as one");
  };
  // By what was said so far: a question that comes again is answered the same.
  anthropic.script(Array.from({ length: 20_000 }, () => turn));

  const pulls: Play["pulls"][number][] = [];
  const clicked = new Map<string, number>();
  const sentAgain = new Map<string, number>();
  const original = (await github.file("main", model)) ?? "";

  const approve = async () => {
    for (const { ts, blocks } of await slack.messages(channels.docs)) {
      if (!JSON.stringify(blocks ?? []).includes('"approve"')) continue;
      const last = clicked.get(ts);
      // A person who sees the button still there some seconds later clicks again.
      if (last !== undefined && performance.now() - last < 3_000) continue;
      clicked.set(ts, performance.now());
      // Nobody there to hear it: the button stays.
      await slack.click(people.ana.slack, channels.docs, ts, "approve").catch(() => undefined);
    }
  };
  const sendAgain = async () => {
    const taken = new Set(
      github.deliveries
        .filter(({ status }) => status !== undefined && status < 300)
        .map(({ guid }) => guid),
    );
    for (const { guid } of github.deliveries) {
      const last = sentAgain.get(guid) ?? 0;
      if (taken.has(guid) || performance.now() - last < 1_000) continue;
      sentAgain.set(guid, performance.now());
      await github.redeliver(guid);
      taken.add(guid);
    }
  };

  return {
    stage,
    anthropic,
    lines,
    charged: () => charged,
    pulls,
    async openPullRequest(title) {
      const pull = await github.openPullRequest({
        user: people.mia.github,
        title,
        files: { [model]: `${original.trimEnd()}\n-- ${title}\n` },
      });
      const branch = title.toLowerCase().replaceAll(" ", "-");
      pulls.push({ number: pull.number, headSha: pull.headSha, branch });
    },
    async people(isUp) {
      if (!isUp) return;
      await Promise.all([approve(), sendAgain()]);
    },
    async close() {
      for (const line of Object.values(lines ?? {})) await line.close();
      await stage.close();
      await anthropic.close();
    },
  };
}

async function openLines({ environment }: Stage): Promise<Record<Line, TcpProxy>> {
  const open = (variable: string) => {
    const { port } = new URL(environment[variable] ?? "");
    return openTcpProxy(() => [Number(port)]);
  };
  return {
    github: await open(lineVariables.github),
    slack: await open(lineVariables.slack),
    model: await open(lineVariables.model),
  };
}

function through({ environment }: Stage, lines: Record<Line, TcpProxy>): Record<string, string> {
  const changed: Record<string, string> = { ...environment };
  for (const line of ["github", "slack", "model"] as const) {
    const variable = lineVariables[line];
    const url = new URL(changed[variable] ?? "");
    url.port = String(lines[line].port);
    changed[variable] = url.href;
  }
  return changed;
}

function turnAfter(said: string, sql: string): ScriptedTurn {
  const isDone = (tool: string) => said.includes(`"name":"${tool}"`);
  if (!isDone("write")) {
    const input = { path: "models/marts/notes.yml", content: "version: 2\n" };
    return {
      calls: [
        { tool: "write", input },
        { tool: "run_sql", input: { sql } },
      ],
    };
  }
  if (!isDone("propose_commit")) {
    return { calls: [{ tool: "propose_commit", input: { headline: words.commit } }] };
  }
  if (!isDone("propose_comment")) {
    return { calls: [{ tool: "propose_comment", input: { body: words.comment } }] };
  }
  return { text: "Done." };
}

/** As people see it: have all runs ended, or some? Looked at one after the other, up to the first that tells. */
export async function isEnded(
  { stage, pulls }: Pick<Play, "stage" | "pulls">,
  which: "all" | "some",
): Promise<boolean> {
  for (const { headSha, number } of pulls) {
    const checks = await stage.github.checks(headSha);
    const comments = await stage.github.comments(number);
    const isOver =
      checks.some(
        ({ status, conclusion }) => status === "completed" && conclusion !== "action_required",
      ) &&
      comments.length > 0 &&
      !comments.some(({ body }) => /Waits for approval|Working|Applying/.test(body));
    if (isOver !== (which === "all")) return isOver;
  }
  return which === "some" ? false : !(await stillAsks(stage));
}

/** Does a card on Slack show a button to approve by? */
export async function stillAsks({ slack }: Stage): Promise<boolean> {
  const messages = await slack.messages(channels.docs);
  return messages.some(({ blocks }) => JSON.stringify(blocks ?? []).includes('"approve"'));
}
