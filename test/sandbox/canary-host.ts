import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { silentLog } from "../workshop/silent-log.ts";

/*
 * A Buster full of secrets, as a process of its own: every one of its variables and of the files that it keeps
 * holds the canary. Looks for it from inside a sandbox and prints where it was found, as JSON.
 * Arguments: driver, directory, Docker's socket, Docker's image. CANARY is in the environment.
 */

const [driver, home = "", socketPath = "", image = ""] = process.argv.slice(2);
const canary = process.env.CANARY ?? "";

const workspace = join(home, "data/workspaces/run-1");
mkdirSync(join(workspace, "models"), { recursive: true });
mkdirSync(join(home, ".config/buster"), { recursive: true });
for (const path of [".env", ".config/buster/app.pem", "data/ledger", "data/workspaces/other"]) {
  // As unguarded as a file can be: the sandbox must not depend on its mode.
  writeFileSync(join(home, path), canary, { mode: 0o666 });
}
writeFileSync(join(workspace, "models/a.sql"), "select 1");

const sandbox =
  driver === "docker"
    ? createDockerSandbox({ socketPath, image, log: silentLog })
    : createBubblewrapSandbox();
const { signal } = new AbortController();
const hands = await sandbox.open({ directory: workspace, runId: "run-1", signal });

/** Reads all that can be read: processes with their variables, and every file outside of /proc and /sys. */
const search = `
  const fs = require("fs"), path = require("path");
  const [half, rest, everything] = process.argv.slice(1);
  const wanted = Buffer.from(half + rest), found = [], counts = { processes: 0, files: 0 };
  const names = (directory) => { try { return fs.readdirSync(directory) } catch { return [] } };
  const look = (file) => {
    try { if (fs.readFileSync(file).includes(wanted)) found.push(file); return true } catch { return false }
  };
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name))) {
    counts.processes++;
    for (const name of ["environ", "cmdline", "comm", "maps", "mountinfo", "status"]) look("/proc/" + pid + "/" + name);
    for (const fd of names("/proc/" + pid + "/fd")) {
      // What was opened before the sandbox was there is read from its beginning.
      const file = "/proc/" + pid + "/fd/" + fd;
      try { if (fs.statSync(file).isFile()) look(file) } catch {}
    }
    for (const way of ["root", "cwd"]) walk("/proc/" + pid + "/" + way + "${home}");
  }
  function walk(directory) {
    let entries = [];
    try { entries = fs.readdirSync(directory, { withFileTypes: true }) } catch { return }
    for (const entry of entries) {
      const file = path.join(directory, entry.name);
      if (["/proc", "/sys"].includes(file)) continue;
      if (entry.isDirectory()) { walk(file); continue }
      // Asked of the file: what is mounted over a name is not what its directory says it is.
      const stats = fs.lstatSync(file);
      if (!stats.isFile()) continue;
      // The system's own files have not changed since this test began.
      if (file.startsWith("/usr/") && stats.ctimeMs < Number(everything)) continue;
      if (stats.size < 50e6 && look(file)) counts.files++;
    }
  }
  walk("/");
  look("${home}/.env"); for (const way of [".env", "../.env", "../../.env", "other"]) look("../" + way);
  console.log(JSON.stringify({ found, counts }));
`;
const node = driver === "docker" ? "node" : "/buster/node";
const since = String(Date.now() - 60_000);
const halves = [canary.slice(0, 8), canary.slice(8)];
const look = async () => {
  const command = [node, "--max-old-space-size=300", "-e", search, ...halves, since];
  const answer = await hands.exec(command, { timeoutMs: 120_000, env: {} });
  if (!answer.ok) throw new Error(answer.reason);
  if (answer.value.exitCode !== 0) throw new Error(answer.value.stderr);
  return JSON.parse(answer.value.stdout);
};

const env = await hands.exec(["env"], { timeoutMs: 10_000, env: {} });
const before = await look();
// The search itself is tested too: it finds what is there to be found.
await hands.write("models/planted.sql", `select '${canary}'`);
const planted = await look();
await hands.close();
process.stdout.write(JSON.stringify({ env, before, planted }));
