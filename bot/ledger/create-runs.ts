import { isRunMove } from "#agents-schema/run.ts";
import type { Runs } from "../ports.ts";
import { createRun } from "./create-run.ts";
import { findRuns } from "./find-runs.ts";
import { lockRun } from "./lock-run.ts";
import { moveRun } from "./move-run.ts";
import { readJournal } from "./read-journal.ts";
import { reclaimRuns } from "./reclaim-runs.ts";
import { recordEntry } from "./record-entry.ts";
import type { Database } from "./sql.ts";

const active = "state in ('queued', 'preparing', 'running', 'awaiting_approval', 'applying')";

/** Runs and their journals, as the hall and the gate see them: no lease is needed. */
export function createRuns(database: Database): Runs {
  return {
    create: (run) => createRun(database, run),

    async load(runId) {
      const [run] = await findRuns(database, `loading run ${runId}`, "id = $1", [runId]);
      return run;
    },

    async find(idPrefix) {
      if (idPrefix === "") return undefined;
      const doing = `looking for run ${idPrefix}`;
      const found = await findRuns(database, doing, "starts_with(id, $1) order by id limit 2", [
        idPrefix,
      ]);
      // A whole id is unambiguous, even if it begins another one; it comes first.
      return found.length === 1 || found[0]?.id === idPrefix ? found[0] : undefined;
    },

    active: ({ concurrencyKey, repository, number }) =>
      findRuns(
        database,
        "listing active runs",
        `${active} and ($1::text is null or concurrency_key = $1)
           and ($2::text is null or repository = $2) and ($3::int is null or number = $3)
         order by created_at desc, id`,
        [concurrencyKey, repository, number],
      ),

    recent: (limit) =>
      findRuns(database, "listing runs", "true order by created_at desc, id limit $1", [limit]),

    ofPullRequest: ({ repository, number }, limit) =>
      findRuns(
        database,
        `listing the runs of ${repository}#${number}`,
        "repository = $1 and number = $2 order by created_at desc, id limit $3",
        [repository, number, limit],
      ),

    // Its concurrency key begins with an agent's name; no name has a colon.
    ofAgent: ({ repository, agent }, limit) =>
      findRuns(
        database,
        `listing the runs of ${agent} in ${repository}`,
        `repository = $1 and starts_with(concurrency_key, $2)
         order by created_at desc, id limit $3`,
        [repository, `${agent}:`, limit],
      ),

    async move(runId, from, to, reason) {
      const illegal = from.find((state) => !isRunMove(state, to));
      if (illegal !== undefined) throw new Error(`a run may not go from ${illegal} to ${to}`);
      return database.transaction(`moving run ${runId}`, async (sql) => {
        const run = await lockRun(sql, runId);
        if (run === undefined || !from.includes(run.state)) return false;
        await moveRun(sql, run, to, reason);
        return true;
      });
    },

    async requestStop(runId, by) {
      await database.query(
        `asking run ${runId} to stop`,
        "update buster.run set stop_requested_by = coalesce(stop_requested_by, $2) where id = $1",
        [runId, JSON.stringify(by)],
      );
    },

    reclaim: () => reclaimRuns(database),

    unpresented: (limit) =>
      findRuns(
        database,
        "looking for runs to show",
        "version > presented_version order by updated_at limit $1",
        [limit],
      ),

    async presented(runId, version) {
      await database.query(
        `noting what is shown of run ${runId}`,
        "update buster.run set presented_version = greatest(presented_version, $2) where id = $1",
        [runId, version],
      );
    },

    async setPlaces(runId, places) {
      await database.query(
        `noting the places of run ${runId}`,
        "update buster.run set places = $2 where id = $1",
        [runId, JSON.stringify(places)],
      );
    },

    async append(runId, entry) {
      await database.transaction(`writing the journal of run ${runId}`, async (sql) => {
        const run = await lockRun(sql, runId);
        if (run === undefined) throw new Error(`there is no run ${runId}`);
        await recordEntry(sql, run, entry);
      });
    },

    journal: (runId) => readJournal(database, runId),
  };
}
