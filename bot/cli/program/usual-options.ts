import { InvalidArgumentError, Option } from "commander";

/** Options that several commands have, each made anew. */
export const usualOptions = {
  project: () =>
    new Option("--project <directory>", "the dbt project, or a directory with one in it").default(
      ".",
    ),
  json: () => new Option("--json", "machine-readable answer on standard output").default(false),
  /** Seconds. */
  timeout: () =>
    new Option("--timeout <seconds>", "longest time of one statement, 1 to 3600")
      .argParser(wholeNumber(1, 3600))
      .default(120),
  concurrency: (usual: number) =>
    new Option("--concurrency <n>", "relations at once, 1 to 64")
      .argParser(wholeNumber(1, 64))
      .default(usual),
};

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`write a whole number from ${min} to ${max}.`);
  };
}
