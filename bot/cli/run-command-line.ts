import { CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { createProgram } from "./create-program.ts";

/**
 * Does what the arguments (without node and script) ask. Exit code: 0 done, 1 the thing asked about is wrong,
 * 2 wrong use, 3 something needed is missing. Rejects with what a command did not expect.
 */
export async function runCommandLine(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  let code = 0;
  const program = createProgram(context, (answer) => {
    code = answer;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    // Help and version end this way too, with 0; help because no command was given does not.
    return cause.exitCode === 0 ? 0 : 2;
  }
}
