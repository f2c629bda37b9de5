import { closeSync, openSync } from "node:fs";
import type { Fault } from "./moment.ts";

/*
 * Loaded into a process under test before anything else (`node --import`). Kills it with SIGKILL, and nothing
 * less, at the moment that BUSTER_FAULT names. The product knows nothing of it: what is watched are the
 * packages and parts of Node by which it reaches the world.
 */

const text = process.env.BUSTER_FAULT;
if (text !== undefined) await watchFor(JSON.parse(text) as Fault);

async function watchFor({ at, once, stoppingMs }: Fault): Promise<void> {
  let left = at.nth ?? 1;
  const die = () => process.kill(process.pid, "SIGKILL");
  const reached = () => {
    left -= 1;
    if (left !== 0 || !isFirst(once)) return;
    const waitMs = stoppingMs ?? at.delayMs;
    if (stoppingMs !== undefined) process.kill(process.pid, "SIGTERM");
    if (waitMs === undefined) die();
    else setTimeout(die, waitMs);
  };
  switch (at.on) {
    case "journal":
    case "statement": {
      const { watchStatements } = await import("./watch-statements.ts");
      return watchStatements(at, reached);
    }
    case "call": {
      const { watchCalls } = await import("./watch-calls.ts");
      return watchCalls(at, reached);
    }
    case "request": {
      const { watchRequests } = await import("./watch-requests.ts");
      return watchRequests(at, reached);
    }
    case "queue": {
      const { watchQueue } = await import("./watch-queue.ts");
      return watchQueue(at, reached);
    }
    case "program": {
      const { watchPrograms } = await import("./watch-programs.ts");
      return watchPrograms(at, reached);
    }
    case "removal": {
      const { watchRemovals } = await import("./watch-removals.ts");
      return watchRemovals(at, reached);
    }
  }
}

/** Of several processes that wait for the same moment one dies. */
function isFirst(once: string): boolean {
  try {
    closeSync(openSync(once, "wx"));
    return true;
  } catch {
    return false; // Another process has died of it already.
  }
}
