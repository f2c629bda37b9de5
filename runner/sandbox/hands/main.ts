import { createFiles } from "./files.ts";
import { findFiles } from "./find-files.ts";
import { findProgram } from "./find-program.ts";
import { createForwarder } from "./forward-network.ts";
import { maxFrameBytes } from "./limits.ts";
import { lookAround } from "./look-around.ts";
import { createOriginals } from "./originals.ts";
import type { Asked, Given, Method, Request, Settings } from "./protocol.ts";
import { Refusal } from "./refusal.ts";
import { runProgram } from "./run-program.ts";
import { createSearch } from "./search.ts";
import { splitLines } from "./split-lines.ts";

/*
 * The hands: the program inside a sandbox that serves its files and runs its programs, over standard input
 * and output. It needs Node and nothing else. Its peer is the host, which it trusts; what it works on is not
 * to be trusted, and once a program has run here, neither is what the hands say.
 */

const settings: Settings = JSON.parse(process.argv[2] ?? "{}");
const root = settings.workspace;
const originals = createOriginals(root);
const files = createFiles(root, originals);
const network = createForwarder(`${settings.doors}/proxy`);

const serve: { [M in Method]: (asked: Asked[M]) => Given[M] | Promise<Given[M]> } = {
  ...files,
  glob: (asked) => findFiles(root, asked),
  grep: createSearch(root, settings.searchMs),
  diff: () => originals.compare(),
  which: ({ program }) => ({ found: findProgram(program) }),
  async exec(asked) {
    if (!settings.runsPrograms) throw new Refusal("this sandbox serves files only");
    originals.rememberAll();
    return runProgram(settings, { ...asked, env: { ...(await network()), ...asked.env } });
  },
};

async function answer<M extends Method>(id: number, method: M, asked: Asked[M]): Promise<void> {
  try {
    say({ id, ok: true, value: await serve[method](asked) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (!(cause instanceof Refusal)) process.stderr.write(`${method}: ${reason}\n`);
    say({ id, ok: false, reason });
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

say(lookAround(settings));
process.stdin.on(
  "data",
  splitLines(
    maxFrameBytes,
    (line) => {
      const { id, method, asked }: Request = JSON.parse(line);
      answer(id, method, asked);
    },
    () => process.exit(1),
  ),
);
// The host is gone. What a program left behind ends with the sandbox's first process, or with its container.
process.stdin.on("end", () => process.exit(0));
process.stdout.on("error", () => process.exit(0));
