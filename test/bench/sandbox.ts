import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import Docker from "dockerode";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import type { Hands, Sandbox } from "#runner/ports.ts";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { createProcessSandbox } from "#runner/sandbox/create-process-sandbox.ts";
import { handsArguments, prepareHands } from "#runner/sandbox/prepare-hands.ts";
import { createGitRepository } from "../checkout/git-repository.ts";
import { startGitServer } from "../checkout/git-server.ts";
import { startDocker } from "../fresh-docker.ts";
import { hasBubblewrap } from "../machine.ts";
import { silentLog as log } from "../workshop/silent-log.ts";

/*
 * What a sandbox and a workspace cost, each beside what it is made of, in turns: a sandbox beside bare `docker run`
 * and bare `bwrap` and the start of the hands alone; a call of a tool beside `docker exec`; a workspace beside a
 * shallow clone; a commit beside one by a work tree. Medians. Needs Linux, git, Docker and bubblewrap.
 */

const rounds = 15;
const fileCount = 4_000;
const changed = 50;

const home = realpathSync(mkdtempSync(join(tmpdir(), "buster-bench-")));
const times = new Map<string, number[]>();
let count = 0;
let isGood = true;

async function timed<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const began = performance.now();
  const value = await work();
  const known = times.get(name) ?? [];
  known.push(performance.now() - began);
  times.set(name, known);
  return value;
}

