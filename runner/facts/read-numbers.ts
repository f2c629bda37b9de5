import type { Bound, NumberClaim, Span } from "./claim.ts";

const about =
  "about|around|roughly|approximately|approx\\.?|nearly|almost|circa|ca\\.|some|an estimated|estimated(?: at)?|close to|~|≈";
const bounds: Readonly<Record<string, Bound>> = {
  under: "under",
  below: "under",
  "less than": "under",
  "fewer than": "under",
  "lower than": "under",
  "smaller than": "under",
  "<": "under",
  over: "over",
  above: "over",
  "more than": "over",
  "greater than": "over",
  "higher than": "over",
  "larger than": "over",
  exceeding: "over",
  exceeds: "over",
  exceed: "over",
  ">": "over",
  "at most": "at most",
  "no more than": "at most",
  "not more than": "at most",
  "<=": "at most",
  "≤": "at most",
  "at least": "at least",
  "no less than": "at least",
  "no fewer than": "at least",
  ">=": "at least",
  "≥": "at least",
};
const bound = Object.keys(bounds)
  .sort((a, b) => b.length - a.length)
  .map((word) => (/\w/.test(word) ? `\\b${word}\\b` : word))
  .join("|");
const digits = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|\\.\\d+";
const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
};
const words: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  dozen: 12,
};
const fractions: Readonly<Record<string, number>> = {
  half: 1 / 2,
  "a third": 1 / 3,
  "one third": 1 / 3,
  "two thirds": 2 / 3,
  "a quarter": 1 / 4,
  "one quarter": 1 / 4,
  "three quarters": 3 / 4,
  "a fifth": 1 / 5,
  "one fifth": 1 / 5,
  "a tenth": 1 / 10,
  "one tenth": 1 / 10,
};
const ratios: Readonly<Record<string, number>> = { twice: 2, "double the": 2, thrice: 3 };

/** `approx` and bound, then the number itself, then its scale and sign. */
const number = new RegExp(
  `(?:(?<bound>${bound})\\s*)?(?:(?<about>(?<![\\w'])(?:${about}))\\s*)?` +
    `(?<=^|[\\s("'\`\\[=<>~≈≤≥–—/:,*+$€£-])(?<sign>[-−](?=[$€£\\d.]))?[$€£]?(?<digits>${digits})` +
    "(?:\\s?(?<scale>thousand|million|billion|trillion|bn|mn|[KkMBT])(?![\\w]))?" +
    "(?:(?<percent>\\s?(?:%|percent\\b|per cent\\b|percentage points?\\b))|(?<times>\\s?(?:x|×|-fold|times)(?![\\w])))?",
  "gi",
);
const one = `\\d+|${Object.keys(words).join("|")}`;
const proportion = new RegExp(
  `(?:(?<about>(?<![\\w'])(?:${about}))\\s*)?\\b(?<part>${one}) (?:\\w+ )?(?:in(?: every)?|out of(?: every)?|of every) (?<whole>${one})\\b(?![.,]\\d|\\s?(?:%|per))`,
  "gi",
);
const spelled = new RegExp(
  `(?:(?<bound>${bound})\\s*)?(?:(?<about>(?<![\\w'])(?:${about}))\\s*)?\\b(?<word>` +
    `${[...Object.keys(fractions), ...Object.keys(ratios), ...Object.keys(words)]
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replace(" ", "[\\s-]"))
      .join("|")})\\b` +
    "(?:[\\s-](?<scale>hundred|thousand|million|billion))?(?<percent>\\s?(?:%|percent\\b|per cent\\b))?",
  "gi",
);

/** All numbers of a text, in digits and in words, but for those within the spans that are taken. */
export function readNumbers(
  text: string,
  taken: readonly Span[],
  marks: readonly { at: number }[] = [],
): NumberClaim[] {
  const isCut = ({ start, end }: Span) => marks.some(({ at }) => start < at && at < end);
  const shares = [...inProportion(text, taken)].filter((share) => !isCut(share));
  const found = [...shares, ...inDigits(text, [...taken, ...shares])];
  const marked = new Set(marks.map(({ at }) => at));
  const words = [...inWords(text, [...taken, ...found], marked)];
  return [...found, ...words].sort((a, b) => a.start - b.start);
}

