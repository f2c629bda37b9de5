/** What one model's API charges, in US dollars per million tokens. */
export interface Prices {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** Other prices for the whole request when its prompt is longer than this many tokens. */
  long?: { above: number; input: number; output: number; cacheRead: number; cacheWrite: number };
}

const prices = (
  input: number,
  output: number,
  cacheRead = input * 0.1,
  cacheWrite = input * 1.25,
): Prices => ({ input, output, cacheRead, cacheWrite });

/**
 * By the beginning of the model's id; the first that fits counts. From
 * https://platform.claude.com/docs/en/about-claude/pricing, read in November 2026.
 */
const table: readonly (readonly [string, Prices])[] = [
  ["claude-fable-5-", prices(10, 50, 0.25)],
  ["claude-mythos-5-", prices(10, 50, 0.25)],
  ["claude-fable", prices(10, 50)],
  ["claude-mythos", prices(10, 50)],
  ["claude-opus-5-5", prices(4, 20, 0.2)],
  ["claude-opus-5", prices(5, 25)],
  ["claude-opus-4-5", prices(5, 25)],
  ["claude-opus-4-6", prices(5, 25)],
  ["claude-opus-4-7", prices(5, 25)],
  ["claude-opus-4-8", prices(5, 25)],
  ["claude-sonnet-5-5", prices(2, 10, 0.1)],
  ["claude-sonnet-5", prices(2, 10)],
  ["claude-sonnet", prices(3, 15)],
  ["claude-haiku-5-5", { ...prices(0.1, 0.5), long: { above: 100_000, ...prices(0.5, 2.5) } }],
  ["claude-haiku", prices(1, 5)],
];

/** An unknown model counts as the dearest known one: a budget must hold. */
const dearest = prices(15, 75);

/** Prices of a model, by its id. */
export function modelPrices(model: string): Prices {
  return table.find(([prefix]) => model.startsWith(prefix))?.[1] ?? dearest;
}
