import { randomUUID } from "node:crypto";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ExecResult, Hands } from "#runner/ports.ts";
import { processesWith } from "../contracts/processes-with.ts";
import {
  freshWorkspaces,
  reason,
  type SandboxUnderTest,
  value,
} from "../contracts/sandbox-workspaces.ts";

const soon = { timeout: 20_000, interval: 50 };

/** What a hostile repository, and what a hostile program in it, cannot do. Beyond the contract that every run tests. */
export function describeHostileRepositories(subject: () => SandboxUnderTest): void {
  const open = freshWorkspaces(subject);

  test("a hundred thousand files are refused in one sentence, and the next question answered", async () => {
    const { hands } = await open(
      { "a.sql": "a" },
      {
        prepare(workspace) {
          for (let folder = 0; folder < 101; folder++) {
            mkdirSync(join(workspace, `m${folder}`));
            for (let file = 0; file < 1_000; file++) {
              writeFileSync(join(workspace, `m${folder}/f${file}.sql`), "");
            }
          }
        },
      },
    );

    expect(reason(await hands.glob("**", 5))).toContain("more than 100000 files");
    expect(reason(await hands.grep("x", { limit: 5 }))).toContain("more than 100000 files");
    expect(value(await hands.read("a.sql", 0, 1)).text).toBe("a");
  });

  test("a file of a gigabyte, and one of a terabyte that is nothing but holes, is not read", async () => {
    const { hands } = await open(
      { "a.sql": "needle" },
      {
        prepare(workspace) {
          for (const [name, size] of [
            ["giga.csv", 2 ** 30],
            ["tera.csv", 2 ** 40],
          ] as const) {
            writeFileSync(join(workspace, name), "needle");
            truncateSync(join(workspace, name), size);
          }
        },
      },
    );

    expect(reason(await hands.read("giga.csv", 0, 1))).toContain("files up to 5.0 MiB");
    expect(reason(await hands.read("tera.csv", 0, 1))).toContain("files up to 5.0 MiB");
    expect(value(await hands.grep("needle", { limit: 5 })).total).toBe(1);
    expect(value(await hands.ls(".")).map(({ name }) => name)).toEqual([
      "a.sql",
      "giga.csv",
      "tera.csv",
    ]);
  });

  test("directories as deep as a path can be hold nothing up", async () => {
    const deep = Array.from({ length: 200 }, () => "d").join("/");
    const { hands } = await open({ "a.sql": "a", [`${deep}/b.sql`]: "b" });

    expect(value(await hands.glob("**/*.sql", 5)).paths).toEqual(["a.sql"]);
    expect(value(await hands.read(`${deep}/b.sql`, 0, 1)).text).toBe("b");
  });
}

