import { judgeColumns } from "./judge-columns.ts";
import { judgeSchemas } from "./judge-schemas.ts";
import { allowReading, type Reading } from "./reading.ts";
import type { SqlAccess, SqlHome } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";

/** Decides on a statement by what it reads. The reason is a sentence for a person and for a model. */
export function judgeReading(reading: Reading, access: SqlAccess, home: SqlHome): SqlVerdict {
  const reason =
    reading.refusals[0] ?? judgeSchemas(reading, access, home) ?? judgeColumns(reading, access);
  return reason === undefined ? allowReading(reading) : { kind: "refused", reason };
}
