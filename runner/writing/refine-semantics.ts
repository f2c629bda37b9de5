import { splitName } from "../keys/split-name.ts";
import { isWholeNumber } from "../profile/judge-column.ts";
import type { ColumnProfile, SemanticClass } from "../profile/relation-profile.ts";

/** Words that end as a key does and are none. */
const notKeys = /(?:paid|bid|grid|valid|void|solid|hybrid|android|covid)$/i;
const audit = /modified|updated|inserted|loaded|synced|ingested|refreshed|changed/i;
const money = /(?:price|cost|amt|amount|total|due|freight|tax|revenue|sales|fee|margin)$/i;

/**
 * What a column is for, where names that are written together (`salesorderid`, `modifieddate`, `taxamt`) and
 * what was found out about keys say more than its class.
 */
export function refineSemantics(
  profile: ColumnProfile,
  { isReference, isKey }: { isReference: boolean; isKey: boolean },
): SemanticClass {
  const { name, type, family, semantics } = profile;
  if (semantics !== "quantity" && semantics !== "other" && semantics !== "event_time") {
    return semantics;
  }
  if (family === "time") return audit.test(name) ? "audit_time" : semantics;
  if (isReference) return "foreign_key";
  if (family !== "number") return semantics;
  if (!isWholeNumber(type)) return money.test(name) ? "money" : semantics;
  if (isKey) return "key";
  const { key } = splitName(name);
  return key !== "none" && !notKeys.test(name) ? "foreign_key" : semantics;
}
