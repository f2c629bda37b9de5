import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import type { ExecResult, Hands } from "#runner/ports.ts";
import { processesWith } from "./processes-with.ts";
import { freshWorkspaces, reason, type SandboxUnderTest, value } from "./sandbox-workspaces.ts";

/** Waiting for what must come: far more than it takes, less than the test's own patience. */
const soon = { timeout: 10_000, interval: 20 };

/** What every sandbox that runs programs promises about them. */
export function describePrograms(subject: () => SandboxUnderTest): void {
  const open = freshWorkspaces(subject);
  const run = async (hands: Hands, command: readonly string[], timeoutMs = 20_000) =>
    value(await hands.exec(command, { timeoutMs, env: {} }));
  const shell = (hands: Hands, script: string, timeoutMs?: number) =>
    run(hands, ["sh", "-c", script], timeoutMs);
  const node = (hands: Hands, script: string): Promise<ExecResult> =>
    run(hands, [subject().node, "-e", script]);

  test("a program runs in the workspace, without a shell, and its end is told", async () => {
    const { hands } = await open({ "a.sql": "select 1" });

    const said = await run(hands, ["cat", "a.sql"]);
    const literal = await run(hands, ["echo", "$HOME; rm -rf *"]);
    const failed = await shell(hands, "echo out; echo err >&2; exit 3");

    expect(said).toEqual({ exitCode: 0, stdout: "select 1", stderr: "", timedOut: false });
    expect(literal.stdout).toBe("$HOME; rm -rf *\n");
    expect(failed).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n", timedOut: false });
  });

  test("a program has three variables and those that it was given", async () => {
    const { hands } = await open();

    const env = { HOME: "/tmp/home", DBT_SEND_ANONYMOUS_USAGE_STATS: "false" };
    const { stdout } = value(await hands.exec(["env"], { timeoutMs: 9_000, env }));

    const names = stdout.trim().split("\n").sort();
    expect(names).toEqual([
      "DBT_SEND_ANONYMOUS_USAGE_STATS=false",
      "HOME=/tmp/home",
      "LANG=C.UTF-8",
      expect.stringMatching(/^PATH=/),
    ]);
  });

  test("a program that is not there is an answer, not an end", async () => {
    const { hands } = await open();

    const answer = await hands.exec(["no-such-program"], { timeoutMs: 9_000, env: {} });

    expect(reason(answer)).toBe("no-such-program is not in the sandbox");
    expect(await subject().create({}).has("no-such-program")).toBe(false);
    expect(await subject().create({}).has("sh")).toBe(true);
  });

  test("a program is ended when its time is up, with all that it started", async () => {
    const { hands } = await open();

    const began = Date.now();
    const result = await shell(hands, "sleep 600 & setsid sleep 600 & echo on; sleep 600", 500);

    expect(result).toMatchObject({ stdout: "on\n", timedOut: true, exitCode: 137 });
    expect(Date.now() - began).toBeLessThan(10_000);
    expect((await shell(hands, "cat /proc/[0-9]*/cmdline")).stdout).not.toContain("sleep");
  });

  test("nothing that a program left behind runs on after it", async () => {
    const { hands } = await open();

    await shell(hands, "(setsid sh -c 'sleep 600' </dev/null >/dev/null 2>&1 &) ; sleep 0.2");

    expect((await shell(hands, "cat /proc/[0-9]*/cmdline")).stdout).not.toContain("sleep");
  });

  test.each(["closing", "stopping"])("%s ends what runs inside, however it hid", async (way) => {
    const { hands, stop } = await open();
    const mark = randomUUID();
    const hide = `setsid sh -c 'setsid sh -c "sleep 600; : ${mark}" &' & sleep 600`;
    const running = shell(hands, hide).catch((cause) => cause);
    await expect.poll(() => processesWith(mark).length, soon).toBeGreaterThan(1);

    if (way === "closing") await hands.close();
    else stop.abort();

    expect(await running).toMatchObject({ code: "sandbox-died" });
    await expect.poll(() => processesWith(mark), soon).toEqual([]);
  });

  test("a program that ends the hands ends the sandbox", async () => {
    const { hands } = await open();

    const ending = shell(hands, "kill -9 -1; sleep 5");

    await expect(ending).rejects.toMatchObject({ code: "sandbox-died" });
    await expect(hands.ls(".")).rejects.toMatchObject({ code: "sandbox-died" });
  });

  test("a flood of output is cut in its middle", async () => {
    const { hands } = await open();

    const { stdout } = await shell(hands, "echo first; yes | head -c 50000000; echo last");

    expect(stdout.length).toBeLessThan(66_000);
    expect(stdout).toMatch(/^first\ny\n/);
    expect(stdout).toMatch(/\n… \d+ bytes left out …\n/);
    expect(stdout).toMatch(/y\nlast\n$/);
  });

  test("what a program changed is told by content: added, modified, deleted", async () => {
    const { hands } = await open({ "a.sql": "a", "b.sql": "b", "c/d.sql": "d", "e.sql": "e" });
    await hands.write("e.sql", "edited before");

    await shell(hands, "printf x > a.sql; printf b > b.sql; rm -r c; mkdir n; printf y > n/f.sql");
    await shell(hands, "chmod 755 b.sql; touch b.sql");

    expect(value(await hands.diff())).toEqual([
      { path: "a.sql", status: "modified", content: "x" },
      { path: "c/d.sql", status: "deleted", content: null },
      { path: "e.sql", status: "modified", content: "edited before" },
      { path: "n/f.sql", status: "added", content: "y" },
    ]);
  });

  test("a change that no commit can hold is named", async () => {
    const changes: readonly [script: string, why: string][] = [
      ["printf '\\377' > x", "x is not UTF-8 text"],
      ["head -c 6000000 /dev/zero > x", "x has 5.7 MiB"],
      ["truncate -s 1000000000 x", "x has 953.7 MiB"],
      ["ln -s /etc/passwd x", "x is a symbolic link"],
      ["mkfifo x", "x is a pipe"],
      ["touch \"$(printf 'x\\377')\"", "a name that is not UTF-8 text"],
      ["mv models x; ln -s /etc models", "models is a symbolic link"],
    ];
    const { hands } = await open({ "models/a.sql": "a" });

    for (const [script, why] of changes) {
      await shell(hands, script);
      expect(reason(await hands.diff())).toContain(why);
      await shell(hands, "[ -L models ] && rm models && mv x models; rm -rf x*");
    }
    expect(value(await hands.diff())).toEqual([]);
  });

  test("a directory that turns into a link and back never leads anywhere else", async () => {
    const { hands } = await open({ "models/a.sql": "fine" });
    const swap = `
      mkdir /tmp/elsewhere; echo secret > /tmp/elsewhere/a.sql
      while :; do mv models m; ln -s /tmp/elsewhere models; rm models; mv m models; done`;

    const swapping = hands.exec(["sh", "-c", swap], { timeoutMs: 2_000, env: {} });
    const seen = new Set<string>();
    for (let times = 0; times < 300; times++) {
      const answer = await hands.read("models/a.sql", 0, 1);
      seen.add(answer.ok ? answer.value.text : answer.reason);
      await hands.write("models/b.sql", "written");
    }
    await swapping;
    const elsewhere = await shell(hands, "ls /tmp/elsewhere; cat /tmp/elsewhere/*");

    expect(seen).toContain("fine");
    expect([...seen].filter((text) => text.includes("secret"))).toEqual([]);
    expect(elsewhere.stdout).toBe("a.sql\nsecret\n");
  }, 60_000);

  test("there is no way to the host's network, or to any other", async () => {
    const server = createServer((socket) => socket.end("reached"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const { hands } = await open();
    const connect = (host: string, to: number) =>
      node(
        hands,
        `require("net").connect(${to}, "${host}").on("data", d => console.log(String(d)))
           .on("error", e => console.log(e.code))`,
      );

    const loopback = await connect("127.0.0.1", port);
    const outside = await connect("1.1.1.1", 53);
    const interfaces = await node(
      hands,
      'console.log(Object.keys(require("os").networkInterfaces()).filter(n => n !== "lo").length)',
    );
    await new Promise((resolve) => server.close(resolve));

    expect(loopback.stdout).toBe("ECONNREFUSED\n");
    expect(outside.stdout).toBe("ENETUNREACH\n");
    expect(interfaces.stdout).toBe("0\n");
  });

  test("a program is nobody, can become nobody else, and can write only where it should", async () => {
    const { hands } = await open();

    const status = await shell(
      hands,
      "grep -E '^(Uid|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status",
    );
    const writes = await shell(
      hands,
      "for d in / /usr /usr/bin /etc /dev /buster /proc /sys . /tmp; do touch $d/x 2>/dev/null && echo $d; done",
    );
    const descriptors = await shell(hands, "ls -l /proc/self/fd | grep -o '[0-9]* ->.*'");

    expect(status.stdout).toMatch(/^Uid:\s+(?!0\s)\d+/m);
    expect(status.stdout).toMatch(/^CapBnd:\s+0+$/m);
    expect(status.stdout).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status.stdout).toMatch(/^Seccomp:\s+2$/m);
    expect(writes.stdout).toBe(".\n/tmp\n");
    const opened = descriptors.stdout.trim().split("\n");
    const others = opened.filter(
      (line) => !/^[012] ->|-> \/proc\/\d+\/fd$|-> \/dev\/null$/.test(line),
    );
    expect(others).toEqual([]);
  });

  test("what multiplies is held down and gone afterwards", async () => {
    const { hands } = await open();

    const bomb = await shell(hands, "f() { f | f & }; f; exec sleep 600", 2_000);
    const left = await shell(hands, "ls /proc | grep -c '^[0-9]'");

    expect(bomb.timedOut).toBe(true);
    expect(Number(left.stdout)).toBeLessThan(12);
  });

  test("what fills the disk is ended while there is room for others", async () => {
    const { hands } = await open({}, { freeBytes: Number.MAX_SAFE_INTEGER });

    const filling = await shell(hands, "while :; do echo more >> x; done");

    expect(filling).toMatchObject({ exitCode: 137, timedOut: false });
    expect(filling.stderr).toContain("of disk left");
  });

  test("what takes all memory is ended, and the hands are not", async () => {
    const { hands } = await open({ "a.sql": "a" }, { memoryBytes: 200 * 1024 * 1024 });

    const bomb = await shell(hands, "tail /dev/zero");

    expect(bomb).toMatchObject({ exitCode: 137, timedOut: false });
    expect(bomb.stderr).toContain("more than 200 MiB of memory");
    expect(value(await hands.read("a.sql", 0, 1)).text).toBe("a");
  });
}
