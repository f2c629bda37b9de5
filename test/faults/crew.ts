import type { Fault } from "./process/moment.ts";
import { startProcess, type Watched } from "./start-process.ts";

/** One process of a crew: what it is told, and whether the fault is its own. */
export interface Post {
  name: string;
  environment: Readonly<Record<string, string>>;
  fault?: Fault | undefined;
  /** The fault of the process that takes its place. */
  nextFault?: Fault | undefined;
}

export interface Death {
  name: string;
  at: number;
}

export interface Crew {
  /** By SIGKILL, of their fault or ours. */
  deaths: readonly Death[];
  /** All that any of them said. */
  said(): string;
  /** Ended by themselves, which they should not. */
  failures(): readonly string[];
  isUp(): boolean;
  processes(): readonly (Watched & { name: string })[];
  kill(name: string): void;
  /** SIGTERM to all, SIGKILL to who does not end in time; answers who had to be killed. */
  stop(): Promise<readonly string[]>;
}

/** What ends slower than this has not ended in order, in milliseconds. */
const stopWithinMs = 25_000;

/** Starts processes and, as any supervisor does, starts another in the place of one that died. */
export async function startCrew(posts: readonly Post[]): Promise<Crew> {
  const deaths: Death[] = [];
  const failures: string[] = [];
  const all: Watched[] = [];
  const now = new Map<string, Watched>();
  const up = new Set<string>();
  let isStopping = false;

  const fill = async ({ name, environment, fault, nextFault }: Post): Promise<void> => {
    const watched = startProcess(environment, fault);
    all.push(watched);
    now.set(name, watched);
    void watched.ended.then(({ code, signal }) => {
      up.delete(name);
      // Asked to stop, it may have been faster than the SIGKILL that was to come.
      const isExpected = signal === "SIGKILL" || (code === 0 && fault?.stoppingMs !== undefined);
      if (isStopping) return;
      if (isExpected) deaths.push({ name, at: performance.now() });
      else {
        failures.push(`${name} ended by itself (${signal ?? code}): ${watched.said().slice(-600)}`);
        return;
      }
      void fill({ name, environment, fault: nextFault });
    });
    if (await watched.listens) up.add(name);
  };
  await Promise.all(posts.map(fill));

  return {
    deaths,
    said: () => all.map((one) => one.said()).join("\n"),
    failures: () => failures,
    isUp: () => up.size === posts.length,
    processes: () => [...now].map(([name, watched]) => ({ ...watched, name })),
    kill(name) {
      now.get(name)?.child.kill("SIGKILL");
    },
    async stop() {
      isStopping = true;
      const slow: string[] = [];
      await Promise.all(
        [...now].map(async ([name, { child, ended }]) => {
          child.kill("SIGTERM");
          const overdue = setTimeout(() => {
            slow.push(name);
            child.kill("SIGKILL");
          }, stopWithinMs);
          await ended;
          clearTimeout(overdue);
        }),
      );
      return slow;
    },
  };
}
