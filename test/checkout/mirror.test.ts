import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import { WorldFailure } from "#runner/ports.ts";
import { silentLog as log } from "../workshop/silent-log.ts";
import { createGitRepository, type GitRepository } from "./git-repository.ts";
import { type GitServer, startGitServer } from "./git-server.ts";

const password = "ghs_TopSecretInstallationToken";
const inBase64 = Buffer.from(`x-access-token:${password}`).toString("base64");

let git: GitRepository;
let scratch: string;
let first: string;
const servers: GitServer[] = [];
beforeEach(() => {
  git = createGitRepository();
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "buster-test-mirror-")));
  first = git.commit("refs/heads/main", { "a.sql": "select 1\n", "b.sql": "select 1\n" });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  git.remove();
  rmSync(scratch, { recursive: true });
});

async function serve(options: Omit<Parameters<typeof startGitServer>[0], "root"> = {}) {
  const server = await startGitServer({ root: join(git.directory, ".."), ...options });
  servers.push(server);
  return server;
}

function aMirror(
  remote: string,
  options: { password?: string; timeoutMs?: number; directory?: string } = {},
) {
  const { password: given, timeoutMs = 20_000, directory = join(scratch, "mirror") } = options;
  const credential = async () =>
    given === undefined ? undefined : { user: "x-access-token", password: given };
  return openMirror({ directory, remote, credential, log, timeoutMs });
}

test("a branch stands where the last fetch of it left it", async () => {
  const repository = aMirror(git.url);
  await repository.fetch(["main"]);
  const second = git.commit("refs/heads/main", { "a.sql": "select 2\n" }, first);

  const before = await repository.resolve("main");
  await repository.fetch(["refs/heads/main"]);

  expect(before).toBe(first);
  expect(await repository.resolve("main")).toBe(second);
});

test("a branch that was rewritten is followed", async () => {
  const repository = aMirror(git.url);
  await repository.fetch(["main"]);
  const rewritten = git.commit("refs/heads/main", { "a.sql": "select 9\n" });

  await repository.fetch(["main"]);

  expect(await repository.resolve("main")).toBe(rewritten);
});

test("a branch may take the name that was a directory of branches", async () => {
  const repository = aMirror(git.url);
  git.git(["update-ref", "refs/heads/docs/a", first]);
  await repository.fetch(["docs/a"]);
  git.git(["update-ref", "-d", "refs/heads/docs/a"]);
  git.git(["update-ref", "refs/heads/docs", first]);

  await repository.fetch(["docs"]);

  expect(await repository.resolve("docs")).toBe(first);
});

test("a pull request's head is fetched by its ref", async () => {
  const head = git.commit("refs/pull/12/head", { "a.sql": "select 12\n" }, first);
  const repository = aMirror(git.url);

  await repository.fetch(["refs/pull/12/head"]);

  expect(await repository.resolve("refs/pull/12/head")).toBe(head);
  expect(await repository.readFile(head, "a.sql")).toBe("select 12\n");
});

test("what is at hand is not asked for again", async () => {
  const server = await serve();
  const repository = aMirror(`${server.url}/shop.git`);
  await repository.fetch([first]);
  const asked = server.requests.length;

  await repository.fetch([first, first]);

  expect(asked).toBeGreaterThan(0);
  expect(server.requests).toHaveLength(asked);
});

test("only what is new is fetched", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`models/${index}.sql`, `select ${index}\n`]),
  );
  const large = git.commit("refs/heads/main", many, first);
  const repository = aMirror(git.url);
  await repository.fetch([large]);
  const next = git.commit("refs/heads/main", { ...many, "models/7.sql": "select 8\n" }, large);

  await repository.fetch([next]);

  const packs = join(scratch, "mirror", "mirror.git", "objects", "pack");
  const sizes = readdirSync(packs)
    .filter((name) => name.endsWith(".idx"))
    .map((name) => execFileSync("git", ["show-index"], { input: readFileSync(join(packs, name)) }))
    .map((listing) => listing.toString().trim().split("\n").length);
  // The commit, two directories, one file; a pack may repeat what its differences are based on.
  expect(Math.min(...sizes)).toBeLessThanOrEqual(8);
  expect(Math.max(...sizes)).toBeGreaterThan(500);
});

