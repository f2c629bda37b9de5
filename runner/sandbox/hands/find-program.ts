import { accessSync, constants, statSync } from "node:fs";

/** Is there a program of this name in PATH? */
export function findProgram(program: string): boolean {
  if (program === "" || program.includes("/")) return false;
  return (process.env.PATH ?? "")
    .split(":")
    .some((directory) => isProgram(`${directory}/${program}`));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us.
    return false;
  }
}
