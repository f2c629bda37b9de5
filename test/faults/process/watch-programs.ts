import childProcess, { type ChildProcess } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import type { Moment } from "./moment.ts";

/** Watches the programs that the process starts. */
export function watchPrograms(
  moment: Extract<Moment, { on: "program" }>,
  reached: () => void,
): void {
  const usual = childProcess.spawn;
  const watched = (...args: unknown[]): ChildProcess => {
    const [program, rest] = args;
    const command = [program, ...(Array.isArray(rest) ? rest : [])].join(" ");
    const isIt = command.includes(moment.words);
    if (isIt && moment.when === "before") reached();
    const child: ChildProcess = Reflect.apply(usual, childProcess, args);
    if (isIt && moment.when === "started") child.once("spawn", reached);
    if (isIt && moment.when === "after") child.stdout?.once("data", reached);
    return child;
  };
  Object.assign(childProcess, { spawn: watched });
  syncBuiltinESMExports();
}