/** Of sandboxes that run programs. */
export function describeHostilePrograms(subject: () => SandboxUnderTest): void {
  const open = freshWorkspaces(subject);
  const run = async (hands: Hands, command: readonly string[], timeoutMs = 30_000) =>
    value(await hands.exec(command, { timeoutMs, env: {} }));
  const shell = (hands: Hands, script: string, timeoutMs?: number) =>
    run(hands, ["sh", "-c", script], timeoutMs);
  const node = (hands: Hands, script: string): Promise<ExecResult> =>
    run(hands, [subject().node, "-e", script]);

  test("names are looked up nowhere, and no service of the machine or its network answers", async () => {
    const server = createServer((socket) => socket.end("reached"));
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const { hands } = await open();
    const places = [
      ["169.254.169.254", 80],
      ["fd00:ec2::254", 80],
      ["100.100.100.200", 80],
      ["127.0.0.1", port],
      ["::1", port],
      ["10.0.0.1", 443],
      ["172.17.0.1", port],
      ["8.8.8.8", 53],
    ];

    const said = await node(
      hands,
      `
      const net = require("net"), dns = require("dns"), dgram = require("dgram"), got = [];
      const done = (place, what) => got.push(place + " " + what);
      for (const [host, port] of ${JSON.stringify(places)})
        net.connect({ host, port }).on("connect", () => done(host, "CONNECTED")).on("error", (e) => done(host, e.code));
      for (const host of ["api.github.com", "metadata.google.internal", "host.docker.internal"])
        dns.lookup(host, (e) => done(host, e ? e.code : "FOUND"));
      dns.setServers(["8.8.8.8", "127.0.0.53"]);
      dns.resolve4("api.github.com", (e) => done("resolve", e ? e.code : "FOUND"));
      dgram.createSocket("udp4").send("x", 53, "8.8.8.8", (e) => done("udp", e ? e.code : "SENT"));
      setTimeout(() => { console.log(JSON.stringify(got)); process.exit() }, 4000)`,
    );
    await new Promise((resolve) => server.close(resolve));

    expect(said.stdout).not.toMatch(/CONNECTED|FOUND|SENT/);
    expect(JSON.parse(said.stdout).length).toBeGreaterThanOrEqual(places.length + 4);
  });

  test.each([
    ["a fork bomb", "f() { f | f & }; f; exec sleep 600"],
    [
      "threads and sessions",
      "sh -c 'while :; do setsid sh -c \"sleep 600 & setsid sleep 600\" & done'; exec sleep 600",
    ],
    [
      "processes that ignore every signal",
      "for i in 1 2 3 4; do (trap '' TERM INT HUP; while :; do :; done) & done; wait",
    ],
  ])("%s ends with its time, and the hands work on", async (_what, script) => {
    const { hands } = await open({ "a.sql": "a" });

    const bomb = await shell(hands, script, 3_000);

    expect(bomb.timedOut).toBe(true);
    expect(value(await hands.read("a.sql", 0, 1)).text).toBe("a");
    expect(Number((await shell(hands, "ls /proc | grep -c '^[0-9]'")).stdout)).toBeLessThan(12);
  });

  test("memory that is taken in many processes, or by one whose end is hidden, is counted", async () => {
    const { hands } = await open({ "a.sql": "a" }, { memoryBytes: 300 * 1024 * 1024 });

    const many = await shell(hands, "for i in 1 2 3 4 5 6; do tail /dev/zero & done; wait");
    const quiet = await shell(hands, "tail /dev/zero || exit 0");

    expect(many.stderr).toContain("of memory");
    expect(quiet.stderr).toContain("of memory");
    expect(value(await hands.read("a.sql", 0, 1)).text).toBe("a");
  });

  test("an end by too little memory is told although the program says that all is well", async () => {
    const { hands } = await open({}, { memoryBytes: 200 * 1024 * 1024 });

    const hidden = await shell(hands, "(tail /dev/zero); exit 0");

    expect(hidden.stderr).toContain("more than 200 MiB of memory");
  });

  test("a flood of output for as long as it may last takes no memory of the host", async () => {
    const { hands } = await open();
    const before = process.memoryUsage().rss;

    const flood = await shell(hands, "yes & yes >&2", 5_000);

    expect(flood.timedOut).toBe(true);
    expect(flood.stdout.length + flood.stderr.length).toBeLessThan(140_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test("daemons that fork twice and close everything are gone with the command, and with the sandbox", async () => {
    const { hands } = await open();
    const mark = randomUUID();
    const daemon = `setsid sh -c '(setsid sh -c "exec 0<&- 1>&- 2>&-; sleep 600; : ${mark}" &) &' `;

    await shell(hands, `${daemon}; sleep 0.3`);
    await expect.poll(() => processesWith(mark), soon).toEqual([]);
    const running = shell(hands, `${daemon}; sleep 600`, 60_000).catch((cause) => cause);
    await expect.poll(() => processesWith(mark).length, soon).toBeGreaterThan(0);
    await hands.close();

    expect(await running).toMatchObject({ code: "sandbox-died" });
    await expect.poll(() => processesWith(mark), soon).toEqual([]);
  });

  test("no device can be made or read, and nothing of the kernel", async () => {
    const { hands } = await open();

    const { stdout } = await shell(
      hands,
      `
      mknod sda b 8 0 2>/dev/null && echo MADE; mknod kmsg c 1 11 2>/dev/null && echo MADE
      for f in /dev/sda /dev/vda /dev/mem /dev/kmsg /dev/kvm /dev/fuse /proc/kcore /proc/kmsg /etc/shadow /var/run/docker.sock /run/docker.sock; do
        head -c 1 $f >/dev/null 2>&1 && echo READ $f; done
      for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/kernel/uevent_helper /sys/fs/cgroup/x; do
        (echo x > $f) 2>/dev/null && echo WROTE $f; done; echo done`,
    );

    expect(stdout).toBe("done\n");
  });

  test("nobody's environment but its own, and no parent, can be seen", async () => {
    const { hands } = await open();

    const { stdout } = await shell(
      hands,
      `
      for p in /proc/[0-9]*; do cat $p/environ 2>/dev/null | tr '\\0' '\\n'; done | cut -d= -f1 | sort -u`,
    );

    const names = stdout.trim().split("\n");
    const known = ["HOME", "HOSTNAME", "LANG", "OLDPWD", "PATH", "PWD", "SHLVL", "_"];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("git's own files and settings that a program left change nothing and are in no commit", async () => {
    const { hands } = await open({ "a.sql": "a" });

    await shell(
      hands,
      `
      mkdir -p .git/hooks .GIT sub/.git; printf '[core]\\n\\tfsmonitor = touch /tmp/owned\\n[filter "x"]\\n\\tclean = touch /tmp/owned\\n' > .git/config
      printf '#!/bin/sh\\ntouch /tmp/owned\\n' > .git/hooks/pre-commit; chmod 755 .git/hooks/pre-commit
      cp .git/config .GIT/config; cp .git/config sub/.git/config; printf b > a.sql; ls > /dev/null`,
    );

    expect(value(await hands.diff())).toEqual([
      { path: "a.sql", status: "modified", content: "b" },
    ]);
    expect((await shell(hands, "ls /tmp/owned")).exitCode).not.toBe(0);
  });

  test("links that change while they are followed lead nowhere, for any tool", async () => {
    const { hands } = await open({ "models/a.sql": "fine", "b.sql": "fine" });
    const swap = `
      mkdir /tmp/else; echo secret > /tmp/else/a.sql; echo secret > /tmp/else/b.sql
      while :; do mv models m; ln -s /tmp/else models; ln -sf /tmp/else/b.sql l; mv -f l b.sql; rm models; mv m models; rm -f b.sql; echo fine > b.sql; done`;

    const swapping = hands.exec(["sh", "-c", swap], { timeoutMs: 8_000, env: {} });
    const seen: string[] = [];
    for (let times = 0; times < 400; times++) {
      const answers = [
        await hands.read("models/a.sql", 0, 1),
        await hands.read("b.sql", 0, 1),
        await hands.grep("secret", { limit: 9 }),
        await hands.write("models/c.sql", "written"),
        await hands.edit("b.sql", [{ find: "secret", replace: "x", all: true }]),
      ];
      const found = answers.filter(({ ok }) => ok).map((answer) => JSON.stringify(answer));
      seen.push(...found.filter((text) => text.includes("secret")));
    }
    await swapping;

    expect(seen).toEqual([]);
    expect((await shell(hands, "cat /tmp/else/*; ls /tmp/else")).stdout).toBe(
      "secret\nsecret\na.sql\nb.sql\n",
    );
  });
}
