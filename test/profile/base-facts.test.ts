import { expect, test } from "vitest";
import { openWorkspaceFiles } from "#runner/tools/open-workspace-files.ts";
import { aRun } from "../workshop/a-run.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { plainStudio } from "../workshop/plain-supplies.ts";

const known = ".buster/facts/orders.json";
const added = ".buster/facts/customers.json";
const base = { [known]: '{"of": "base"}', "models/orders.sql": "select 1" };
const head = { [known]: '{"of": "head"}', [added]: "{}", "models/orders.sql": "select 2" };

async function open(inWorkspace: Readonly<Record<string, string>> = {}) {
  const { hands } = createMemoryHands(head);
  for (const [path, text] of Object.entries(inWorkspace)) await hands.write(path, text);
  const studio = plainStudio();
  const repository = createMemoryRepository({ base, head });
  const files = await openWorkspaceFiles(
    { run: aRun(), hands, repository, studio },
    { onlyRemembers: false },
  );
  if ("refused" in files) throw new Error(files.refused);
  return { files, studio };
}

test("facts of earlier runs are those of the base, models those of the change", async () => {
  const { files } = await open();

  expect(await files.read(known)).toBe('{"of": "base"}');
  expect(await files.read("models/orders.sql")).toBe("select 2");
});

test("a fact file that only the change brings, or that was put into the workspace, is not believed", async () => {
  const { files } = await open({
    [known]: '{"of": "sandbox"}',
    ".buster/facts/stores.json": '{"of": "sandbox"}',
  });

  expect(await files.list()).toEqual([known, "models/orders.sql"]);
  expect(await files.read(added)).toBeUndefined();
  expect(await files.read(known)).toBe('{"of": "base"}');
});

test("what the base knew already is still to be written where the change says otherwise", async () => {
  const { files, studio } = await open();

  expect(await files.holds?.(known, '{"of": "base"}')).toBe(false);
  await files.write(known, '{"of": "base"}');

  expect(studio.facts.get(known)).toEqual({ before: '{"of": "head"}', text: '{"of": "base"}' });
  expect(await files.read(known)).toBe('{"of": "base"}');
  expect(await files.holds?.(known, '{"of": "base"}')).toBe(true);
});
