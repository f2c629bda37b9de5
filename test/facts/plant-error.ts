import type { Fact } from "#agents-schema/fact.ts";
import type { Statement } from "#runner/facts/statement.ts";
import type { Random } from "./seeded.ts";
import type { Page } from "./shop-pages.ts";

/** What makes a true sentence untrue; undefined: not this one. */
type Plant = (marked: string, world: World) => string | undefined;

interface World {
  random: Random;
  page: Page;
  statement: Statement;
}

/** A number with the mark of its fact right behind it: then it is known what it says. */
const measured =
  /(?<![\w.,-])(\$?)(\d[\d,]*(?:\.\d+)?)(K?)(\s?%|\spercent)?(?=\s*(?:rows|records|nulls|thousand)?\s*\{(F\d+)\})/g;
const date = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const months =
  "January February March April May June July August September October November December".split(
    " ",
  );
const words = "two three four five six seven eight nine ten eleven twelve".split(" ");

const value = (fact: Fact | undefined) =>
  typeof fact?.value === "number" ? fact.value : undefined;

/** Does what is printed still hold? Judged without the checker: by the value itself. */
function stillHolds(
  marked: string,
  at: number,
  digits: string,
  fact: Fact | undefined,
  scale: number,
): boolean {
  const [printed, is] = [Number(digits.replaceAll(",", "")) * scale, value(fact)];
  if (is === undefined) return true;
  const before = marked.slice(Math.max(0, at - 16), at).toLowerCase();
  if (/(?:more|fewer|less) than \$?$|(?:over|under) \$?$/.test(before))
    return /more|over/.test(before) ? is > printed : is < printed;
  const unit = scale * 10 ** -(digits.split(".")[1]?.length ?? 0);
  const isRough = /(?:about|roughly|some|~)\s*\$?$/.test(before);
  const percent = scale === 0.01 ? [1 - is] : [];
  return [
    is,
    ...percent,
    ...(fact?.argument === undefined ? [] : [Number(fact.argument) * scale]),
  ].some(
    (one) =>
      Math.abs(one - printed) <= Math.max(unit / 2, isRough ? Math.abs(printed) * 0.011 : 0) + 1e-9,
  );
}

/** Changes one measured number of a sentence, when what comes out is not true. */
const changeNumber =
  (change: (digits: string, random: Random) => string | undefined, only: RegExp = /./): Plant =>
  (marked, { random, page }) => {
    const match = random.pick([...marked.matchAll(measured)].filter((one) => only.test(one[0])));
    if (match === undefined) return undefined;
    const [all, money = "", digits = "", kilo = "", percent = "", id] = match;
    const next = change(digits, random);
    if (next === undefined || next === digits) return undefined;
    const fact = page.facts.find((one) => one.id === id);
    const scale =
      percent !== ""
        ? 0.01
        : kilo !== "" || /^\s*thousand/.test(marked.slice(match.index + all.length))
          ? 1000
          : 1;
    if (stillHolds(marked, match.index, next, fact, scale)) return undefined;
    return (
      marked.slice(0, match.index) +
      money +
      next +
      marked.slice(match.index + money.length + digits.length)
    );
  };

const replace =
  (pattern: RegExp, by: string): Plant =>
  (marked) => {
    const next = marked.replace(pattern, by);
    return next === marked ? undefined : next;
  };

const firstOf =
  (...plants: readonly Plant[]): Plant =>
  (marked, world) => {
    for (const plant of plants) {
      const next = plant(marked, world);
      if (next !== undefined) return next;
    }
    return undefined;
  };

/** A fact of another column that the sentence does not name. */
function foreign(
  { page, statement, random }: World,
  marked: string,
  holds: (fact: Fact) => boolean,
): Fact | undefined {
  const text = marked.toLowerCase().split(/[^a-z0-9_]+/);
  return random.pick(
    page.facts.filter((fact) => {
      const column = fact.subject.slice(page.subject.length + 1).toLowerCase();
      return (
        column !== "" &&
        column !== statement.column?.toLowerCase() &&
        !text.includes(column) &&
        fact.argument === undefined &&
        holds(fact)
      );
    }),
  );
}

