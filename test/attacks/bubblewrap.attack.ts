import { describe } from "vitest";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { hasBubblewrap } from "../machine.ts";
import { describeHostilePrograms, describeHostileRepositories } from "./describe-attacks.ts";

describe.skipIf(!hasBubblewrap())("bubblewrap under attack (needs bubblewrap)", () => {
  const subject = () => ({ create: createBubblewrapSandbox, node: "/buster/node" });
  describeHostileRepositories(subject);
  describeHostilePrograms(subject);
});
