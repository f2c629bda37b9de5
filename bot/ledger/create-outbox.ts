import { isEffectMove, StoredEffect } from "#agents-schema/stored-effect.ts";
import type { Outbox } from "../ports.ts";
import { createSettling } from "./create-settling.ts";
import { lockRun } from "./lock-run.ts";
import { recordEntry } from "./record-entry.ts";
import type { Database, Sql } from "./sql.ts";

interface EffectRow {
  id: string;
  run_id: string;
  seq: number;
  effect: string;
  verdict: string;
  digest: string;
  state: string;
  reason: string | null;
  receipt: string | null;
}

/** Effects between being asked for and being done. */
export function createOutbox(database: Database): Outbox {
  return {
    ...createSettling(database),

    async propose(effect) {
      await database.transaction(`writing effect ${effect.id}`, async (sql) => {
        const run = await lockRun(sql, effect.runId);
        if (run === undefined) throw new Error(`there is no run ${effect.runId}`);
        if (!(await insertEffect(sql, effect))) return;
        await recordEntry(sql, run, {
          kind: "effect.proposed",
          effectId: effect.id,
          effect: effect.effect.kind,
          digest: effect.digest,
          verdict: effect.verdict,
        });
      });
    },

    async ofRun(runId) {
      const rows = await database.query<EffectRow>(
        `reading the effects of run ${runId}`,
        `select id, run_id, seq, effect, verdict, digest, state, reason, receipt
         from buster.effect where run_id = $1 order by seq`,
        [runId],
      );
      return rows.map(parseEffect);
    },

    async move(effectId, from, to, { reason = null, receipt = null, holder }) {
      if (!isEffectMove(from, to)) throw new Error(`an effect may not go from ${from} to ${to}`);
      const doing = `moving effect ${effectId}`;
      return database.transaction(doing, async (sql) => {
        const [effect] = await sql.query<{ run_id: string }>(
          doing,
          "select run_id from buster.effect where id = $1",
          [effectId],
        );
        const run = effect && (await lockRun(sql, effect.run_id));
        if (run === undefined) throw new Error(`there is no effect ${effectId}`);

        if (holder !== undefined && run.settlingOwner !== holder) return false;

        const moved = await sql.query(
          doing,
          `update buster.effect set state = $3, reason = $4, receipt = coalesce($5, receipt)
           where id = $1 and state = $2 returning id`,
          [effectId, from, to, reason, receipt === null ? null : JSON.stringify(receipt)],
        );
        if (moved.length === 0) return false;
        await recordEntry(sql, run, { kind: "effect.moved", effectId, from, to, reason, receipt });
        return true;
      });
    },
  };
}

async function insertEffect(sql: Sql, effect: StoredEffect): Promise<boolean> {
  const rows = await sql.query(
    `writing effect ${effect.id}`,
    `insert into buster.effect (id, run_id, seq, effect, verdict, digest, state, reason, receipt)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing returning id`,
    [
      effect.id,
      effect.runId,
      effect.seq,
      JSON.stringify(effect.effect),
      JSON.stringify(effect.verdict),
      effect.digest,
      effect.state,
      effect.reason,
      effect.receipt === null ? null : JSON.stringify(effect.receipt),
    ],
  );
  return rows.length > 0;
}

function parseEffect(row: EffectRow): StoredEffect {
  return StoredEffect.parse({
    ...row,
    runId: row.run_id,
    effect: JSON.parse(row.effect),
    verdict: JSON.parse(row.verdict),
    receipt: row.receipt === null ? null : JSON.parse(row.receipt),
  });
}
