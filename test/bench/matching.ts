import picomatch from "picomatch";
import type { Agent } from "#agents-schema/agent.ts";
import type { EventOf } from "#agents-schema/event.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { compileTriggers, type TriggerIndex } from "#bot/triggers/compile-triggers.ts";

/*
 * How long it takes to find which of 1,000 agents a pull request starts, beside two others measured in the same
 * rounds: walking all paths once (the limit: split each one and put it into a tree of directories), and
 * what a sensible program would do (picomatch compiled beforehand, leaving at the first match).
 * `node test/bench/matching.ts` prints the ratios and exits with 1 when one misses its limit.
 */

const limits = { largeToWalk: 3, peerToLarge: 10, peerToSmall: 25 };
const agentCount = 1000;
const rounds = 81;

const random = seeded(42);
const directories = makeDirectories();
const files = makeFiles(3000);
const fewFiles = Array.from({ length: 8 }, () => pick(files));
const agents = Array.from({ length: agentCount }, (_, index) => makeAgent(index));

const event: EventOf<"pull_request"> = {
  kind: "pull_request",
  action: "opened",
  repository: { fullName: "acme/shop", installationId: null },
  pullRequest: {
    number: 1,
    title: "",
    author: "ada",
    draft: false,
    labels: [],
    baseRef: "main",
    baseSha: "",
    headRef: "topic",
    headSha: "",
    headRepository: "acme/shop",
    changedLines: null,
    state: "open",
  },
  sender: { kind: "local", name: "bench" },
};

const index = compileTriggers(agents);
const peer = compilePeer(agents);
const large = { ours: () => started(index, files), peer: () => peer(files) };
const small = { ours: () => started(index, fewFiles), peer: () => peer(fewFiles) };
if (large.ours() !== large.peer() || small.ours() !== small.peer()) {
  throw new Error("the two do not start the same agents");
}

const times = measure({
  walk: () => walk(files),
  large: large.ours,
  largePeer: large.peer,
  small: repeated(small.ours, 20),
  smallPeer: small.peer,
});
const smallTime = times.small / 20;
const ratios = {
  largeToWalk: times.large / times.walk,
  peerToLarge: times.largePeer / times.large,
  peerToSmall: times.smallPeer / smallTime,
};
const isMet = {
  largeToWalk: ratios.largeToWalk <= limits.largeToWalk,
  peerToLarge: ratios.peerToLarge >= limits.peerToLarge,
  peerToSmall: ratios.peerToSmall >= limits.peerToSmall,
};

console.log(
  `${agentCount} agents, ${files.length} files, ${large.ours()} started; 8 files: ${small.ours()}`,
);
console.log(`walking the paths once            ${times.walk.toFixed(2)} ms`);
console.log(`matching, 3000 files              ${times.large.toFixed(2)} ms`);
console.log(`picomatch, 3000 files             ${times.largePeer.toFixed(2)} ms`);
console.log(`matching, 8 files                 ${smallTime.toFixed(3)} ms`);
console.log(`picomatch, 8 files                ${times.smallPeer.toFixed(3)} ms`);
for (const name of ["largeToWalk", "peerToLarge", "peerToSmall"] as const) {
  const sign = name === "largeToWalk" ? "<=" : ">=";
  const verdict = isMet[name] ? "met" : "MISSED";
  console.log(`${name.padEnd(12)} ${ratios[name].toFixed(2)} (${sign} ${limits[name]}) ${verdict}`);
}
process.exitCode = Object.values(isMet).every(Boolean) ? 0 : 1;

/** How many agents start. */
function started(triggers: TriggerIndex, changedFiles: readonly string[]): number {
  let count = 0;
  for (const match of triggers.match(event, changedFiles, "acme/shop")) if (match.starts) count++;
  return count;
}

/**
 * Lower quartiles in milliseconds: what else the machine does makes a round slower, never faster. The
 * candidates take turns, so that a busy machine slows all of them.
 */
function measure<Name extends string>(
  candidates: Record<Name, () => unknown>,
): Record<Name, number> {
  const names = Object.keys(candidates) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      candidates[name]();
      if (round >= 5) taken.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, lowerQuartile(taken.get(name) ?? [])]),
  ) as Record<Name, number>;
}

function repeated(work: () => unknown, times: number): () => void {
  return () => {
    for (let time = 0; time < times; time++) work();
  };
}

