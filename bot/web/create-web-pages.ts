import type { IncomingMessage, ServerResponse } from "node:http";
import { isTerminal } from "#agents-schema/run.ts";
import { readRecord } from "../flow/read-record.ts";
import {
  type Approvals,
  type Log,
  type Outbox,
  type Runs,
  type Screen,
  StoreUnavailable,
} from "../ports.ts";
import { createLogin } from "./create-login.ts";
import { fixedPages } from "./fixed-pages.ts";
import { type Access, judgeAccess } from "./judge-access.ts";
import { loginPage } from "./login-page.ts";
import { runPage } from "./run-page.ts";
import { runsPage } from "./runs-page.ts";
import { type Page, sendPage } from "./send-page.ts";

export interface WebParts {
  runs: Pick<Runs, "recent" | "load" | "journal">;
  outbox: Pick<Outbox, "ofRun">;
  approvals: Pick<Approvals, "ofRun">;
  access: Access;
  /** Where people read a pull request. */
  pullRequestUrl: (repository: string, number: number) => string;
  /** What is shown passes it. */
  screen: Pick<Screen, "clean">;
  log: Log;
  now: () => Date;
}

const { unknown, refused, wrongMethod, unavailable, broken, knock } = fixedPages;

/** Runs on the first page; older ones are found by their links. */
const shownRuns = 100;

/** Seconds between two looks at something that still moves. */
const refreshSeconds = 5;

/**
 * The pages on which people see runs: read-only, made on the server, without scripts. The handler answers
 * `false`, and has done nothing, when the address is none of its own; it never rejects.
 */
export function createWebPages(
  parts: WebParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const { access, log, now } = parts;
  const logIn = createLogin(access, now);

  return async (request, response) => {
    const path = pathOf(request);
    const method = request.method ?? "";
    if (path === "/login" && access.webToken !== undefined) {
      await logIn(request, response);
      return true;
    }
    if (!/^\/(?:runs(?:\/[^/]*)?)?$/.test(path)) return false;
    if (method !== "GET" && method !== "HEAD") {
      sendPage(response, { ...wrongMethod, headers: { allow: "GET, HEAD" } });
      return true;
    }
    const page = await answer(path, request)
      .then((shown) => parts.screen.clean(shown, "showing a page"))
      .catch((cause: unknown) => failure(cause, path));
    sendPage(response, page, method);
    return true;
  };

  async function answer(path: string, request: IncomingMessage): Promise<Page> {
    const visitor = { peer: request.socket.remoteAddress, headers: request.headers };
    const verdict = judgeAccess(access, visitor, now());
    if (verdict === "refused") return refused;
    if (verdict === "log-in" && request.headers["sec-fetch-site"] === "cross-site") return knock;
    if (verdict === "log-in") {
      return { status: 401, title: "Log in · Buster", body: loginPage(path, false) };
    }
    const id = /^\/runs\/([\w.:-]{1,200})$/.exec(path)?.[1];
    if (id !== undefined) return showRun(id);
    return /^\/(?:runs\/?)?$/.test(path) ? showRuns() : unknown;
  }

  async function showRuns(): Promise<Page> {
    const runs = await parts.runs.recent(shownRuns);
    const body = runsPage(runs, shownRuns, now());
    return { status: 200, title: "Runs · Buster", body, refreshAfter: refreshSeconds * 2 };
  }

  async function showRun(id: string): Promise<Page> {
    const record = await readRecord(parts, id);
    if (record === undefined) return unknown;
    const { run } = record;
    const url =
      run.pullRequest === null
        ? null
        : parts.pullRequestUrl(run.repository.fullName, run.pullRequest.number);
    return {
      status: 200,
      title: `${run.agent.name} on ${run.repository.fullName} · Buster`,
      body: runPage(record, url),
      refreshAfter: isTerminal(run.state) ? undefined : refreshSeconds,
    };
  }

  function failure(cause: unknown, path: string): Page {
    if (cause instanceof StoreUnavailable) {
      log.warn({ path, err: cause }, "page not shown: the ledger does not answer");
      return unavailable;
    }
    log.error({ path, err: cause }, "page not shown");
    return broken;
  }
}

/** Without the query, which no page has; as sent, not decoded: an id needs no escapes. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}
