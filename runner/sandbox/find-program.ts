import { existsSync } from "node:fs";

/** Where systems keep programs. Not PATH: a sandbox is not started by whatever comes first in it. */
const directories = [
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  "/usr/local/bin",
  "/run/current-system/sw/bin",
];

/** The path of a program of this machine. */
export function findProgram(name: string): string | undefined {
  return directories.map((directory) => `${directory}/${name}`).find((path) => existsSync(path));
}
