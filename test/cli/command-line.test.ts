import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { CommandContext } from "#bot/cli/command-context.ts";
import { listenForStop } from "#bot/cli/listen-for-stop.ts";
import { runCommandLine } from "#bot/cli/run-command-line.ts";
import { tellFailure } from "#bot/cli/tell-failure.ts";
import { readConfig } from "#bot/config.ts";
import { aDirectory } from "./a-directory.ts";
import { aTerminal } from "./a-terminal.ts";
import { runBuster } from "./run-buster.ts";

const bin = fileURLToPath(new URL("../../bot/cli/buster.mjs", import.meta.url));
const commands = ["init", "validate", "run", "list", "start", "doctor", "demo", "audit"];

async function ask(...args: string[]) {
  const terminal = aTerminal();
  const { signal } = new AbortController();
  const context: CommandContext = { terminal, cwd: "/", env: {}, signal };
  const code = await runCommandLine(args, context);
  return { code, ...terminal.written() };
}

describe("help", () => {
  test("names every command, the exit codes and an example", async () => {
    const { code, out, err } = await ask("--help");

    expect(code).toBe(0);
    for (const command of commands) expect(out).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect(out).toContain("Exit codes: 0 done, 1 the thing asked about is wrong, 2 wrong use");
    expect(out).toContain("Example: buster init");
    expect(err).toBe("");
  });

  test.each(commands)("of %s shows how it is called, with an example", async (command) => {
    const { code, out } = await ask(command, "--help");

    expect(code).toBe(0);
    expect(out).toContain(`Usage: buster ${command}`);
    expect(out).toMatch(/^Example: .*buster/m);
  });

  test("of start explains every variable that the settings read", async () => {
    const read = new Set<string>();
    readConfig(
      new Proxy({} as Record<string, string | undefined>, {
        get: (_settings, name) => {
          read.add(String(name));
          return undefined;
        },
      }),
    );

    const { out } = await ask("start", "--help");

    expect(read.size).toBeGreaterThan(25);
    expect([...read].filter((name) => !new RegExp(`\\b${name}\\b`).test(out))).toEqual([]);
  });

  test("comes to standard error when no command was given, which is wrong use", async () => {
    const { code, out, err } = await ask();

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("Usage: buster");
  });

  test("the version is the package's", async () => {
    expect(await ask("--version")).toMatchObject({ code: 0, out: "0.1.0" });
  });
});

describe("wrong use", () => {
  test.each([
    [["inti"], "unknown command 'inti'\n(Did you mean init?)"],
    [["list", "--jsn"], "unknown option '--jsn'\n(Did you mean --json?)"],
    [["run"], "missing required argument 'agent'"],
    [["list", "too", "much"], "too many arguments"],
    [["run", "a", "--input", "novalue"], "write it as key=value"],
    [["run", "a", "--changed-files", "a,,b"], "write paths with commas between them"],
    [["run", "a", "--base", "main"], "--base and --head go together"],
    [["run", "a", "--changed-files", "a", "--base", "x", "--head", "y"], "cannot be used with"],
    [["validate", ""], "a path is empty"],
  ])("%j is answered with what was meant", async (args, said) => {
    const { code, out, err } = await ask(...args);

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
  });
});

describe("as a program", () => {
  test("JSON goes to standard output and nothing else does", async () => {
    const cwd = aDirectory();

    const { code, out, err } = await runBuster(["validate", "--json"], { cwd });

    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({ files: [] });
    expect(err).toContain("`buster init` writes them");
  });

  test("nothing is coloured where no terminal is", async () => {
    const cwd = aDirectory({ ".buster/agents/a.yml": "name: a\n" });

    const { code, out, err } = await runBuster(["validate"], { cwd });

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(".buster/agents/a.yml:1:1");
    expect(err).not.toContain("\u001b");
  });

  test("the bin does what main does", async () => {
    expect(await runBuster(["--version"], { program: [process.execPath, bin] })).toMatchObject({
      code: 0,
      out: "0.1.0\n",
    });
  });

  const older = "/usr/bin/node";
  test.skipIf(!existsSync(older))(
    "the bin starts on the machine's own Node too (missing: /usr/bin/node)",
    async () => {
      const ended = await runBuster(["inti"], { program: [older, bin] });

      expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean init") });
    },
  );
});

describe("stopping", () => {
  test("the first Ctrl-C asks, the second one ends", () => {
    const signals = new EventEmitter();
    const exits: number[] = [];
    const signal = listenForStop(signals, (code) => exits.push(code));

    signals.emit("SIGINT");
    expect({ aborted: signal.aborted, exits }).toEqual({ aborted: true, exits: [] });

    signals.emit("SIGTERM");
    expect(exits).toEqual([130]);
  });

  test("a command that waits for others ends with Ctrl-C, without a stack", async () => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const env = {
      BUSTER_SANDBOX: "process",
      ANTHROPIC_API_KEY: "sk-ant-test",
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
    };

    const ended = await runBuster(["doctor"], {
      cwd: aDirectory(),
      env,
      whenRunning: async (child) => {
        await asked.promise;
        child.kill("SIGINT");
      },
    });
    silent.closeAllConnections();
    silent.close();

    expect(ended).toEqual({ code: 130, out: "", err: "" });
  });

  test("a reader that has seen enough, such as head, is no failure", async () => {
    const ended = await runBuster(["--help"], {
      whenRunning: async (child) => void child.stdout?.destroy(),
    });

    expect(ended).toEqual({ code: 0, out: "", err: "" });
  });
});

describe("an unexpected failure", () => {
  const cause = new Error("reading agents", { cause: new Error("disk\n\u001b[31m gone") });

  test("is one sentence, and how to see more", () => {
    const terminal = aTerminal();

    const code = tellFailure(cause, { terminal, isDebug: false });

    expect(code).toBe(1);
    expect(terminal.written().err).toBe(
      "buster: reading agents: disk [31m gone\n`--debug` shows where it happened",
    );
  });

  test("shows where it happened when asked to", () => {
    const terminal = aTerminal();

    tellFailure(cause, { terminal, isDebug: true });

    expect(terminal.written().err).toContain("command-line.test.ts");
  });

  test.each([
    [["init", "--debug"], {}],
    [["init"], { BUSTER_DEBUG: "1" }],
  ])("is shown with its place by %j and %j", async (args, env) => {
    const cwd = aDirectory({ ".buster": "a file" });

    const { code, err } = await runBuster(args, { cwd, env });

    expect(code).toBe(1);
    expect(err).toMatch(/^ {4}at /m);
  });

  test("of something that is needed has its own exit code", () => {
    const refused = Object.assign(new Error("connecting"), { code: "ECONNREFUSED" });

    expect(tellFailure(refused, { terminal: aTerminal(), isDebug: false })).toBe(3);
  });
});
