import fc from "fast-check";
import { expect, test } from "vitest";
import { checkStatements } from "#runner/facts/check-statements.ts";
import { tolerance } from "#runner/facts/number-agrees.ts";
import { readNumbers } from "#runner/facts/read-numbers.ts";
import { aFact, aStatement } from "./a-fact.ts";

const context = { literals: new Set<string>(), names: new Set(["orders", "amount"]) };

/** The ways in which a number is printed; `step`: what one more in its last digit is worth. */
const styles = [
  { print: (value: number) => value.toFixed(0), step: 1 },
  { print: (value: number) => value.toFixed(1), step: 0.1 },
  { print: (value: number) => value.toFixed(2), step: 0.01 },
  { print: (value: number) => value.toFixed(4), step: 0.0001 },
  { print: (value: number) => Math.round(value).toLocaleString("en-US"), step: 1 },
  {
    print: (value: number) =>
      value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    step: 0.01,
  },
  { print: (value: number) => `$${value.toFixed(2)}`, step: 0.01 },
  { print: (value: number) => `${(value / 1000).toFixed(0)}K`, step: 1000 },
  { print: (value: number) => `${(value / 1000).toFixed(1)} thousand`, step: 100 },
  { print: (value: number) => `${(value / 1e6).toFixed(2)}M`, step: 10_000 },
  { print: (value: number) => `~${(value / 1000).toFixed(0)}K`, step: 1000 },
  {
    print: (value: number) => `about ${Number(value.toPrecision(3)).toLocaleString("en-US")}`,
    step: undefined,
  },
];
const style = fc.constantFrom(...styles);
const anyValue = fc.oneof(
  fc.integer({ min: 0, max: 50_000_000 }),
  fc.double({ min: 0.001, max: 1e7, noNaN: true }),
);

function holds(printed: string, value: number): boolean {
  const facts = [aFact("F1", ["amount", "max", value])];
  const statement = aStatement(`The largest amount is ${printed} {F1}.`, { column: "amount" });
  return checkStatements([statement], { ...context, facts }).ok.length === 1;
}

test("a value agrees with itself, however it is printed", () => {
  fc.assert(
    fc.property(style, anyValue, ({ print, step }, value) => {
      // Whole numbers are printed whole, or so that one sees that they were rounded.
      fc.pre(
        !(
          Number.isInteger(value) &&
          step === 1 &&
          print(value).replaceAll(",", "") !== String(value)
        ),
      );

      expect(holds(print(value), value)).toBe(true);
    }),
    { numRuns: 1000, seed: 3 },
  );
});

test("a value that is farther off than what is printed does not agree", () => {
  fc.assert(
    fc.property(
      style,
      anyValue,
      fc.double({ min: 1.1, max: 50, noNaN: true }),
      fc.boolean(),
      ({ print }, value, factor, isMore) => {
        const printed = print(value);
        const [claim] = readNumbers(printed, []);
        if (claim === undefined) throw new Error(`${printed} is no number`);
        const far =
          claim.value + (isMore ? 1 : -1) * (tolerance(claim, 0.5) || claim.unit) * factor;
        fc.pre(far !== claim.value && !(Number.isInteger(far) && far === value));

        expect(holds(printed, far)).toBe(false);
      },
    ),
    { numRuns: 1000, seed: 4 },
  );
});

test("a percentage agrees with the share that it was rounded from, and with no other", () => {
  const share = (printed: string, value: number) => {
    const facts = [aFact("F1", ["amount", "null_share", value])];
    const statement = aStatement(`${printed} {F1} of the rows are null.`, { column: "amount" });
    return checkStatements([statement], { ...context, facts }).ok.length === 1;
  };
  fc.assert(
    fc.property(
      fc.double({ min: 0.006, max: 0.994, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      (value, digits) => {
        const printed = (value * 100).toFixed(digits);
        fc.pre(Number(printed) > 0 && Number(printed) < 100);
        const off = value + (1.01 * 10 ** -digits) / 100;

        expect(share(`${printed}%`, value)).toBe(true);
        expect(share(`${printed} percent`, value)).toBe(true);
        expect(share(`${printed}%`, off)).toBe(false);
      },
    ),
    { numRuns: 500, seed: 5 },
  );
  expect(share("100%", 0.9996)).toBe(false);
  expect(share("0%", 0.0004)).toBe(false);
  expect(share("under 1%", 0.0004)).toBe(true);
  expect(share("under 1%", 0)).toBe(false);
  expect(share("over 99%", 0.996)).toBe(true);
  expect(share("over 99%", 1)).toBe(false);
});
