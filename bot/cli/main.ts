import { keepCompiled } from "./keep-compiled.ts";
import { interrupted, listenForStop } from "./listen-for-stop.ts";
import { tellFailure } from "./tell-failure.ts";

keepCompiled(process.env);
const isDebug = process.argv.includes("--debug") || (process.env.BUSTER_DEBUG ?? "") !== "";
const clear = process.stderr.isTTY === true ? "\r\x1b[2K" : "";
const terminal = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${clear}${text}\n`),
  ...(clear === ""
    ? {}
    : {
        status: (text: string) => {
          const shown = [...text].slice(0, Math.max(1, process.stderr.columns - 1)).join("");
          process.stderr.write(`${clear}${shown}`);
        },
      }),
  colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "",
};
const signal = listenForStop(process, (code) => process.exit(code));

// Whoever reads, such as `head`, has seen enough.
process.stdout.on("error", (cause) => {
  if (!("code" in cause) || cause.code !== "EPIPE") throw cause;
  process.exit(0);
});
process.on("uncaughtException", (cause) => end(tellFailure(cause, { terminal, isDebug })));

const context = { terminal, cwd: process.cwd(), env: process.env, signal };
try {
  const { runCommandLine } = await import("./run-command-line.ts");
  end(await runCommandLine(process.argv.slice(2), context));
} catch (cause) {
  end(signal.aborted ? interrupted : tellFailure(cause, { terminal, isDebug }));
}

/** After what was written has been taken; a handle that a vendor's package left open does not hold us. */
function end(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}
