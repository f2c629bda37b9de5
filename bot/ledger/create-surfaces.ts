import type { Surface, Surfaces } from "../ports.ts";
import type { Database } from "./sql.ts";

/** What shows a run on the platforms. */
export function createSurfaces(database: Database): Surfaces {
  return {
    async claim(place, leaseMs) {
      const rows = await database.query(
        `claiming ${place} to show it`,
        `insert into buster.showing (place, until)
         values ($1, clock_timestamp() + $2 * interval '1 millisecond')
         on conflict (place) do update set until = excluded.until
         where showing.until <= clock_timestamp() returning place`,
        [place, leaseMs],
      );
      return rows.length > 0;
    },

    async release(place) {
      await database.query(`having shown ${place}`, "delete from buster.showing where place = $1", [
        place,
      ]);
    },

    async get(runId, kind) {
      const [surface] = await database.query<Surface>(
        `reading the ${kind} of run ${runId}`,
        `select run_id as "runId", kind, external_id as "externalId", shown
         from buster.surface where run_id = $1 and kind = $2`,
        [runId, kind],
      );
      return surface;
    },

    async put({ runId, kind, externalId, shown }) {
      await database.query(
        `noting the ${kind} of run ${runId}`,
        `insert into buster.surface (run_id, kind, external_id, shown) values ($1, $2, $3, $4)
         on conflict (run_id, kind)
         do update set external_id = excluded.external_id, shown = excluded.shown`,
        [runId, kind, externalId, shown],
      );
    },
  };
}
