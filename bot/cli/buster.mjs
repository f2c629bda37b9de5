#!/usr/bin/env node
// Plain JavaScript, because it is what an older Node must understand: Buster runs on the one from `npm ci` then.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const oldest = 24;
const main = new URL("./main.ts", import.meta.url);

if (Number.parseInt(process.versions.node, 10) >= oldest) await import(main.href);
else startPinned(fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url)));

function startPinned(node) {
  if (!existsSync(node)) {
    process.stderr.write(
      `buster: Node ${oldest} or newer is needed, this is ${process.versions.node}; \`npm ci\` brings one\n`,
    );
    process.exitCode = 3;
    return;
  }
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl-C to both of us; sent on, it would count as the second one.
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  for (const name of ["SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("error", (cause) => {
    process.stderr.write(`buster: starting ${node}: ${cause.message}\n`);
    process.exitCode = 3;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 130;
  });
}
