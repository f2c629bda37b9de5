import type { Outbox } from "../ports.ts";
import { journalFormat } from "./journal-format.ts";
import type { Sql } from "./sql.ts";

/** The lease on carrying out a run's effects. Nothing of it is journaled: it says who works, not what happened. */
export function createSettling(sql: Sql): Pick<Outbox, "hold" | "letGo"> {
  return {
    async hold(runId, holder, leaseMs) {
      const [held] = await sql.query<{ tries: number }>(
        `taking up the effects of run ${runId}`,
        `update buster.run set settling_owner = $2,
           settling_until = clock_timestamp() + $3 * interval '1 millisecond'
         where id = $1 and state = 'applying' and format <= $4 and
           (settling_owner = $2 or settling_until is null or settling_until <= clock_timestamp())
         returning settling_tries as tries`,
        [runId, holder, leaseMs, journalFormat],
      );
      return held;
    },

    async letGo(runId, holder, { tries, waitMs }) {
      await sql.query(
        `giving back the effects of run ${runId}`,
        `update buster.run set settling_owner = null, settling_tries = $3,
           settling_until = clock_timestamp() + $4 * interval '1 millisecond'
         where id = $1 and settling_owner = $2`,
        [runId, holder, tries, waitMs],
      );
    },
  };
}
