import type { Fact } from "#agents-schema/fact.ts";
import type { Statement } from "../facts/statement.ts";
import { mark } from "./mark.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";
import { sayNames } from "./say-name.ts";
import { state } from "./state.ts";

/** Grain, scale and span of time. */
export function tellContents(material: Material): Statement[] {
  const { book, rows } = material;
  if (book.rows !== undefined && rows === 0) {
    const seen = say.month(book.rows.at);
    return [
      state(
        "contents",
        `${mark("0", book.rows)} rows as of ${seen}: what its data looks like is not known.`,
      ),
    ];
  }
  return [
    ...tellGrain(material),
    ...(book.rows === undefined ? [] : [state("contents", tellScale(book.rows))]),
    ...tellSpan(material),
  ];
}

function tellGrain(material: Material): Statement[] {
  const grain = material.grain;
  if (grain === undefined) return [];
  const names = sayNames(grain.columns);
  if (names.length < grain.columns.length) return [];
  const what = names.length === 1 ? names.join("") : `combination of ${say.list(names)}`;
  return [state("contents", `One row per ${mark(what, ...grain.facts)}.`)];
}

function tellScale(rows: Fact & { value: number }): string {
  const said = say.count(rows.value);
  return `Scale: ${mark(said, rows)} ${rows.value === 1 ? "row" : "rows"} as of ${say.month(rows.at)}.`;
}

function tellSpan(material: Material): Statement[] {
  const { book } = material;
  const { mainTime } = material.roles;
  const [name] = mainTime === undefined ? [] : sayNames([mainTime]);
  if (mainTime === undefined || name === undefined) return [];
  const [min, max] = [book.of(mainTime, "min"), book.of(mainTime, "max")];
  const [from, to] = [say.day(min?.value), say.day(max?.value)];
  if (min === undefined || max === undefined || from === undefined || to === undefined) return [];
  return [state("contents", `Span: ${name} from ${mark(from, min)} to ${mark(to, max)}.`)];
}
