import { type Possible, unclear } from "./values.ts";

const unclearKey = "{{ ? }}";
/** Longest arguments, in characters, by which a call is remembered. */
const maxKey = 2_000;

/** The same for the same arguments; undefined where they are too many to be worth it. */
export function argumentKey(names: ReadonlyMap<string, Possible>): string | undefined {
  const key = JSON.stringify([...names.values()], (_, value) =>
    value === unclear ? { [unclearKey]: 0 } : value,
  );
  return key.length > maxKey ? undefined : key;
}
