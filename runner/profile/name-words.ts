/** What names written without anything between their words end in; the longest that fits is taken. */
const endings = `
  address amount amt category class code cost count date discount due email flag fee guid id key level line month
  name number percent phone price qty quantity rate ratio status tax time total type url uuid year
`
  .trim()
  .split(/\s+/)
  .sort((a, b) => b.length - a.length);
/** Words that only look as if they ended in one. */
const whole = new Set(
  `paid unpaid prepaid repaid overpaid void avoid valid invalid grid hybrid bid aid maid raid kid lid mid rid grid
   solid liquid fluid rapid acid android covid rfid guid uuid uid said laid amid squid candid vivid
   update candidate mandate validate consolidate invalidate sometime runtime lifetime overtime uptime downtime
   rename filename surname nickname separate generate corporate moderate accurate operate iterate rotate
   discount account headcount miscount subtotal overdue offline online pipeline deadline outline airline
   monkey turkey keycode barcode encode decode telephone microphone subtype prototype estimate`
    .trim()
    .split(/\s+/),
);
/** Letters of what is before an ending. */
const shortestRest = 3;

/**
 * The words of a name, lower case: `CustomerID`, `customer_id` and `customer id` are `customer`, `id`, and so
 * is `customerid`, as far as the end of a word is known.
 */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (word === "" ? [] : unglue(word)));
}

function unglue(word: string): readonly string[] {
  if (whole.has(word)) return [word];
  const ending = endings.find(
    (end) => word.endsWith(end) && word.length - end.length >= shortestRest,
  );
  return ending === undefined ? [word] : [...unglue(word.slice(0, -ending.length)), ending];
}

/** Whether one of the words, or two that stand together, is among the wanted. */
export function hasWord(words: readonly string[], wanted: ReadonlySet<string>): boolean {
  return words.some(
    (word, index) => wanted.has(word) || wanted.has(`${word}${words[index + 1] ?? ""}`),
  );
}
