import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { effectDigest } from "#bot/gate/effect-digest.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { StoreUnavailable } from "#bot/ports.ts";
import { aWholeRun } from "../contracts/a-whole-run.ts";
import { aNewRun, anEffect, mia } from "../contracts/ledger-builders.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { serveWeb } from "./serve-web.ts";

let ledger: OpenLedger;
let web: Awaited<ReturnType<typeof serveWeb>>;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
  web = await serveWeb(ledger);
});
afterAll(async () => {
  await web.close();
  await ledger.close();
});

async function look(path: string, init?: RequestInit) {
  const answer = await fetch(`${web.url}${path}`, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The page as it is read, without its marks. */
function words(text: string): string {
  return text
    .replace(/^.*<main>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
}

describe("a run's page", () => {
  test("shows who asked, what was measured, what was proposed, who approved and what came of it", async () => {
    const id = await aWholeRun(ledger);

    const { status, text } = await look(`/runs/${id}`);

    const read = words(text);
    expect(status).toBe(200);
    for (const expected of [
      "helper Done Ledger verified: 23 entries",
      "on acme/bike-shop#7 · Add the status",
      "Asked by @mia",
      "Because models/marts/fct_orders.sql matches models/**/*.sql",
      "Commit 4f2a9c1be07d",
      "Agent file .buster/agents/helper.yml at 9d01e6aa5c43",
      "Model claude-sonnet-4-5",
      "Cost $0.04: 2 turns, 17,730 tokens",
      "Sandbox bubblewrap",
      "I documented fct_orders from 3 measured facts.",
      "approved 2 of 2 approvals",
      "slack:T1:U2 , as a commit",
      "Verdict ask a commit changes the branch",
      "models/marts/_marts__models.yml modified +6 −0",
      "+ data_type: BIGINT",
      "F1 fct_orders row count 12,480 select count(*) from marts.fct_orders",
      "Profiling fct_orders",
      "effect e12: sending → confirmed, receipt 77ab12ff90",
    ]) {
      expect(read).toContain(expected);
    }
    const run = await ledger.runs.load(id);
    const journal = await ledger.runs.journal(id);
    expect(read).toContain(run?.journalHead);
    for (const { hash } of journal) expect(text).toContain(hash.slice(0, 12));
    expect(text).toContain('href="https://github.com/acme/bike-shop/commit/77ab12ff90"');
    expect(text).toContain('href="https://github.com/acme/bike-shop/pull/7"');
    expect(text).not.toContain('http-equiv="refresh"');
  });

  test("never shows an approval's token", async () => {
    const id = await aWholeRun(ledger);
    const [approval] = await ledger.approvals.ofRun(id);

    const { text } = await look(`/runs/${id}`);

    expect(approval?.token).toMatch(/^[0-9a-f]{32}$/);
    expect(text).not.toContain(approval?.token);
  });

  test("looks again by itself while the run moves", async () => {
    const run = aNewRun();
    await ledger.runs.create(run);

    const { text } = await look(`/runs/${run.id}`);

    expect(text).toContain('<meta http-equiv="refresh" content="5">');
    expect(words(text)).toContain("Waiting for a free worker");
  });

  test("says when the ledger was tampered with, and where", async () => {
    const run = aNewRun();
    await ledger.runs.create(run);
    await ledger.runs.append(run.id, { kind: "note", text: "one" });
    const trigger = "trigger journal_is_append_only";
    await ledger.pool?.query(`alter table buster.journal disable ${trigger}`);
    await ledger.pool?.query(
      "update buster.journal set body = replace(body, 'one', 'two') where run_id = $1",
      [run.id],
    );
    await ledger.pool?.query(`alter table buster.journal enable ${trigger}`);

    const { text } = await look(`/runs/${run.id}`);

    expect(words(text)).toContain("Ledger broken");
    expect(words(text)).toContain("Entry 2: this entry is not what was written");
  });

  test("a whole diff is shown, however long it is", async () => {
    const run = aNewRun();
    await ledger.runs.create(run);
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
    const change = { path: "models/a.yml", status: "added" as const, before: null };
    const content = `${lines.join("\n")}\n`;
    const effect = {
      kind: "commit" as const,
      headline: "Long",
      body: "",
      changes: [{ ...change, content }],
    };
    await ledger.outbox.propose(anEffect(run.id, { effect, digest: effectDigest(run, effect) }));

    const { text } = await look(`/runs/${run.id}`);

    expect(text.match(/<span class="add">/g)).toHaveLength(3000);
    expect(text).toContain("+line 2999");
  });
});

describe("strangers' words", () => {
  const evil =
    "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) \u202Etxt\u0000&lt;";

  test("stay words in every place of the run page and of the list", async () => {
    const base = aNewRun();
    const run = aNewRun({
      because: evil,
      requestedBy: { ...mia, login: evil },
      repository: { fullName: `acme/${evil.replaceAll("/", "")}`, installationId: 1 },
      headSha: evil,
      baseSha: evil,
      agent: { ...base.agent, name: evil, path: evil },
      pullRequest: base.pullRequest && { ...base.pullRequest, title: evil },
    });
    const { runs, outbox } = ledger;
    await runs.create(run);
    await runs.append(run.id, { kind: "note", text: evil });
    await runs.append(run.id, { kind: "feedback.given", by: { ...mia, login: evil }, text: evil });
    await runs.append(run.id, {
      kind: "tool.result",
      turn: 1,
      callId: evil,
      tool: evil,
      outcome: "ok",
      text: evil,
      step: evil,
      ms: 1,
    });
    const fact = { id: evil, subject: evil, metric: evil, argument: evil, value: evil };
    await runs.append(run.id, {
      kind: "fact.measured",
      fact: { ...fact, method: "exact", query: evil, at: evil },
    });
    await runs.append(run.id, {
      kind: "model.turn",
      turn: 1,
      model: evil,
      blocks: [
        { kind: "text", text: evil },
        { kind: "tool_call", id: evil, tool: evil, input: { [evil]: evil } },
      ],
      stop: "end",
      cost: run.cost,
    });
    const commit = {
      kind: "commit" as const,
      headline: evil.slice(0, 120),
      body: evil,
      changes: [{ path: evil, status: "modified" as const, before: evil, content: `${evil}\n` }],
    };
    const finding = { path: evil, line: 1, severity: "low" as const, rule: evil };
    const review = {
      kind: "review" as const,
      body: evil,
      findings: [{ ...finding, title: evil, body: evil }],
    };
    for (const [seq, effect] of [commit, review].entries()) {
      const verdict = { kind: "ask" as const, reason: evil };
      await outbox.propose(
        anEffect(run.id, { id: `${run.id}-e${seq}`, seq, effect, verdict, digest: evil }),
      );
    }

    for (const path of [`/runs/${run.id}`, "/"]) {
      const { text } = await look(path);

      expect(text).not.toMatch(/<(?:script|img)/i);
      expect(text.match(/<style>/g)).toHaveLength(1);
      expect(text.match(/<\/title>/g)).toHaveLength(1);
      // No attribute was broken out of: every tag is one that we wrote, with attributes that we wrote.
      const tags = text.replace(/<style>.*<\/style>/s, "").match(/<[^>]*>/g) ?? [];
      expect(
        tags.filter((tag) => /onerror|onmouseover/.test(tag.replaceAll(/"[^"]*"/g, ""))),
      ).toEqual([]);
      expect(text).not.toContain("\u202e");
      expect(text).not.toContain("\u0000");
      expect(text).toContain("‹U+202E›");
      expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }
  });

  test("an address that no browser should follow is no link", async () => {
    const run = aNewRun();
    const { runs, outbox } = ledger;
    await runs.create(run);
    await outbox.propose(anEffect(run.id));
    const id = `${run.id}-e4`;
    await outbox.move(id, "proposed", "approved", {});
    await outbox.move(id, "approved", "sending", {});
    const url = "javascript:alert(document.domain)";
    await outbox.move(id, "sending", "confirmed", {
      receipt: { externalId: "1", url, at: "2025-01-01T00:00:00Z" },
    });

    const { text } = await look(`/runs/${run.id}`);

    expect(words(text)).toContain("commented");
    expect(text).not.toMatch(/href="javascript/i);
  });
});

describe("every page", () => {
  test("loads and executes nothing, is framed by nobody, kept by nobody", async () => {
    const { headers, text } = await look("/");

    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).not.toMatch(/<script|\sstyle="|\son\w+="/);
  });

  test("is only read", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      const { status, headers } = await look("/", { method });

      expect(status).toBe(405);
      expect(headers.get("allow")).toBe("GET, HEAD");
    }
    const head = await look("/", { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(1000);
  });

  test.each(["/runs/run-unknown", "/runs/..%2f..%2fetc", "/runs/%00", `/runs/${"x".repeat(300)}`])(
    "%s is no run",
    async (path) => {
      expect(await look(path)).toMatchObject({
        status: 404,
        text: expect.stringContaining("There is no such run"),
      });
    },
  );

  test.each(["/webhooks/github", "/favicon.ico", "/login", "/runs/a/b", "/metrics"])(
    "%s is left to others",
    async (path) => {
      expect(await look(path)).toMatchObject({ status: 418 });
    },
  );

  test("says so when the ledger does not answer, and nothing about why", async () => {
    const why = "connect ECONNREFUSED 10.1.2.3:5432";
    const recent = () =>
      Promise.reject(new StoreUnavailable("listing runs", { cause: new Error(why) }));
    const load = () => Promise.reject(new Error("column secret_thing does not exist"));
    const broken = await serveWeb({ ...ledger, runs: { ...ledger.runs, recent, load } });

    const list = await fetch(broken.url);
    const run = await fetch(`${broken.url}/runs/run-1`);

    expect(list.status).toBe(503);
    expect(await list.text()).not.toContain("10.1.2.3");
    expect(run.status).toBe(500);
    expect(await run.text()).not.toContain("secret_thing");
    await broken.close();
  });
});

describe("the list", () => {
  test("has the latest runs with state, agent, place and a link, newest first", async () => {
    const first = aNewRun({ requestedBy: { kind: "slack", user: "U2", team: "T1" } });
    const second = aNewRun({ pullRequest: null, headSha: "abcdef1234", because: "every morning" });
    await ledger.runs.create(first);
    await ledger.runs.create(second);
    await ledger.runs.move(second.id, ["queued"], "failed", "no sandbox");

    const { text } = await look("/runs/");

    const places = [second.id, first.id].map((id) => text.indexOf(`href="/runs/${id}"`));
    expect(places[0]).toBeGreaterThan(0);
    expect(places[1]).toBeGreaterThan(places[0] ?? 0);
    expect(words(text)).toContain("Failed helper acme/bike-shop abcdef1 every morning @mia");
    expect(words(text)).toContain("Queued helper acme/bike-shop #7 Add the status U2 on Slack");
  });

  test("says what to do when nothing has run", async () => {
    const empty = await serveWeb({ ...ledger, runs: { ...ledger.runs, recent: async () => [] } });

    const text = await (await fetch(empty.url)).text();

    expect(words(text)).toContain("Nothing has run yet.");
    await empty.close();
  });
});