test("two commits whose ids begin alike are fetched in one order", async () => {
  const byBeginning = new Map<string, string>();
  const alike: string[] = [];
  for (let index = 0; alike.length === 0; index++) {
    const sha = git.commit(`refs/heads/b${index}`, { "a.sql": `select ${index}\n` });
    const other = byBeginning.get(sha.slice(0, 2));
    if (other !== undefined) alike.push(other, sha);
    byBeginning.set(sha.slice(0, 2), sha);
  }
  const repository = aMirror(git.url);

  await repository.fetch(alike);

  for (const sha of alike) expect(await repository.resolve(sha)).toBe(sha);
});

test("a commit of 20,000 files is listed and read whole", async () => {
  const paths = Array.from({ length: 20_000 }, (_, index) => `models/a${index % 40}/m${index}.sql`);
  const sha = git.commit(
    "refs/heads/large",
    Object.fromEntries(paths.map((path) => [path, `select '${path}'\n`])),
  );
  const repository = aMirror(git.url);
  await repository.fetch([sha]);

  const tree = await repository.tree(sha);
  const texts = await repository.readFiles(sha, paths);

  expect(tree).toHaveLength(paths.length);
  expect(paths.filter((path) => texts.get(path) !== `select '${path}'\n`)).toEqual([]);
});

test("many fetches leave few packs, and lose nothing", async () => {
  const repository = aMirror(git.url);
  let last = first;
  for (let index = 0; index < 25; index++) {
    last = git.commit("refs/heads/main", { "a.sql": `select ${index}\n` }, last);
    await repository.fetch([last]);
  }

  const packs = readdirSync(join(scratch, "mirror", "mirror.git", "objects", "pack"));
  expect(packs.filter((name) => name.endsWith(".pack")).length).toBeLessThan(10);
  await repository.fetch([first, last]);
  expect(await repository.readFile(first, "a.sql")).toBe("select 1\n");
  expect(await repository.readFile(last, "a.sql")).toBe("select 24\n");
});

test("those who want the same commit at the same time fetch it once", async () => {
  const server = await serve();
  const remote = `${server.url}/shop.git`;
  const directory = join(scratch, "shared");
  const inProcesses = [1, 2].map(async () => {
    const script = new URL("./fetch-once.ts", import.meta.url).pathname;
    const fetching = spawn(process.execPath, [script, directory, remote, first]);
    const [exitCode] = await once(fetching, "exit");
    return exitCode;
  });

  await Promise.all([1, 2, 3].map(() => aMirror(remote, { directory }).fetch([first])));

  expect(await Promise.all(inProcesses)).toEqual([0, 0]);
  expect(server.requests.filter((request) => request.startsWith("GET"))).toHaveLength(1);
});

test("a process that has read what it wanted ends", () => {
  const script = new URL("./fetch-once.ts", import.meta.url).pathname;

  const ended = spawnSync(process.execPath, [script, join(scratch, "mirror"), git.url, first], {
    timeout: 10_000,
  });

  expect(ended.status).toBe(0);
});

test("a fetch whose process is killed is followed by one that succeeds", async () => {
  const reached = Promise.withResolvers<void>();
  let isStuck = true;
  const server = await serve({
    before: ({ method }) => {
      if (method === "POST") reached.resolve();
      return method === "POST" && isStuck;
    },
  });
  const remote = `${server.url}/shop.git`;
  const script = new URL("./fetch-once.ts", import.meta.url).pathname;
  const dying = spawn(process.execPath, [script, join(scratch, "mirror"), remote, first]);
  await reached.promise;
  dying.kill("SIGKILL");
  await once(dying, "exit");
  isStuck = false;

  const repository = aMirror(remote);
  await repository.fetch([first]);

  expect(await repository.readFile(first, "a.sql")).toBe("select 1\n");
});

