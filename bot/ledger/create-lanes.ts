import type { Lanes } from "../ports.ts";
import type { Sql } from "./sql.ts";

/** Turns at writing, and pauses, that all processes share. The database's clock decides. */
export function createLanes(sql: Sql): Lanes {
  return {
    async enter(name, leaseMs) {
      const [taken] = await sql.query(
        `waiting to write through ${name}`,
        `insert into buster.lane as lane (name, next_at)
         values ($1, clock_timestamp() + $2 * interval '1 millisecond')
         on conflict (name) do update set next_at = excluded.next_at
           where lane.next_at <= clock_timestamp() and lane.paused_until <= clock_timestamp()
         returning name`,
        [name, leaseMs],
      );
      if (taken !== undefined) return { kind: "entered" };
      const [left] = await sql.query<{ turn_ms: number; pause_ms: number }>(
        `asking how long to wait for ${name}`,
        `select extract(epoch from next_at - clock_timestamp())::float8 * 1000 as turn_ms,
           greatest(0, case when paused_until = '-infinity' then 0
             else extract(epoch from paused_until - clock_timestamp()) end)::float8 * 1000 as pause_ms
         from buster.lane where name = $1`,
        [name],
      );
      if (left !== undefined && left.pause_ms > 0) return { kind: "paused", ms: left.pause_ms };
      return { kind: "wait", ms: Math.max(1, left?.turn_ms ?? 1) };
    },

    async leave(name, gapMs) {
      await sql.query(
        `leaving ${name}`,
        "update buster.lane set next_at = clock_timestamp() + $2 * interval '1 millisecond' where name = $1",
        [name, gapMs],
      );
    },

    async pause(name, ms) {
      await sql.query(
        `pausing ${name}`,
        `insert into buster.lane as lane (name, next_at, paused_until)
         values ($1, clock_timestamp(), clock_timestamp() + $2 * interval '1 millisecond')
         on conflict (name) do update set paused_until = greatest(lane.paused_until, excluded.paused_until)`,
        [name, ms],
      );
    },
  };
}
