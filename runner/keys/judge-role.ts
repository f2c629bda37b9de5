import type { NamedKey } from "./named-key.ts";
import type { ColumnWords } from "./split-name.ts";

/** Roles that a row of the same table plays. */
const ownRoles = new Set(
  `parent manager supervisor boss superior root ancestor previous prev next original predecessor successor
   replaces replaced referrer referred reportsto reports merged duplicate lead mentor`.split(/\s+/),
);
/** Roles that people play. */
const personRoles = new Set(
  `owner author creator editor assignee assigned reporter reviewer approver manager supervisor rep
   representative agent seller buyer driver member sender recipient reporter created updated modified deleted
   approved user person employee staff salesperson`.split(/\s+/),
);
const people = new Set(
  "user person employee staff member account worker customer client contact".split(" "),
);

/** How much a name says by a role that the world knows: `manager_id` of an employee, `created_by` of a user. */
export function judgeRole(
  { words, stem, key: ending }: ColumnWords,
  key: NamedKey,
  inSameTable: boolean,
): number {
  if (!key.isMain) return 0;
  const isBy = words.at(-1) === "by" || words.at(-1) === "to";
  if (ending === "none" && !isBy) return 0;
  if (ending === "number") return 0;
  const roles = isBy ? words.slice(0, -1) : stem;
  const last = roles.at(-1);
  if (last === undefined) return 0;
  const isPerson = key.table.forms.some((form) => people.has(form));
  if (inSameTable) {
    const rest = roles.slice(1).join("");
    const isOwn = ownRoles.has(roles[0] ?? "") || ownRoles.has(roles.join(""));
    if (!isOwn) return 0;
    return rest === "" || key.table.forms.includes(rest) ? 0.85 : 0.5;
  }
  return isPerson && personRoles.has(last) ? 0.6 : 0;
}
