/** A fact as retrieve_metadata says it. */
export interface SaidFact {
  id: string;
  /** `fct_orders` or `fct_orders.status`. */
  subject: string;
  metric: string;
  argument: string | undefined;
  value: number | string;
  isExact: boolean;
}

export interface ProfiledColumn {
  name: string;
  type: string;
  facts: readonly SaidFact[];
}

/** A measured relation, read back from the tool's answer. */
export interface Profile {
  subject: string;
  relation: string;
  /** ISO 8601, UTC. */
  at: string;
  rows: SaidFact;
  columns: readonly ProfiledColumn[];
  /** Columns that the agent may not see. */
  denied: readonly string[];
  /** Something was cut out of the answer for its length. */
  isCut: boolean;
}

const head = /^(?<subject>.+) is (?<relation>.+), observed (?<at>\S+)$/;
const line = /^(?<name>"(?:[^"\\]|\\.)*"|[\w$]+) (?<type>.+?):(?: (?<facts>\[F\d+\] .*))?$/;
const fact =
  /\[(?<id>F\d+)\] (?<metric>\w+)(?:\((?<argument>"(?:[^"\\]|\\.)*")\))?(?<sign>[=~])(?<value>"(?:[^"\\]|\\.)*"|\S+)/g;
const cutMark = /\[… \d+ characters left out here …\]/;
const denied = "not measured, restrictions.sql.deny_columns: ";

/** Reads the answer of retrieve_metadata; undefined when it is not a profile. */
export function parseProfile(text: string): Profile | undefined {
  const [first = "", second = "", ...rest] = text.split("\n");
  const about = head.exec(first)?.groups;
  const subject = about?.subject;
  if (about === undefined || subject === undefined || !second.startsWith("rows: "))
    return undefined;
  const rows = readFacts(subject, second).find(({ metric }) => metric === "row_count");
  if (rows === undefined) return undefined;

  const cutAt = rest.findIndex((written) => cutMark.test(written));
  const columns = rest.flatMap((written, at): ProfiledColumn[] => {
    // A number next to the cut may have lost digits.
    if (cutAt !== -1 && Math.abs(at - cutAt) <= 1) return [];
    const groups = line.exec(written)?.groups;
    if (groups?.name === undefined || groups.type === undefined) return [];
    const name = unquote(groups.name);
    return [
      { name, type: groups.type, facts: readFacts(`${subject}.${name}`, groups.facts ?? "") },
    ];
  });
  return {
    subject,
    relation: about.relation ?? "",
    at: about.at ?? "",
    rows,
    columns,
    denied: rest.flatMap((said) =>
      said.startsWith(denied) ? said.slice(denied.length).split(", ") : [],
    ),
    isCut: cutMark.test(text),
  };
}

function readFacts(subject: string, text: string): SaidFact[] {
  return [...text.matchAll(fact)].flatMap(({ groups }) => {
    const { id, metric, argument, sign, value } = groups ?? {};
    if (id === undefined || metric === undefined || value === undefined) return [];
    return [
      {
        id,
        subject,
        metric,
        argument: argument === undefined ? undefined : unquote(argument),
        value: value.startsWith('"') ? unquote(value) : Number(value),
        isExact: sign === "=",
      },
    ];
  });
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const value: unknown = JSON.parse(text);
  return String(value);
}
