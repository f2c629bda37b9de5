import { distinctFacts, quantileFacts, topFacts } from "./column-facts.ts";
import { columnFamily } from "./column-family.ts";
import { isClosed } from "./is-closed.ts";
import { judgeColumn } from "./judge-column.ts";
import { joinLooks, type Looks, lookAtValues } from "./look-at-values.ts";
import type { FoldAbout, MeasuredColumn } from "./measured-column.ts";
import { hasWord, nameWords } from "./name-words.ts";
import { longestText } from "./plan-texts.ts";
import type { ColumnProfile } from "./relation-profile.ts";
import type { NumberlessFact } from "./to-facts.ts";

/** Columns that show nothing of what they hold. */
const hidden = new Set(["personal", "email", "phone"]);
/** Short codes in capitals, and versions: texts of which the ends of their order say something. */
const code = /^(?:[A-Z0-9][A-Z0-9._-]{0,11}|v?\d+(?:\.\d+)+(?:[-+][\w.]+)?)$/;
const postal = new Set(["zip", "zipcode", "postal", "postalcode", "postcode", "plz", "cep", "cap"]);
/** Columns whose frequent values say nothing. */
const unlisted = new Set(["key", "foreign_key", "text", "url", "json"]);

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

  const looks = looksOf(measured, [min, max]);
  const judged = judgeColumn({
    ...{ subject: about.subject, name, type, family, rows: about.rows, nonNull, distinct },
    ...{ isUnique, min, max, meanLength, maxLength: number("max_length") },
    singletons: grouped?.singletons ?? (isUnique ? nonNull : undefined),
    form: looks.semantics ?? measured.form,
  });
  const isPostal = hasWord(nameWords(name), postal);
  const isUnseen = (family === "text" || family === "plain") && (!looks.isShowable || isPostal);
  // Nobody lists the values of a set that may not be shown.
  const semantics = judged === "enum" && isUnseen ? "other" : judged;
  const isHidden = hidden.has(semantics);
  const showsEnds =
    !isHidden && (family !== "text" || (!isUnseen && hasOrder(measured, semantics, [min, max])));
  const isShown = ({ metric, value: said }: NumberlessFact) =>
    (metric !== "min" && metric !== "max") || (showsEnds && end(said) !== undefined);

  return {
    profile: {
      // The type of an enum may name its values.
      ...{
        name,
        type: isUnseen || isHidden ? type.replace(/^(enum)\b.*/is, "$1") : type,
        family,
        semantics,
        nonNull,
        distinct,
        isUnique,
        meanLength,
      },
      min: showsEnds ? min : undefined,
      max: showsEnds ? max : undefined,
      sketch: grouped?.sketch ?? tested?.sketch,
    },
    facts: [
      ...counts.filter(isShown),
      ...distinctFacts(about, measured, nonNull),
      ...(isHidden ? [] : quantileFacts(about, measured)),
      ...(isHidden || isUnseen || unlisted.has(semantics) ? [] : topFacts(about, measured)),
      ...(isHidden ? [] : (measured.more ?? [])),
    ],
  };
}

/** What the values that are known look like; nothing of a text column may be shown before somebody has looked. */
function looksOf(
  { column, grouped, sampled, looks }: MeasuredColumn,
  ends: readonly unknown[],
): Looks {
  const family = columnFamily(column.type);
  if (family !== "text" && family !== "plain") return { semantics: undefined, isShowable: true };
  const top = [...(grouped?.top ?? []), ...(sampled?.distribution.top ?? [])];
  const ofType = [...column.type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) => value);
  const known = [...top.map(({ value }) => value), ...ends, ...ofType].filter(
    (value) => typeof value === "string",
  );
  const own = lookAtValues(column.name, known);
  const isLookedAt = family === "plain" || looks !== undefined || isClosed(grouped);
  const joined = looks === undefined ? own : joinLooks(looks, own);
  return isLookedAt ? joined : { ...joined, isShowable: false };
}

/** Keys, and closed sets of codes. */
function hasOrder(
  { grouped }: MeasuredColumn,
  semantics: ColumnProfile["semantics"],
  ends: readonly unknown[],
): boolean {
  if (semantics === "key" || semantics === "foreign_key") {
    return ends.every((one) => typeof one !== "string" || !/\s/.test(one));
  }
  if (semantics !== "other" || grouped === undefined || !isClosed(grouped)) return false;
  return grouped.top.every(({ value }) => code.test(String(value)));
}

function end(value: NumberlessFact["value"] | undefined): number | string | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= longestText ? value : undefined;
}
