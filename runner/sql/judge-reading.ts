import { judgeColumns } from "./judge-columns.ts";
import { judgeLetters } from "./judge-letters.ts";
import { judgeSchemas } from "./judge-schemas.ts";
import { judgeSize } from "./judge-size.ts";
import { allowReading, type Reading } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import type { SqlAccess, SqlHome } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";

/** Decides on a statement by what it reads. The reason is a sentence for a person and for a model. */
export function judgeReading(reading: Reading, access: SqlAccess, home: SqlHome): SqlVerdict {
  const refusal =
    reading.refusals[0] ??
    judgeLetters(reading) ??
    judgeSize(reading) ??
    closed(judgeSchemas(reading, access, home) ?? judgeColumns(reading, access)) ??
    (home.isUnknown === true ? reading.doubts[0] : undefined);
  return refusal === undefined ? allowReading(reading) : { kind: "refused", ...refusal };
}

function closed(reason: string | undefined): Refusal | undefined {
  return reason === undefined ? undefined : { code: "access", reason };
}
