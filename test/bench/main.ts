import { spawnSync } from "node:child_process";
import { join } from "node:path";

/*
 * `npm run bench [-- name …]`: each benchmark measures a limit or a peer in the same run and prints ratios. One
 * after the other, each in a process of its own. Exit code 1 when a limit does not hold.
 */

const names = [
  "matching",
  "webhook",
  "start",
  "yaml-edits",
  "index-project",
  "profile",
  "journal",
  "document",
  "load",
  "sandbox",
  "stop",
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: ${unknown.join(", ")} is none of ${names.join(", ")}`);
  process.exit(2);
}
const failed = names
  .filter((name) => asked.length === 0 || asked.includes(name))
  .filter((name) => {
    console.log(`\n${name}`);
    const file = join(import.meta.dirname, `${name}.ts`);
    return spawnSync(process.execPath, [file], { stdio: "inherit" }).status !== 0;
  });
process.exitCode = failed.length === 0 ? 0 : 1;
