import { describe } from "vitest";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { probeSandbox } from "#runner/sandbox/probe-sandbox.ts";
import { describePathAttacks } from "../contracts/sandbox-attacks.ts";
import { describeFiles } from "../contracts/sandbox-contract.ts";
import { describePrograms } from "../contracts/sandbox-programs.ts";

const probe = await probeSandbox("bubblewrap");
const name = probe.ok ? "the bubblewrap sandbox" : `bubblewrap does not work here: ${probe.reason}`;

describe.skipIf(!probe.ok)(name, () => {
  const subject = () => ({ create: createBubblewrapSandbox, node: "/buster/node" });
  describeFiles(subject);
  describePathAttacks(subject);
  describePrograms(subject);
});