test("what a dead fetch left behind is cleared away", async () => {
  const repository = aMirror(git.url);
  await repository.fetch(["main"]);
  const mirror = join(scratch, "mirror", "mirror.git");
  const refs = readdirSync(join(mirror, "refs", "buster", "refs"));
  const left = [
    ...refs.map((name) => join("refs", "buster", "refs", `${name}.lock`)),
    join("objects", "pack", "tmp_pack_abc"),
    "packed-refs.lock",
  ].map((path) => join(mirror, path));
  for (const path of left) writeFileSync(path, "");
  writeFileSync(join(scratch, "mirror", "fetching"), "");
  const second = git.commit("refs/heads/main", { "a.sql": "select 2\n" }, first);

  await repository.fetch(["main"]);

  expect(await repository.resolve("main")).toBe(second);
  expect(left.filter((path) => existsSync(path))).toEqual([]);
});

test.each([
  ["without its head", (mirror: string) => rmSync(join(mirror, "HEAD"))],
  ["without objects", (mirror: string) => rmSync(join(mirror, "objects"), { recursive: true })],
  [
    "as an empty directory",
    (mirror: string) => {
      rmSync(mirror, { recursive: true });
      mkdirSync(mirror);
    },
  ],
  [
    "with a pack cut short",
    (mirror: string) => {
      const packs = join(mirror, "objects", "pack");
      for (const name of readdirSync(packs)) truncateSync(join(packs, name), 20);
    },
  ],
])("a mirror %s is made anew", async (_, damage) => {
  await aMirror(git.url).fetch(["main", first]);
  damage(join(scratch, "mirror", "mirror.git"));
  const repository = aMirror(git.url);

  await repository.fetch(["main", first]);

  expect(await repository.resolve("main")).toBe(first);
  expect(await repository.readFile(first, "a.sql")).toBe("select 1\n");
});

test("before the first fetch there is nothing to read", async () => {
  const repository = aMirror(git.url);

  expect(await repository.resolve("main")).toBeUndefined();
  await expect(repository.tree(first)).rejects.toThrow("nothing has been fetched yet");
});

test("a remote that wants a credential gets it", async () => {
  const server = await serve({ password });
  const repository = aMirror(`${server.url}/shop.git`, { password });

  await repository.fetch([first, "main"]);

  expect(await repository.resolve("main")).toBe(first);
});

test("the credential is asked for at each fetch, because it expires", async () => {
  const server = await serve({ password });
  const passwords = ["ghs_expired", password];
  const repository = openMirror({
    directory: join(scratch, "mirror"),
    remote: `${server.url}/shop.git`,
    credential: async () => ({ user: "x-access-token", password: passwords.shift() ?? "" }),
    log,
  });

  await expect(repository.fetch(["main"])).rejects.toThrow("does not accept the credential");
  await repository.fetch(["main"]);

  expect(await repository.resolve("main")).toBe(first);
});

test("the credential is neither in a command line nor in a file of the mirror", async () => {
  const seen: string[] = [];
  const server = await serve({
    password,
    before: () => {
      for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
          seen.push(readFileSync(join("/proc", pid, "cmdline"), "utf8"));
        } catch {
          // It has ended meanwhile.
        }
      }
      return false;
    },
  });

  await aMirror(`${server.url}/shop.git`, { password }).fetch(["main"]);

  const files = readdirSync(scratch, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  const everything = [...seen, ...files].join("\n");
  expect(seen.some((commandLine) => commandLine.includes("fetch"))).toBe(true);
  expect(everything).not.toContain(password);
  expect(everything).not.toContain(inBase64);
});

