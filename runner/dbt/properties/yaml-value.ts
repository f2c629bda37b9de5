/** What is written into a property file. */
export type Value = string | number | boolean | readonly Value[] | Members;

export interface Members {
  readonly [key: string]: Value;
}

export function isMembers(value: Value): value is Members {
  return typeof value === "object" && !Array.isArray(value);
}

/** A text as it is compared and written: `\n` ends lines, no line ends in spaces, nothing stands around it. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[ \t]+$/gm, "")
    .trim();
}

/** Data with every text in it as it is compared. */
export function plainTexts(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return value.map(plainTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, plainTexts(member)]),
  );
}
