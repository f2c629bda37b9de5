import type { ServerResponse } from "node:http";

/** What goes wrong with the next call that matches. */
export type GitHubFault =
  | { kind: "rate-limit"; retryAfterSeconds: number }
  | { kind: "secondary-rate-limit"; retryAfterSeconds: number }
  | { kind: "status"; status: number }
  /** The connection ends before GitHub has done anything, or after it has. */
  | { kind: "drop-before" }
  | { kind: "drop-after" };

export interface Faults {
  /** `match` is a method and a part of the path: `POST /comments`, `POST /graphql#createCommitOnBranch`. */
  add(match: string, fault: GitHubFault, times: number): void;
  take(method: string, path: string): GitHubFault | undefined;
}

export function createFaults(): Faults {
  const waiting: { method: string; part: string; fault: GitHubFault }[] = [];
  return {
    add(match, fault, times) {
      const [method = "", part = ""] = match.split(" ", 2);
      for (let time = 0; time < times; time++) waiting.push({ method, part, fault });
    },
    take(method, path) {
      const index = waiting.findIndex((one) => one.method === method && path.includes(one.part));
      return index === -1 ? undefined : waiting.splice(index, 1)[0]?.fault;
    },
  };
}

/** Answers as GitHub does in trouble; gives the status, or undefined when the connection was cut. */
export function fail(response: ServerResponse, fault: GitHubFault): number | undefined {
  switch (fault.kind) {
    case "rate-limit":
      response.setHeader("x-ratelimit-remaining", "0");
      response.setHeader(
        "x-ratelimit-reset",
        String(Math.ceil(Date.now() / 1000) + fault.retryAfterSeconds),
      );
      response.setHeader("retry-after", String(fault.retryAfterSeconds));
      return refuse(response, 429, "API rate limit exceeded for installation.");
    case "secondary-rate-limit":
      response.setHeader("retry-after", String(fault.retryAfterSeconds));
      return refuse(
        response,
        403,
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      );
    case "status":
      return refuse(response, fault.status, "Server Error");
    case "drop-before":
    case "drop-after":
      response.destroy();
      return undefined;
  }
}

function refuse(response: ServerResponse, status: number, message: string): number {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify({ message }));
  return status;
}