test.each([
  ["wrong", { password: "ghs_another" }, "the remote does not accept the credential"],
  ["missing", {}, "the remote asks for a credential and there is none"],
])("a %s credential is said, not shown", async (_, given, words) => {
  const server = await serve({ password });

  const failure = await aMirror(`${server.url}/shop.git`, given)
    .fetch(["main"])
    .catch((cause: unknown) => cause);

  expect(failure).toBeInstanceOf(WorldFailure);
  expect(String(failure)).toContain(words);
  expect(everythingIn(failure)).not.toContain("ghs_another");
});

test("a remote that says the credential back does not get it into the error", async () => {
  const server = await serve({
    before: ({ headers }, response) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(`no: ${headers.authorization} \u001b[31m${password}\n`);
      return true;
    },
  });

  const failure = await aMirror(`${server.url}/shop.git`, { password })
    .fetch(["main"])
    .catch((cause: unknown) => cause);

  expect(String(failure)).toContain("[hidden]");
  expect(everythingIn(failure)).not.toContain(password);
  expect(everythingIn(failure)).not.toContain(inBase64);
  expect(everythingIn(failure)).not.toContain("\u001b");
});

test("the credential does not follow a redirect", async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve({
    before: ({ headers }) => {
      seen.push(headers.authorization);
      return false;
    },
  });
  const server = await serve({
    before: ({ url }, response) => {
      response.writeHead(301, { location: `${other.url}${url}` }).end();
      return true;
    },
  });

  const fetching = aMirror(`${server.url}/shop.git`, { password }).fetch(["main"]);

  await expect(fetching).rejects.toMatchObject({ code: "repository-unavailable" });
  expect(seen).toEqual([]);
});

test.each([
  ["https://user:ghs_InTheAddress@example.com/shop.git", "has a credential in it"],
  ["ssh://git@example.com/shop.git", "only https, http and file"],
  ["ext::sh -c id", "only https, http and file"],
  ["--upload-pack=id", "only https, http and file"],
  ["http://example.com/shop.git", "would cross the network unencrypted"],
])("nothing is fetched from %s", async (remote, words) => {
  const failure = await aMirror(remote, { password })
    .fetch(["main"])
    .catch((cause: unknown) => cause);

  expect(failure).toBeInstanceOf(WorldFailure);
  expect(String(failure)).toContain(words);
  expect(String(failure)).not.toContain("ghs_InTheAddress");
});

test("a remote that is away is said with its address", async () => {
  const server = await serve();
  await server.stop();

  const fetching = aMirror(`${server.url}/shop.git`).fetch([first]);

  await expect(fetching).rejects.toThrow(
    `fetching ${first.slice(0, 12)} from ${server.url}/shop.git: `,
  );
});

test("a remote that never answers is given up", async () => {
  const server = await serve({ before: () => true });

  const fetching = aMirror(`${server.url}/shop.git`, { timeoutMs: 300 }).fetch([first]);

  await expect(fetching).rejects.toThrow("git did not end within 0.3 s");
});

test.each([
  ["a commit", "0123456789012345678901234567890123456789", "the remote has no commit 012345678901"],
  ["a branch", "gone", "the remote has no refs/heads/gone"],
  ["a pull request", "refs/pull/9/head", "the remote has no refs/pull/9/head"],
])("%s that the remote does not have is named", async (_, revision, words) => {
  const fetching = aMirror(git.url).fetch([revision]);

  await expect(fetching).rejects.toThrow(words);
});

test.each(["refs/heads/*", "a:b", "^main", "-h", "a b", "a..b", ""])(
  "%j is no name to fetch",
  async (revision) => {
    const fetching = aMirror(git.url).fetch([revision]);

    await expect(fetching).rejects.toThrow("names no branch or ref");
  },
);

/** An error with its causes, as a log would show it. */
function everythingIn(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  return `${failure.stack} ${JSON.stringify(failure)} ${everythingIn(failure.cause)}`;
}
