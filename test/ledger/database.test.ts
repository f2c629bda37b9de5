import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "#bot/ledger/create-database.ts";
import { createRuns } from "#bot/ledger/create-runs.ts";
import { migrate } from "#bot/ledger/migrate.ts";
import { openPglite } from "#bot/ledger/open-pglite.ts";
import type { Pool, Session } from "#bot/ledger/pool.ts";
import { StoreUnavailable } from "#bot/ports.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";

let whole: Pool;
beforeAll(async () => {
  whole = await openPglite("memory");
  await migrate(createDatabase(whole));
});
afterAll(() => whole.end());

const broken = (code: string, message = "the server went away") =>
  Object.assign(new Error(message), { code });

/** A pool that breaks at the statements that `when` names, each once, before or after they were done. */
function breaking(
  when: (text: string) => { before?: Error; after?: Error } | undefined,
): Pool & { seen: string[] } {
  const seen: string[] = [];
  const ask = async (
    to: Pick<Session, "query">,
    text: string,
    values?: unknown[],
  ): Promise<never> => {
    seen.push(text);
    const fault = when(text);
    if (fault?.before !== undefined) throw fault.before;
    const answer = await to.query(text, values);
    if (fault?.after !== undefined) throw fault.after;
    return answer as never;
  };
  return {
    seen,
    query: (text, values) => ask(whole, text, values),
    async connect() {
      const session = await whole.connect();
      return {
        query: (text, values) => ask(session, text, values),
        release: (destroy) => session.release(destroy),
      };
    },
    end: async () => undefined,
  };
}

const once = <Value>(value: Value) => {
  let left: Value | undefined = value;
  return () => {
    const given = left;
    left = undefined;
    return given;
  };
};

test.each([
  ["a serialisation failure", "40001"],
  ["a deadlock", "40P01"],
  ["a server that is told to stop", "57P01"],
  ["a server that starts", "57P03"],
  ["too many connections", "53300"],
  ["a broken connection", "08006"],
  ["a server that is not there yet", "ECONNREFUSED"],
])("a transaction is tried again after %s", async (_what, code) => {
  const fault = once({ before: broken(code) });
  const pool = breaking((text) => (text.includes("insert into buster.run") ? fault() : undefined));
  const runs = createRuns(createDatabase(pool));
  const run = aNewRun();

  const isNew = await runs.create(run);

  expect(isNew).toBe(true);
  expect(await runs.journal(run.id)).toHaveLength(1);
});

test("a commit of which nobody heard is not done again: the journal is asked", async () => {
  const run = aNewRun();
  const fault = once({ after: broken("ECONNRESET") });
  let isMoving = false;
  const runs = createRuns(
    createDatabase(breaking((text) => (isMoving && text === "commit" ? fault() : undefined))),
  );
  await runs.create(run);
  isMoving = true;

  await runs.append(run.id, { kind: "note", text: "once" });

  const journal = await runs.journal(run.id);
  expect(journal.map(({ entry }) => entry.kind)).toEqual(["run.created", "note"]);
});

test("a commit that never arrived is done again", async () => {
  const run = aNewRun();
  const fault = once({ before: broken("ECONNRESET") });
  let isMoving = false;
  const runs = createRuns(
    createDatabase(breaking((text) => (isMoving && text === "commit" ? fault() : undefined))),
  );
  await runs.create(run);
  isMoving = true;

  const isMoved = await runs.move(run.id, ["queued"], "cancelled", "not needed");

  expect(isMoved).toBe(true);
  const journal = await runs.journal(run.id);
  expect(journal.map(({ entry }) => entry.kind)).toEqual(["run.created", "run.moved"]);
});

test.each([
  ["a full disk", "53100"],
  ["a refused password", "28P01"],
])("%s is told at once", async (_what, code) => {
  const pool = breaking(() => ({ before: broken(code) }));

  const asking = createDatabase(pool).query("asking", "select 1");

  await expect(asking).rejects.toBeInstanceOf(StoreUnavailable);
  expect(pool.seen).toHaveLength(1);
});

test("patience ends", async () => {
  const pool = breaking(() => ({ before: broken("ECONNREFUSED") }));

  const asking = createDatabase(pool, 100).query("asking", "select 1");

  await expect(asking).rejects.toThrow("asking: the server went away");
  expect(pool.seen.length).toBeGreaterThan(1);
});