function lowerQuartile(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
}

interface Directory {
  children: Map<string, Directory>;
  files: string[];
}

function walk(paths: readonly string[]): Directory {
  const root: Directory = { children: new Map(), files: [] };
  for (const path of paths) {
    const segments = path.split("/");
    let at = root;
    for (let depth = 0; depth < segments.length - 1; depth++) {
      const name = segments[depth] ?? "";
      let child = at.children.get(name);
      if (child === undefined) {
        child = { children: new Map(), files: [] };
        at.children.set(name, child);
      }
      at = child;
    }
    at.files.push(segments.at(-1) ?? "");
  }
  return root;
}

/** picomatch once for each different pattern, agents asked one after the other, first match ends it. */
function compilePeer(all: readonly Agent[]): (paths: readonly string[]) => number {
  const matchers = new Map<string, (path: string) => boolean>();
  const compiled = (glob: string) => {
    const known = matchers.get(glob);
    if (known !== undefined) return known;
    const match = picomatch(glob, { dot: true });
    const matcher = (path: string) => match(path);
    matchers.set(glob, matcher);
    return matcher;
  };
  const filters = all.flatMap((agent) =>
    agent.triggers.flatMap((trigger) =>
      trigger.kind === "pull_request"
        ? [
            {
              include: trigger.paths.include.map(compiled),
              exclude: trigger.paths.exclude.map(compiled),
            },
          ]
        : [],
    ),
  );
  return (paths) =>
    filters.filter(({ include, exclude }) =>
      paths.some((path) => include.some((is) => is(path)) && !exclude.some((is) => is(path))),
    ).length;
}

/** A dbt monorepo: projects, layers, sources, and one directory for each of many topics. */
function makeDirectories(): string[] {
  const made: string[] = [];
  for (const project of ["shop", "finance", "growth", "ops", "shared"]) {
    for (const layer of ["staging", "intermediate", "marts", "sources"]) {
      for (let topic = 0; topic < 18; topic++) {
        const directory = `dbt/${project}/models/${layer}/${word(topic)}`;
        made.push(directory, `${directory}/${word(topic + 31)}`);
      }
    }
    made.push(`dbt/${project}/macros`, `dbt/${project}/seeds`, `dbt/${project}/tests`);
  }
  return made;
}

function makeFiles(count: number): string[] {
  const made = new Set<string>();
  while (made.size < count) {
    const prefix = pick(["stg_", "int_", "fct_", "dim_", "", "_"]);
    const ending = pick([".sql", ".sql", ".sql", ".yml", ".md"]);
    made.add(`${pick(directories)}/${prefix}${word(Math.floor(random() * 400))}${ending}`);
  }
  return [...made].sort();
}

function makeAgent(number: number): Agent {
  const exclude = random() < 0.2 ? `      exclude: [${JSON.stringify(makeGlob())}]\n` : "";
  const include = Array.from({ length: 1 + Math.floor(random() * 4) }, makeGlob);
  const text = `name: agent-${number}
triggers:
  - type: pull_request
    paths:
      include: ${JSON.stringify(include)}
${exclude}prompt: Look at it.
`;
  const { agent, mistakes } = parseAgentFile(`.buster/agents/agent-${number}.yml`, text);
  if (agent === undefined) throw new Error(JSON.stringify(mistakes));
  return agent;
}

/** Like the patterns that teams write: mostly their own directories, sometimes the whole repository. */
function makeGlob(): string {
  const directory = pick(directories);
  const topic = word(Math.floor(random() * 60));
  const kind = random();
  if (kind < 0.08) return pick(["**/*.sql", "**/*.yml", "dbt/*/macros/**", "dbt/shop/models/**"]);
  if (kind < 0.3) return `${directory}/**`;
  if (kind < 0.5) return `${directory}/**/*.sql`;
  if (kind < 0.65) return `${directory}/*.{sql,yml}`;
  if (kind < 0.75) return `${directory}/stg_*.sql`;
  if (kind < 0.83) return `dbt/*/models/*/${topic}/**`;
  if (kind < 0.9) return `**/${topic}/**`;
  return pick(files);
}

function word(number: number): string {
  const syllables = ["or", "cus", "pay", "ship", "ret", "inv", "mar", "fin"];
  return [number & 7, (number >> 3) & 7, (number >> 6) & 7].map((at) => syllables[at]).join("");
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** mulberry32: the same numbers on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
