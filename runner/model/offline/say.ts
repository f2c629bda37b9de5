/** Numbers as people read them, never more exact and never rounder than they are. */
export const say = {
  /** As measured, but for digits that nobody reads. */
  number(value: number | string): string {
    if (typeof value === "string") return value;
    const digits = Math.abs(value) >= 100 ? 2 : 4;
    // A year is a number too: 2,024 would be none.
    return value.toLocaleString("en-US", {
      maximumFractionDigits: digits,
      useGrouping: Math.abs(value) >= 10_000,
    });
  },
  /** A share of rows as a percentage: whole, but never 0% or 100% of what is neither. */
  share(share: number): string {
    if (share === 1) return "100%";
    if (share > 0.99) return "over 99%";
    if (share > 0 && share < 0.01) return "under 1%";
    return `${Math.round(share * 100)}%`;
  },
  /** Scale rather than count: two digits are what stays true for a while. */
  rows(count: number): string {
    if (count < 100) return `${count} ${count === 1 ? "row" : "rows"}`;
    const rounded = Number(count.toPrecision(2));
    return `${rounded === count ? "" : "about "}${rounded.toLocaleString("en-US")} rows`;
  },
  day(time: string): string {
    return time.slice(0, 10);
  },
  list(items: readonly string[]): string {
    if (items.length < 2) return items.join("");
    return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  },
};
