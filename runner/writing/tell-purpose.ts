import type { Statement } from "../facts/statement.ts";
import { humanSentences } from "./human-sentences.ts";
import type { Material } from "./material.ts";
import { leadingComment } from "./read-comments.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";

const maxReaders = 6;
const maxMeasures = 5;
const maxCategories = 5;
const exposure = /^exposure[.:]/;

/** What its author says, what can be analysed with it, who reads it; nothing where nothing is known. */
export function tellPurpose(material: Material): Statement[] {
  const { brief } = material;
  const comment = leadingComment(brief.sql ?? "");
  const texts = [
    ...(comment === undefined ? [] : humanSentences(comment, brief)),
    ...tellAnalyses(material),
    ...tellReaders(material),
  ];
  return texts.map((text) => state("purpose", text));
}

/** `Supports analysis of net_amount and units by channel and status over ordered_at.` */
function tellAnalyses(material: Material): string[] {
  const { name, kind } = material.brief;
  // What comes before the models that people read is made for those.
  if (kind !== "model" || /^(?:stg|staging|base|int|intermediate)_/i.test(name)) return [];
  const { measures, categories, mainTime } = material.roles;
  const [what, by] = [sayNames(measures), sayNames(categories)];
  const time = mainTime === undefined ? undefined : sayName(mainTime);
  // Without something to measure it describes things, without something to cut by it measures nothing apart.
  if (what.length === 0 || (by.length === 0 && time === undefined)) return [];
  const cut = by.length === 0 ? "" : ` by ${say.upTo(by, maxCategories)}`;
  const over = time === undefined ? "" : ` over time (${time})`;
  return [`Supports analysis of ${say.upTo(what, maxMeasures)}${cut}${over}.`];
}

function tellReaders({ brief }: Material): string[] {
  const readers = sayNames(brief.downstream.filter((name) => !exposure.test(name)));
  const exposures = sayNames(
    brief.downstream
      .filter((name) => exposure.test(name))
      .map((name) => name.replace(exposure, "")),
  );
  const parts = [
    ...(readers.length > 0 ? [say.upTo(readers, maxReaders)] : []),
    ...(exposures.length > 0
      ? [
          `the ${exposures.length === 1 ? "exposure" : "exposures"} ${say.upTo(exposures, maxReaders)}`,
        ]
      : []),
  ];
  return parts.length === 0 ? [] : [`Read by ${parts.join(" and by ")}.`];
}