const own = ({ page, statement }: World, metric: string) =>
  page.facts.find(
    (fact) => fact.metric === metric && fact.subject === `${page.subject}.${statement.column}`,
  );

/** All the ways in which a generated text can be wrong that the checker must see. */
export const plants: Readonly<Record<string, Plant>> = {
  "a digit is changed": changeNumber((digits, random) => {
    const places = [...digits].flatMap((digit, at) => (/\d/.test(digit) ? [at] : []));
    const at = random.pick(places) ?? 0;
    const next = String((Number(digits[at]) + 1 + random.below(9)) % 10);
    return at === 0 && next === "0" ? undefined : digits.slice(0, at) + next + digits.slice(at + 1);
  }),
  "a percentage is shifted": changeNumber((digits, random) => {
    const decimals = digits.split(".")[1]?.length ?? 0;
    const next = Number(digits) + (random.next() < 0.5 ? -1 : 1) * (1 + random.below(20));
    return next <= 0 || next >= 100 ? undefined : next.toFixed(decimals);
  }, /%|percent/),
  "off by ten": changeNumber((digits, random) => {
    const decimals = digits.split(".")[1]?.length ?? 0;
    const next = Number(digits.replaceAll(",", "")) * (random.next() < 0.5 ? 10 : 0.1);
    return next.toLocaleString("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: Math.max(decimals, 2),
    });
  }),
  "a date is moved": (marked, { random }) => {
    const iso = date.exec(marked);
    if (iso !== null && random.next() < 0.8) {
      const parts = iso.slice(1, 4).map(Number);
      const at = random.below(3);
      const limits = [9999, 12, 28];
      const moved = parts.map((part, index) =>
        index === at ? (part % (limits[index] ?? 1)) + 1 : part,
      );
      if (moved[at] === parts[at]) return undefined;
      return marked.replace(date, moved.map((part) => String(part).padStart(2, "0")).join("-"));
    }
    const month = months.find((name) =>
      new RegExp(`\\b(?:${name}|${name.slice(0, 3)})\\b`).test(marked),
    );
    const year = /\b(?:19|20)\d{2}\b/.exec(marked)?.[0];
    if (year !== undefined && random.next() < 0.5)
      return marked.replace(year, String(Number(year) + 1 + random.below(5)));
    const other =
      month === undefined ? undefined : months[(months.indexOf(month) + 1 + random.below(10)) % 12];
    if (month === undefined || other === undefined) return undefined;
    return marked.includes(month)
      ? marked.replace(month, other)
      : marked.replace(month.slice(0, 3), other.slice(0, 3));
  },
  "the unit is changed": firstOf(
    replace(/(\d) ?%(?= \{)/, "$1"),
    replace(/(\d)K (?=\{)/, "$1M "),
    replace(/(\d \{F\d+\}) (?:rows|records|nulls)\b/, "$1 characters"),
    replace(/(\d \{F\d+\}) characters\b/, "$1 rows"),
    replace(/(\d \{F\d+\}) (?:distinct|different) values/, "$1 nulls"),
    replace(/thousand (?=\{)/, "million "),
  ),
  "the true number of another column": (marked, world) => {
    const other = foreign(
      world,
      marked,
      ({ metric, value: is }) =>
        /^(?:min|max|p50|mean|distinct_count|null_count|max_frequency)$/.test(metric) &&
        typeof is === "number" &&
        is > 12,
    );
    const match = world.random.pick([...marked.matchAll(measured)]);
    if (other === undefined || match === undefined || match[4] !== undefined) return undefined;
    const start = match.index + (match[1]?.length ?? 0);
    const end = marked.indexOf("}", match.index) + 1;
    const noun = marked
      .slice(start, end)
      .replace(/^[\d,.]+K?/, "")
      .replace(/\{F\d+\}/, `{${other.id}}`);
    return (
      marked.slice(0, start) +
      Number(other.value).toLocaleString("en-US", { maximumFractionDigits: 4 }) +
      noun +
      marked.slice(end)
    );
  },
  "another fact is cited": (marked, world) => {
    const ids = [...marked.matchAll(/\{(F\d+)\}/g)];
    const match = world.random.pick(ids);
    const cited = world.page.facts.find(({ id }) => id === match?.[1]);
    const other = foreign(world, marked, (fact) => fact.value !== cited?.value);
    return match === undefined || other === undefined
      ? undefined
      : marked.replace(match[0], `{${other.id}}`);
  },
  "unique or not": (marked, world) => {
    if (own(world, "is_unique")?.value === true) {
      return firstOf(replace(/\bUnique\b/, "Not unique"), replace(/\bunique\b/, "not unique"))(
        marked,
        world,
      );
    }
    return firstOf(replace(/\bNot unique\b/, "Unique"), replace(/\bnot unique\b/, "unique"))(
      marked,
      world,
    );
  },
  "unique is claimed": (marked, world) => {
    const unique = own(world, "is_unique");
    if (unique?.value !== false) return undefined;
    return world.random.pick([
      `${marked} Unique {${unique.id}}.`,
      `${marked} Each value occurs once {${unique.id}}.`,
      `${marked} No duplicates.`,
      `${marked} It is the primary key.`,
    ]);
  },
  "never for always": firstOf(
    replace(/\bNever null\b/, "Always null"),
    replace(/\bnever null\b/, "always null"),
    replace(/\bno nulls\b/i, "only nulls"),
    replace(/\bAlways populated\b/, "Never populated"),
    replace(/\bSometimes null\b/, "Never null"),
    (marked, world) =>
      own(world, "min")?.value === 0
        ? marked.replace(/\bNever negative\b/, "Always positive")
        : undefined,
  ),
  "never null is claimed": (marked, world) => {
    const nulls = own(world, "null_count");
    if (nulls === undefined || Number(nulls.value) === 0) return undefined;
    return world.random.pick([
      `${marked} Never null {${nulls.id}}.`,
      `${marked} No nulls {${nulls.id}}.`,
      `${marked} Always filled {${nulls.id}}.`,
      `${marked} Never null.`,
      `${marked} Every row has a value {${nulls.id}}.`,
    ]);
  },
  "an absolute is inserted": (marked, { random }) => {
    const match = random.pick([
      ...marked.matchAll(/^(?!100)(\d[\d.,]*(?: ?%| percent)? \{F\d+\}) of the (rows|values)\b/g),
    ]);
    if (match === undefined) return undefined;
    return random
      .pick([`All of the ${match[2]}`, `Every row, without exception,`, `None of the ${match[2]}`])
      ?.concat(marked.slice(match.index + match[0].length))
      .replace(/\.$/, ` ${/\{F\d+\}/.exec(match[0])?.[0]}.`);
  },
  "always without a fact": (marked, { random }) =>
    random.pick([
      `${marked} It never changes.`,
      `${marked} All rows have the same value.`,
      `${marked} Each row has exactly one of them.`,
      `${marked} None of the rows is wrong.`,
      `${marked} Always set together with the key.`,
      `${marked} Values are strictly increasing.`,
      `${marked} Every order has one.`,
    ]),
  "a value that is none": (marked, { random }) => {
    const quoted = random.pick([...marked.matchAll(/(['"])([^'"{}]+)\1(?=[^`]*$)/g)]);
    if (quoted === undefined || marked.includes("`")) return undefined;
    const [all, quote = "'", text = ""] = quoted;
    const other = random.pick([
      `${text}s`,
      "unknown",
      "other",
      text.toUpperCase() === text ? `${text}X` : text.toUpperCase(),
    ]);
    return (
      marked.slice(0, quoted.index) +
      quote +
      other +
      quote +
      marked.slice(quoted.index + all.length)
    );
  },
  "one value more": replace(/^(Only .*?) and ('[^']*') occur/, "$1, $2 and 'refunded' occur"),
  "values are swapped": (marked) => {
    const quoted = [...marked.matchAll(/'([^'{}]+)'/g)];
    const [first, second] = quoted;
    if (
      quoted.length !== 2 ||
      first === undefined ||
      second === undefined ||
      first[1] === second[1] ||
      !/%/.test(marked)
    )
      return undefined;
    return (
      marked.slice(0, first.index) +
      second[0] +
      marked.slice(first.index + first[0].length, second.index) +
      first[0] +
      marked.slice(second.index + second[0].length)
    );
  },
  "smallest and largest are swapped": (marked) => {
    const range =
      /(?<=from |between |value is )(\S+?)( \{F\d+\})?((?:,)? (?:to|and|the largest) )([\d.,]*\d|\d{4}-\S+?)(?=[. ])/i.exec(
        marked,
      );
    const [all, low, mark = "", between, high] = range ?? [];
    if (
      range === null ||
      low === undefined ||
      high === undefined ||
      low === high ||
      all === undefined
    )
      return undefined;
    return (
      marked.slice(0, range.index) +
      high +
      mark +
      between +
      low +
      marked.slice(range.index + all.length)
    );
  },
  "one measure for another": (marked, world) =>
    !marked.includes("{")
      ? undefined
      : firstOf(
          replace(/\bsmallest\b/, "largest"),
          replace(/\bmedian\b/, "mean"),
          replace(/\b95(?=th percentile)/, "75"),
          replace(/\bmaximum\b/, "minimum"),
          replace(/\bThe latest\b/, "The earliest"),
          replace(/\b95%(?= of the values are at most)/, "50%"),
        )(marked, world),
  "no orphans": (marked, { page, statement }) => {
    const orphans = page.facts.find(
      (fact) =>
        fact.metric === "orphan_rows" &&
        Number(fact.value) > 0 &&
        fact.subject === `${page.subject}.${statement.column}` &&
        statement.about?.includes(` -> ${fact.argument}:`),
    );
    return orphans === undefined ? undefined : `No orphans {${orphans.id}}.${marked.slice(0, 0)}`;
  },
  "every key has a parent": (marked, { page, statement, random }) => {
    const of = (metric: string) =>
      page.facts.find(
        (fact) =>
          fact.metric === metric &&
          fact.subject === `${page.subject}.${statement.column}` &&
          statement.about?.includes(` -> ${fact.argument}:`),
      );
    const [coverage, orphans] = [of("reference_coverage"), of("orphan_rows")];
    if (coverage === undefined || orphans === undefined || coverage.value === 1) return undefined;
    return random.pick([
      `${marked} 100% {${coverage.id}} of the keys match.`,
      `${marked} Every row has a parent {${orphans.id}}.`,
      `${marked} Referential integrity is clean {${coverage.id}}.`,
    ]);
  },
  "one to one": firstOf(
    replace(/\bMany-to-one\b/i, "One-to-one"),
    replace(/\bOne-to-one\b/i, "Many-to-one"),
  ),
  "a number word": (marked, { random }) => {
    const match = new RegExp(`\\b(${words.join("|")})(?= \\{F\\d+\\})`, "i").exec(marked);
    if (match === null) return undefined;
    const at = words.indexOf((match[1] ?? "").toLowerCase());
    return marked.replace(
      match[0],
      words[(at + 1 + random.below(words.length - 1)) % words.length] ?? "",
    );
  },
  "a number without a fact": (marked) => {
    const next = marked.replace(/ \{F\d+(?:,F\d+)*\}/g, "");
    return next === marked || !/\d/.test(next) ? undefined : next;
  },
};
