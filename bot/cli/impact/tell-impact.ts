import type { Impact } from "#runner/lineage/impact-of.ts";
import { counted } from "../counted.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";

/** Lines of one group. */
const maxLines = 40;
const colours = { added: 32, removed: 31, modified: 33, renamed: 33, redefined: 33 } as const;

/** Tells a person what a change touches: what changed, its columns, who is reached, what cannot be told. */
export function tellImpact(impact: Impact, terminal: Terminal): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const { changed, columns, downstream, untouched, tests, unclear } = impact;
  if (changed.length === 0) {
    terminal.out("nothing that dbt builds has changed");
    return;
  }
  const group = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    terminal.out(paint(1, title));
    for (const line of lines.slice(0, maxLines)) terminal.out(`  ${line}`);
    if (lines.length > maxLines)
      terminal.out(`  … and ${lines.length - maxLines} more; --json has them all`);
  };

  group(
    `changed: ${counted(changed.length, "node")}`,
    changed.map(({ id, kind, change, reasons, columns: found }) => {
      const what = kind === "model" || id.startsWith(`${kind}:`) ? "" : ` (${kind})`;
      const isSame =
        change === "modified" && kind === "model" && !found.rows && found.unclear === undefined;
      const none =
        isSame && columns.every(({ node }) => node !== id)
          ? paint(2, "  no column or row of it changes")
          : "";
      const rows =
        change === "modified" && kind === "model" && found.rows
          ? paint(2, "  its rows may change")
          : "";
      return `${paint(colours[change], change.padEnd(8))}  ${plain(id)}${what}  ${paint(2, plain(reasons.join(", ")))}${none}${rows}`;
    }),
  );
  group(
    "columns",
    columns
      .filter(
        ({ node, change }) =>
          change !== "added" ||
          changed.some(({ id, change: of }) => id === node && of === "modified"),
      )
      .map(({ node, column, change, to, users }) => {
        const name = `${plain(node)}.${plain(column)}${to === undefined ? "" : ` → ${plain(to)}`}`;
        return `${paint(colours[change], change.padEnd(9))}  ${name}  ${paint(2, sayUsers(users) + sayTests(tests, node, column))}`;
      }),
  );
  const isRelation = (kind: string) => /^(?:model|snapshot|seed)$/.test(kind);
  group(
    `reached: ${counted(downstream.filter(({ kind }) => isRelation(kind)).length, "model")}`,
    downstream
      .filter(({ kind }) => isRelation(kind))
      .map(({ id, reasons, columns: reach }) => {
        const which =
          reach === "all"
            ? ""
            : `  [${reach.slice(0, 6).join(", ")}${reach.length > 6 ? ", …" : ""}]`;
        return `${plain(id)}${plain(which)}  ${paint(2, plain(sayReasons(reasons)))}`;
      }),
  );
  group(
    "dashboards, metrics, tests and other readers",
    downstream
      .filter(({ kind }) => !isRelation(kind))
      .map(({ id, reasons }) => `${plain(id)}  ${paint(2, plain(sayReasons(reasons)))}`),
  );
  if (tests.length > 0)
    terminal.out(`${counted(tests.length, "test")} on what is changed or reached`);
  if (untouched.length > 0) {
    const names = untouched.slice(0, 8).map(plain).join(", ");
    terminal.out(
      `left out, because they read only columns that stay as they were: ${names}${untouched.length > 8 ? ", …" : ""}`,
    );
  }
  group(
    "cannot be told",
    unclear.map(
      ({ id, reason }) =>
        `${plain(id)}  ${paint(2, plain(reason.replaceAll(/\s+/g, " ").slice(0, 140)))}`,
    ),
  );
}

function sayUsers(users: Impact["columns"][number]["users"]): string {
  if (users.length === 0) return "nobody uses it";
  const names = users.map(({ node, column, use }) =>
    plain(column === undefined ? `${node} (${use})` : `${node}.${column}`),
  );
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `used by ${names.slice(0, 5).join(", ")}${more}`;
}

function sayTests(tests: Impact["tests"], node: string, column: string): string {
  const own = tests.filter((test) => test.node === node && test.column === column);
  return own.length === 0 ? "" : `; tested by ${own.map(({ test }) => plain(test)).join(", ")}`;
}

function sayReasons(reasons: readonly string[]): string {
  return reasons.slice(0, 3).join(", ") + (reasons.length > 3 ? ", …" : "");
}