function* inDigits(text: string, taken: readonly Span[]): Generator<NumberClaim> {
  for (const match of text.matchAll(number)) {
    const groups = match.groups ?? {};
    const raw = groups.digits ?? "";
    const end = match.index + match[0].length;
    const at = match.index + match[0].lastIndexOf(raw);
    if (isWithin(taken, at) || isPartOfWord(text, end, groups)) continue;
    // `1-100`: the dash before the second number is no sign.
    const before = text.slice(0, at).replace(/[-−$€£]+$/, "");
    const isNegative = groups.sign !== undefined && !/[\w%)]$/.test(before);
    const scale = scales[(groups.scale ?? "").toLowerCase()] ?? 1;
    const plain = raw.replaceAll(",", "");
    const decimals = /e/i.test(plain) ? 0 : (plain.split(".")[1]?.length ?? 0);
    const value = Number(plain) * scale * (isNegative ? -1 : 1);
    const exponent = /e([+-]?\d+)$/i.exec(plain);
    const mantissa = exponent === null ? decimals : (/\.(\d+)e/i.exec(plain)?.[1]?.length ?? 0);
    const unit =
      exponent === null ? scale * 10 ** -decimals : scale * 10 ** (Number(exponent[1]) - mantissa);
    yield {
      kind: "number",
      start: match.index,
      end,
      text: match[0],
      value,
      unit,
      isPercent: groups.percent !== undefined,
      isAbout: groups.about !== undefined,
      isWord: false,
      bound: boundOf(groups.bound),
      isRatio: groups.times !== undefined,
    };
  }
}

/** `three in four`, `1 out of 10`: a share. */
function* inProportion(text: string, taken: readonly Span[]): Generator<NumberClaim> {
  for (const match of text.matchAll(proportion)) {
    if (isWithin(taken, match.index)) continue;
    const [part, whole] = [match.groups?.part, match.groups?.whole].map(
      (word = "") => words[word.toLowerCase()] ?? Number(word),
    );
    if (part === undefined || whole === undefined || part === 0 || part >= whole) continue;
    yield {
      kind: "number",
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      value: (part / whole) * 100,
      unit: 5,
      isPercent: true,
      isAbout: match.groups?.about !== undefined,
      isWord: true,
      bound: undefined,
      isRatio: false,
    };
  }
}

function* inWords(
  text: string,
  taken: readonly Span[],
  marked: ReadonlySet<number>,
): Generator<NumberClaim> {
  for (const match of text.matchAll(spelled)) {
    const groups = match.groups ?? {};
    const word = (groups.word ?? "").toLowerCase().replace("-", " ");
    const end = match.index + match[0].length;
    const at = match.index + match[0].toLowerCase().lastIndexOf((groups.word ?? "").toLowerCase());
    if (isWithin(taken, at)) continue;
    if (!marked.has(end) && isPronoun(word, text, at, end, groups)) continue;
    const scale = groups.scale === undefined ? 1 : (scales[groups.scale.toLowerCase()] ?? 100);
    const fraction = fractions[word];
    const ratio = ratios[word];
    const value = fraction === undefined ? (ratio ?? words[word] ?? 0) * scale : fraction * 100;
    yield {
      kind: "number",
      start: match.index,
      end,
      text: match[0],
      value,
      unit: fraction === undefined ? scale : 5,
      isPercent: fraction !== undefined || groups.percent !== undefined,
      isAbout: groups.about !== undefined,
      isWord: true,
      bound: boundOf(groups.bound),
      isRatio: ratio !== undefined,
    };
  }
}

/** `one of them`, `this one`, `one row per`, `zero-based`, `two-letter code`: no number of anything. */
function isPronoun(
  word: string,
  text: string,
  at: number,
  end: number,
  groups: Record<string, string | undefined>,
): boolean {
  if (groups.bound !== undefined && word !== "half") return false;
  const next = text.slice(end, end + 24).toLowerCase();
  const before = text.slice(Math.max(0, at - 16), at).toLowerCase();
  if (/^-(?:to|based|way|sided|off|time|letter|digit|character|dimensional|level)/.test(next)) {
    return true;
  }
  if (/-(?:to-)?$/.test(before)) return true;
  if (word === "half" && /^[- ](?:open|year|way|hour)/.test(next)) return true;
  return word === "one" || word === "zero";
}

/** `52CC`, `4th`, `3PM`, `2FA`, `1.2.3`: digits of a name. */
function isPartOfWord(
  text: string,
  end: number,
  groups: Record<string, string | undefined>,
): boolean {
  const next = text.slice(end, end + 2);
  if (groups.percent?.endsWith("%") === true) return false;
  return (
    /^[\p{L}_]/u.test(next) ||
    /^\.\d/.test(next) ||
    /^,\d{1,2}(?!\d)/.test(text.slice(end, end + 4))
  );
}

export function isWithin(spans: readonly Span[], at: number): boolean {
  return spans.some(({ start, end }) => start <= at && at < end);
}

function boundOf(word: string | undefined): Bound | undefined {
  return word === undefined ? undefined : bounds[word.toLowerCase()];
}
