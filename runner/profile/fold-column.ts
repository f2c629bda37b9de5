import { distinctFacts, quantileFacts, topFacts } from "./column-facts.ts";
import { columnFamily } from "./column-family.ts";
import { judgeColumn } from "./judge-column.ts";
import type { FoldAbout, MeasuredColumn } from "./measured-column.ts";
import { longestText } from "./plan-texts.ts";
import type { ColumnProfile } from "./relation-profile.ts";
import type { NumberlessFact } from "./to-facts.ts";

/** Columns that show nothing of what they hold. */
const hidden = new Set(["personal", "email", "phone"]);
/** Texts of which the ends of their order say something. */
const ordered = new Set(["key", "foreign_key", "other"]);
/** Columns whose frequent values say nothing. */
const unlisted = new Set(["key", "foreign_key", "text", "url"]);

/** A column's profile and its facts, without those that would show what people keep to themselves. */
export function foldColumn(
  about: FoldAbout,
  measured: MeasuredColumn,
): { profile: ColumnProfile; facts: readonly NumberlessFact[] } {
  const { column, counts, grouped, tested } = measured;
  const { name, type } = column;
  const family = columnFamily(type);
  const value = (metric: string) => counts.find((fact) => fact.metric === metric)?.value;
  const number = (metric: string) => {
    const found = value(metric);
    return typeof found === "number" ? found : undefined;
  };
  const nulls = number("null_count");
  const nonNull = nulls === undefined ? 0 : about.rows - nulls;
  const distinct = grouped?.distinct ?? tested?.distinct;
  const isUnique = distinct === undefined || nonNull === 0 ? undefined : distinct === nonNull;
  const [min, max] = [end(value("min")), end(value("max"))];
  const meanLength = number("mean_length");

  const semantics = judgeColumn({
    ...{ subject: about.subject, name, type, family, rows: about.rows, nonNull, distinct },
    ...{ isUnique, min, max, meanLength, maxLength: number("max_length") },
    singletons: grouped?.singletons ?? (isUnique ? nonNull : undefined),
    form: measured.form,
  });
  const isHidden = hidden.has(semantics);
  const showsEnds = !isHidden && (family !== "text" || ordered.has(semantics));
  const isShown = ({ metric, value: said }: NumberlessFact) =>
    (metric !== "min" && metric !== "max") || (showsEnds && end(said) !== undefined);

  return {
    profile: {
      ...{ name, type, family, semantics, nonNull, distinct, isUnique, meanLength },
      min: showsEnds ? min : undefined,
      max: showsEnds ? max : undefined,
      sketch: grouped?.sketch ?? tested?.sketch,
    },
    facts: [
      ...counts.filter(isShown),
      ...distinctFacts(about, measured, nonNull),
      ...(isHidden ? [] : quantileFacts(about, measured)),
      ...(isHidden || unlisted.has(semantics) ? [] : topFacts(about, measured)),
      ...(measured.more ?? []),
    ],
  };
}

function end(value: NumberlessFact["value"] | undefined): number | string | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= longestText ? value : undefined;
}
