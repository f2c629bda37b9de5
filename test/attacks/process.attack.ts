import { describe } from "vitest";
import { createProcessSandbox } from "#runner/sandbox/create-process-sandbox.ts";
import { describeHostileRepositories } from "./describe-attacks.ts";

describe("the process sandbox under attack", () => {
  describeHostileRepositories(() => ({ create: createProcessSandbox, node: "" }));
});
