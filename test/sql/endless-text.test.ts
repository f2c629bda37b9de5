import { expect, test } from "vitest";
import { openGates } from "./gates.ts";

const { withoutCatalogue } = await openGates();

test.each(["duckdb", "postgres", "snowflake"] as const)(
  "%s: comments after comments are read at once, however many",
  async (dialect) => {
    const comments = "/**/".repeat(5_000);

    const verdict = await withoutCatalogue[dialect](`${comments} select${comments} 1`);

    expect(verdict.kind).toBe("allow");
  },
);
