import type { Claim } from "./claim.ts";
import type { Clause } from "./read-sentences.ts";
import type { Said } from "./statement-context.ts";

/** Words that say where the constants of SQL stand: in a filter, a formula, or the meaning of a code. */
const ofCode =
  /\b(?:where|whose|when|if|unless|otherwise|filter\w*|restrict\w*|limit(?:s|ed)? to|exclud\w*|includ(?:es|ed|ing) only|left out|leav(?:es|ing) out|kept|keeps?|keeping|removed|dropped|drops?|discarded|older than|younger than|within|days? (?:old|ago)|divid\w*|multipl\w*|times|plus|minus|subtract\w*|added|adds|computed|calculated|derived|rounded|converted|formula|default(?:s|ed)?|replaced|mapped|maps|becomes?|code[ds]?|flag\w*|means?|stands? for|denotes?|represents?|labell?ed|classified|bucket\w*|threshold|cut-?off|constant|coalesce\w*)\b|\S\s*(?:[<>]=?|=|→)\s*\S/i;
/** Words that say that something was measured. */
const ofData =
  /\b(?:medians?|means?(?= (?:is|of|was|value|\d))|averag\w*|avg|typical\w*|quantiles?|percentiles?|quartiles?|p\d\d|min|max|minimum|maximum|smallest|largest|lowest|highest|shortest|longest|earliest|latest|oldest|newest|deviation|rang(?:es?|ing)|counts?|counted|totals?|altogether|distinct|different|unique|sum|share|about|roughly|approximately|up to|proportion|percent\w*|exactly|occurs?|holds|contains|has|have|there (?:is|are))\b/i;
const counted =
  /^\s*['"`]?\s*(?:%|percent|(?:of (?:the|all|its|these|them) )|(?:(?!(?:instead|for|of|when|if|in|where|is|are|means|and|or|to|as|on) )(?:\w|-)+ ){0,2}?(?:rows?|records?|entries|values?|nulls?|distinct|unique|duplicates?|orphans?|zeros?|negatives?|characters?|letters?|missing|parents?|children|keys?|groups?|categories|categor\w+)\b)/i;
/** What a number may be followed by when it counts no things. */
const unit =
  /^\s*['"`]?\s*-?(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|milliseconds?|cents?|decimals?|digits?|places?|is|was|as|means|stands|equals|represents|denotes|maps|becomes|has|counts as|its|this|plus|minus|times|less|unless|else|yes|success)\b/i;
const calendar =
  /\b(?:since|from|until|till|through|to|in|by|of|as of|after|before|starts?|ends?)\s*['"`]?$/i;

/**
 * Can a number or a date without a fact be a constant of the SQL here? In a filter, a formula or the meaning
 * of a code it can; beside `rows`, `%`, `median` or `since` it speaks of the data, whatever the SQL holds.
 */
export function isOfCode(claim: Claim, clause: Clause, said: Said): boolean {
  const { plain, sentence, statement } = said;
  if (isOfData(claim, clause, said)) return false;
  const after = plain.slice(claim.end, sentence.end);
  if (/^\s+[a-z]+s\b/i.test(after) && !unit.test(after)) return false;
  return statement.part === "lineage" || ofCode.test(plain.slice(clause.start, clause.end));
}

/** Does what is said around it make it a measure? */
export function isOfData(claim: Claim, clause: Clause, { plain, sentence }: Said): boolean {
  if (claim.kind === "number" && (claim.isPercent || claim.isAbout)) return true;
  const before = plain.slice(clause.start, claim.start);
  const after = plain.slice(claim.end, sentence.end);
  if (counted.test(after)) return true;
  // What is counted may stand before it: `Rows: 365.`
  if (
    /\b(?:rows?|records?|nulls?|values?|entries|duplicates?)\s*(?:[:=(–—-]|is|are)\s*['"`]?$/i.test(
      plain.slice(sentence.start, claim.start),
    )
  )
    return true;
  const isTime =
    claim.kind === "date" || (/^\D*(?:19|20)\d\d\D*$/.test(claim.text) && calendar.test(before));
  if (isTime && calendar.test(before)) return true;
  return ofData.test(before) || /^\s*\((?:median|mean|average|max|min)/i.test(after);
}
