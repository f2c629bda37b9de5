import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { layOutHostImage } from "./host-image.ts";

const help = `Makes the image in which agents run commands when Docker is the sandbox.

  npm run sandbox-image -- [options]

  --from-host          take everything from this machine; no image registry is asked
  --no-fallback        fail when \`docker build\` fails, instead of taking this machine's files
  --python-venv DIR    with this machine's files: a Python environment with dbt (default: .venv, when it has dbt)
  --image NAME         name of the image (default: buster-sandbox:1, which BUSTER_SANDBOX_IMAGE also names)
  --help

DOCKER_HOST says which Docker is meant. Exit codes: 0 made, 1 it went wrong, 2 wrong options, 3 no Docker.
`;

const say = (line: string) => console.error(`sandbox-image: ${line}`);

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    console.log(help);
    return 0;
  }
  const { image } = options;
  if ((await run("docker", ["version"], "ignore")) !== 0) {
    say("no Docker answers; install and start it, or use bubblewrap, which needs no image");
    return 3;
  }
  if (!options.fromHost && (await build(image)) === 0) return made(image);
  if (!options.fromHost && options.noFallback) {
    say("docker build went wrong; see above");
    return 1;
  }
  if (!options.fromHost) say("docker build went wrong; taking this machine's files instead");
  return importHost(image, options.venv);
}

function made(image: string): number {
  say(`${image} is there`);
  return 0;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        "from-host": { type: "boolean", default: false },
        "no-fallback": { type: "boolean", default: false },
        "python-venv": { type: "string" },
        image: { type: "string", default: "buster-sandbox:1" },
        help: { type: "boolean", default: false },
      },
    });
    const given = values["python-venv"];
    const venv = resolve(given ?? ".venv");
    const hasDbt = existsSync(join(venv, "bin/dbt"));
    if (given !== undefined && !hasDbt) throw new Error(`there is no bin/dbt in ${venv}`);
    return {
      fromHost: values["from-host"],
      noFallback: values["no-fallback"],
      venv: hasDbt ? venv : undefined,
      image: values.image,
      help: values.help,
    };
  } catch (cause) {
    say(cause instanceof Error ? cause.message : String(cause));
    say("--help shows the options");
    return undefined;
  }
}

/** From the Dockerfile alone: nothing of this directory is sent to Docker. */
function build(image: string): Promise<number> {
  say(`building ${image} from deploy/sandbox.Dockerfile`);
  const dockerfile = readFileSync(new URL("./sandbox.Dockerfile", import.meta.url));
  return run("docker", ["build", "--tag", image, "-"], "inherit", dockerfile);
}

async function importHost(image: string, venv: string | undefined): Promise<number> {
  if (process.platform !== "linux") {
    say("this machine's files are of no use in a Linux container; build where a registry answers");
    return 3;
  }
  const root = mkdtempSync(join(tmpdir(), "buster-image-"));
  try {
    say("collecting this machine's files");
    const path = layOutHostImage(root, { venv, tell: (line) => say(`  ${line}`) });
    if (venv === undefined)
      say("  no dbt: give a Python environment that has it with --python-venv");
    say(`importing ${image}`);
    const changes = [
      `ENV PATH=${path.join(":")} HOME=/tmp LANG=C.UTF-8`,
      "USER 65534:65534",
      "WORKDIR /tmp",
      'CMD ["node", "--version"]',
    ].flatMap((change) => ["--change", change]);
    const code = await pipe(
      ["tar", "--create", "--directory", root, "--owner=0", "--group=0", "."],
      ["docker", "import", ...changes, "-", image],
    );
    if (code === 0) return made(image);
    say("docker import went wrong; see above");
    return 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Answers the exit code; what the program says goes to standard error. */
function run(
  program: string,
  args: readonly string[],
  output: "inherit" | "ignore",
  input?: Buffer,
): Promise<number> {
  const child = spawn(program, args, {
    stdio: ["pipe", output === "inherit" ? 2 : "ignore", output],
  });
  // A program that is not there, or that does not read, is told by its exit code.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return exitCode(child);
}

type Command = readonly [string, ...string[]];

/** Runs two programs, the first one's output into the second; answers the first exit code that is not 0. */
async function pipe([from, ...fromArgs]: Command, [to, ...toArgs]: Command): Promise<number> {
  const source = spawn(from, fromArgs, { stdio: ["ignore", "pipe", "inherit"] });
  const target = spawn(to, toArgs, { stdio: ["pipe", 2, "inherit"] });
  if (source.stdout === null || target.stdin === null) throw new Error("no pipes");
  target.stdin.on("error", () => undefined);
  source.stdout.pipe(target.stdin);
  const codes = await Promise.all([source, target].map(exitCode));
  return codes.find((code) => code !== 0) ?? 0;
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    child.once("error", () => done(127));
    child.once("close", (code) => done(code ?? 1));
  });
}
