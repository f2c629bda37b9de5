import { nearest } from "#agents-schema/nearest.ts";
import type { Command, CommandKind, CommandReading } from "./command.ts";
import { readInputs } from "./read-inputs.ts";
import { readPullRequestNumber } from "./read-pull-request-number.ts";

/** Longest question that is passed on, in characters; a template takes no more. */
const maxQuestion = 2_000;

type Readers = { [Kind in CommandKind]: (rest: string) => CommandReading };

const found = (command: Command): CommandReading => ({ kind: "command", command });
const unclear = (say: string): CommandReading => ({ kind: "unclear", say });

// A new command does not compile until someone decides how it is read.
const readers: Readers = {
  run: readRun,
  review: () => found({ kind: "review" }),
  ask: (rest) => {
    const question = rest.trim().slice(0, maxQuestion);
    return question === ""
      ? unclear("What is the question? Write it after `ask`.")
      : found({ kind: "ask", question });
  },
  approve: (rest) => {
    const [digest] = firstLineWords(rest);
    return found({ kind: "approve", digest: digest ?? null });
  },
  reject: (rest) => {
    const [first = "", ...others] = firstLineWords(rest);
    const isDigest = /^[0-9a-f]{6,64}$/.test(first);
    const reason = (isDigest ? others : [first, ...others]).join(" ").trim();
    return found({
      kind: "reject",
      digest: isDigest ? first : null,
      reason: reason === "" ? null : reason.slice(0, 500),
    });
  },
  stop: (rest) => found({ kind: "stop", run: firstLineWords(rest)[0] ?? null }),
  list: () => found({ kind: "list" }),
  status: () => found({ kind: "status" }),
  help: () => found({ kind: "help" }),
};

/**
 * Reads what stands after the bot's name: one of the door's commands, and its words on the same line
 * (`ask` takes everything). No words at all ask for help. Pure; what it says is for the person.
 */
export function readCommand(text: string, known: readonly CommandKind[]): CommandReading {
  const [, word = "", rest = ""] = /^\s*(\S*)([\s\S]*)$/.exec(text) ?? [];
  const name = word.toLowerCase().replace(/[,:.!]+$/, "");
  if (name === "") return found({ kind: "help" });

  const kind = known.find((one) => one === name);
  if (kind !== undefined) return readers[kind](rest);

  const suggestion = nearest(name, known);
  return {
    kind: "unclear",
    say:
      suggestion === undefined
        ? `\`${shown(word)}\` is not a command here.`
        : `\`${shown(word)}\` is not a command here. Did you mean \`${suggestion}\`?`,
  };
}

/** `<agent> [on <pull request>] [key=value …]` */
function readRun(rest: string): CommandReading {
  const line = (rest.split("\n")[0] ?? "").trim();
  const [, agent = "", more = ""] = /^(\S*)(.*)$/.exec(line) ?? [];
  if (agent === "") return unclear("Which agent? Write `run <agent>`.");

  const [, on, inputText = ""] = /^\s+on\s+(\S+)(.*)$/i.exec(more) ?? [undefined, undefined, more];
  const number = on === undefined ? null : readPullRequestNumber(on);
  if (number === undefined) {
    return unclear(`\`${shown(on ?? "")}\` is not a pull request. Write its number: \`on 12\`.`);
  }
  const read = readInputs(inputText);
  if (read.kind === "unclear") {
    return unclear(
      `\`${shown(read.word)}\` is neither \`on <pull request>\` nor an input. Inputs are written \`name=value\`.`,
    );
  }
  return found({ kind: "run", agent, on: number, inputs: read.inputs });
}

function firstLineWords(rest: string): string[] {
  return (rest.split("\n")[0] ?? "").split(/\s+/).filter((word) => word !== "");
}

/** Somebody's word inside a sentence of ours. */
function shown(word: string): string {
  return word.replaceAll("`", "'").slice(0, 60);
}
