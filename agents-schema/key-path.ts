/** Keys and list positions from the top of a file to a value. */
export type KeyPath = readonly (string | number)[];

/** `triggers[0].cron`: how a key is named to a person. */
export function keyPath(path: KeyPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}