function median(name: string): number {
  const sorted = [...(times.get(name) ?? [])].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function tell(name: string): void {
  console.log(`${name}: ${median(name).toFixed(median(name) < 10 ? 2 : 0)} ms`);
}

function judge(what: string, ratio: number, holds: boolean, limit: string): void {
  isGood &&= holds;
  console.log(
    `${what}: ${ratio.toFixed(3)}x, limit ${limit}: ${holds ? "holds" : "DOES NOT HOLD"}`,
  );
}

async function measureSandboxes(): Promise<void> {
  const docker = await startDocker();
  if (docker === undefined || !hasBubblewrap()) throw new Error("Docker or bubblewrap cannot run");
  const { socketPath, image } = docker;
  const cold = createDockerSandbox({ socketPath, image, log });
  const pool = { size: 1, directory: join(home, "slots") };
  const warm = createDockerSandbox({ socketPath, image, log, pool });
  const bubblewrap = createBubblewrapSandbox();
  const files = createProcessSandbox();
  try {
    for (let round = -1; round < rounds; round++) {
      if (round === 0) times.clear();
      await timed("bare docker run", () =>
        run("docker", ["-H", `unix://${socketPath}`, ...bareDocker(image)]),
      );
      await timed("bare bwrap", () => run("bwrap", [...bareBwrap, "/usr/bin/true"]));
      await timed("hands alone", () => startHands([]));
      await timed("hands in bare bwrap", () => startHands(["bwrap", ...bareBwrap]));
      await close(await timed("docker, cold", () => open(cold)));
      await warm.warmUp?.();
      await close(await timed("docker, warm", () => open(warm)));
      await warm.warmUp?.();
      await close(await timed("bubblewrap", () => open(bubblewrap)));
      await close(await timed("process", () => open(files)));
    }
    await measureCalls(cold, socketPath);
  } finally {
    await warm.close?.();
    await docker.stop();
  }
  for (const name of ["bare docker run", "bare bwrap", "hands alone", "hands in bare bwrap"]) {
    tell(name);
  }
  // In namespaces Node takes longer to start than outside, whoever made them.
  const inBwrap = median("hands in bare bwrap") - median("bare bwrap");
  for (const [name, bare, own] of [
    ["docker, cold", "bare docker run", median("hands alone")],
    ["bubblewrap", "bare bwrap", inBwrap],
  ] as const) {
    tell(name);
    const ratio = median(name) / (1.15 * median(bare) + own);
    judge(`${name} to 1.15 ${bare} and the hands' own start`, ratio, ratio <= 1, "1");
  }
  for (const name of ["docker, warm", "process"]) tell(name);
  const ratio = median("docker, warm") / median("docker, cold");
  judge("docker, warm to cold", ratio, ratio <= 0.25, "0.25");
  for (const name of ["docker exec", "one call", "one command"]) tell(name);
  const call = median("one call") / median("docker exec");
  judge("one call to docker exec", call, call <= 0.1, "0.1");
  const command = median("one command") / median("docker exec");
  judge("one command in resident hands to docker exec", command, command <= 0.1, "0.1");
}

/** To the first answer. */
async function open(sandbox: Sandbox): Promise<Hands> {
  const directory = join(home, `workspace-${++count}`);
  mkdirSync(directory);
  writeFileSync(join(directory, "a.sql"), "select 1");
  const { signal } = new AbortController();
  const hands = await sandbox.open({ directory, runId: "bench", signal });
  const answer = await hands.read("a.sql", 0, 1);
  if (!answer.ok) throw new Error(answer.reason);
  return hands;
}

const close = (hands: Hands) => hands.close();

async function measureCalls(sandbox: Sandbox, socketPath: string): Promise<void> {
  const directory = join(home, "calls");
  mkdirSync(directory);
  writeFileSync(join(directory, "a.sql"), "select 1");
  const { signal } = new AbortController();
  const hands = await sandbox.open({ directory, runId: "calls", signal });
  const client = new Docker({ socketPath });
  const [listed] = await client.listContainers({ filters: { label: ["buster.run=calls"] } });
  const container = client.getContainer(listed?.Id ?? "");
  const command = ["cat", "/buster/work/a.sql"];
  for (let round = 0; round < 30; round++) {
    await timed("docker exec", async () => {
      const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({ hijack: true, stdin: false });
      client.modem.demuxStream(stream, new PassThrough().resume(), new PassThrough().resume());
      await once(stream, "end");
      // Only this tells how it ended.
      await exec.inspect();
    });
    await timed("one call", () => hands.read("a.sql", 0, 1));
    await timed("one command", () => hands.exec(command, { timeoutMs: 9_000, env: {} }));
  }
  await hands.close();
}

/** The hands as any process, and as one in a bare bwrap, to their first answer. */
async function startHands(before: readonly string[]): Promise<void> {
  const directory = await prepareHands();
  const limits = { memoryBytes: 0, freeBytes: 0 };
  const settings = { workspace: "/usr", doors: "", runsPrograms: false, ...limits };
  const shown = [process.execPath, directory];
  const binds = before.length === 0 ? [] : shown.flatMap((path) => ["--ro-bind", path, path]);
  const command = [...before, ...binds, process.execPath, ...handsArguments(directory, settings)];
  const [program = "", ...rest] = command;
  const child = spawn(program, rest, { env: {}, stdio: ["pipe", "pipe", "inherit"] });
  const request = { id: 1, method: "ls", asked: { path: "." } };
  await once(child.stdout, "data");
  child.stdin.write(`${JSON.stringify(request)}\n`);
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
}

function bareDocker(image: string): string[] {
  const limits = ["--pids-limit", "256", "--memory", "3g", "--memory-swap", "3g", "--cpus", "2"];
  const closed = ["--network", "none", "--read-only", "--cap-drop", "ALL"];
  const user = ["--security-opt", "no-new-privileges", "--user", "65534:65534", "--init"];
  return ["run", "--rm", ...closed, ...user, ...limits, "--tmpfs", "/tmp:size=512m", image, "true"];
}

const bareBwrap = [
  ...["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
  ...["--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib"],
  ...["--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
];

async function run(program: string, args: readonly string[], cwd = "/"): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${complaint}`);
}

async function measureWorkspaces(): Promise<void> {
  const git = createGitRepository();
  const server = await startGitServer({ root: join(git.directory, "..") });
  try {
    const paths = Array.from(
      { length: fileCount },
      (_none, index) => `models/m${index % 40}/f${index}.sql`,
    );
    const at = (version: number) =>
      Object.fromEntries(
        paths.map((path, index) => {
          const text = `select ${index}${index < changed ? ` + ${version}` : ""}\n`;
          return [path, text.repeat(40)];
        }),
      );
    let head = git.commit("refs/heads/main", at(0));
    const remote = `${server.url}/shop.git`;
    const repository = openMirror({
      directory: join(home, "mirror"),
      remote,
      credential: async () => undefined,
      log,
      environment: process.env,
    });
    for (let round = 0; round <= rounds; round++) {
      head = git.commit("refs/heads/main", at(round), head);
      await timed("fetch of what is new", () => repository.fetch([head]));
      if (round === 0) {
        times.clear();
        await timed("workspace, first", () => repository.materialise(head, join(home, "w0")));
        await repository.reclaim?.(join(home, "w0"));
        continue;
      }
      for (const url of [remote, git.url]) {
        const clone = join(home, "clone");
        const name = `shallow clone over ${url.slice(0, 4)}`;
        await timed(name, () =>
          run("git", ["clone", "-q", "--depth", "1", "-b", "main", url, clone]),
        );
        rmSync(clone, { recursive: true });
      }
      const workspace = join(home, `w${round}`);
      await timed("workspace, warm", () => repository.materialise(head, workspace));
      await repository.reclaim?.(workspace);
      await timed("50 files from the object store", () =>
        repository.readFiles(head, paths.slice(0, changed)),
      );
    }
    await measureCommits(git.directory, paths, head);
  } finally {
    await server.stop();
    git.remove();
  }
  for (const name of times.keys()) if (/clone|workspace|files|fetch|commit/.test(name)) tell(name);
  const clones = ["shallow clone over http", "shallow clone over file"];
  const fastest = Math.min(...clones.map(median));
  const ready = fastest / median("workspace, warm");
  judge("workspace of 4000 files: faster than a shallow clone", ready, ready >= 10, "10");
  const commit = median("commit by a work tree") / median("commit from the hands' tree");
  judge("commit of 50 files: faster than by a work tree", commit, commit >= 5, "5");
}

/** Ours: from the contents that the hands report, into the object store, without a work tree. */
async function measureCommits(directory: string, paths: readonly string[], head: string) {
  const env = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b.c", GIT_COMMITTER_NAME: "a" };
  Object.assign(process.env, env, { GIT_COMMITTER_EMAIL: "a@b.c" });
  for (let round = 0; round < rounds; round++) {
    const changes = paths
      .slice(0, changed)
      .map((path) => ({ path, content: `${round} of ${path}\n` }));
    await timed("commit by a work tree", async () => {
      const tree = join(home, `tree-${round}`);
      await run("git", ["-C", directory, "worktree", "add", "-q", "--detach", tree, head]);
      for (const { path, content } of changes) writeFileSync(join(tree, path), content);
      await run("git", ["add", "-A"], tree);
      await run("git", ["commit", "-q", "-m", "change"], tree);
    });
    rmSync(join(home, `tree-${round}`), { recursive: true });
    await timed("commit from the hands' tree", async () => {
      const stream = [
        `commit refs/heads/ours-${round}\ncommitter a <a@b.c> 1700000000 +0000\ndata 6\nchange\nfrom ${head}\n`,
        ...changes.map(
          ({ path, content }) =>
            `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`,
        ),
      ];
      execFileSync("git", ["-C", directory, "fast-import", "--quiet"], { input: stream.join("") });
    });
  }
}

try {
  await measureSandboxes();
  await measureWorkspaces();
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;
