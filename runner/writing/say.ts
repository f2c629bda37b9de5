const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Numbers as people read them, never more exact and never rounder than they are. */
export const say = {
  /** As measured, but for digits that nobody reads. */
  number(value: number | string): string {
    if (typeof value === "string") return value;
    const digits = Math.abs(value) >= 100 ? 2 : 4;
    const tiny = value !== 0 && Math.abs(value) < 0.001;
    if (tiny) return String(Number(value.toPrecision(2)));
    // A year is a number too: 2,024 would be none.
    return value.toLocaleString("en-US", {
      maximumFractionDigits: digits,
      useGrouping: Math.abs(value) >= 10_000,
    });
  },
  /** Scale rather than count: as few digits as stay within one percent of it. */
  count(count: number): string {
    if (count < 1000) return count.toLocaleString("en-US");
    const digits = [2, 3, 4].find(
      (some) => Math.abs(Number(count.toPrecision(some)) - count) <= count / 100,
    );
    const rounded = Number(count.toPrecision(digits ?? 4));
    return `${rounded === count ? "" : "about "}${rounded.toLocaleString("en-US")}`;
  },
  /** A share of rows as a percentage: whole, but never 0% or 100% of what is neither. */
  share(share: number): string {
    if (share === 0 || share === 1) return `${share * 100}%`;
    const percent = share * 100;
    const fromEnd = Math.min(percent, 100 - percent);
    if (fromEnd >= 1) return `${Math.round(percent)}%`;
    // Digits to the first that tells it from nothing, or from everything; a share of billions of rows is a word.
    if (fromEnd < 1e-7) return percent < 50 ? "under 0.000001%" : "over 99.99999%";
    return `${percent.toFixed(Math.ceil(-Math.log10(fromEnd)))}%`.replace(/\.?0+%$/, "%");
  },
  /** `1 row`, `12 rows`. */
  some(count: number, one: string, many: string): string {
    return `${say.count(count)} ${count === 1 ? one : many}`;
  },
  /** `2 January 2024`; undefined: it is no time that people would read. */
  day(time: unknown): string | undefined {
    const found = typeof time === "string" ? /^(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(time) : null;
    const month = months[Number(found?.[2]) - 1];
    if (found === null || month === undefined) return undefined;
    return `${Number(found[3])} ${month} ${found[1]}`;
  },
  /** `November 2026`, of when something was measured. */
  month(at: string): string {
    return `${months[Number(at.slice(5, 7)) - 1] ?? ""} ${at.slice(0, 4)}`.trim();
  },
  list(items: readonly string[]): string {
    if (items.length < 2) return items.join("");
    return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  },
  /** At most `limit` of them, and that there are more. */
  upTo(items: readonly string[], limit: number): string {
    if (items.length <= limit) return say.list(items);
    return `${items.slice(0, limit).join(", ")} and others`;
  },
  /** A sentence's beginning within another: `The key` is `the key`, `VAT` stays. */
  within(text: string): string {
    return /^\p{Lu}\p{Ll}|^A /u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  },
  article(noun: string): "a" | "an" {
    return /^(?:[aeio]|u(?!ni|se|ti|r))/i.test(noun) ? "an" : "a";
  },
  /** `customer_id` as people say it: `customer id`. */
  words(name: string): string {
    return name
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/[_\s-]+/g, " ")
      .trim()
      .toLowerCase();
  },
};
