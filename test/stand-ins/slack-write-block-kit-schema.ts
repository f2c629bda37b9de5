import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

/*
 * Writes test/fixtures/block-kit.schema.json from the types that Slack publishes (@slack/types). Run it
 * with `npx node test/stand-ins/slack-write-block-kit-schema.ts` after updating that package.
 */
const project = new URL("../../", import.meta.url).pathname;
const scratch = await mkdtemp(join(tmpdir(), "block-kit-"));
const entry = join(scratch, "entry.ts");
const types = join(project, "node_modules/@slack/types/dist/index.d.ts");
await writeFile(
  entry,
  `import type { KnownBlock, ModalView, HomeView } from ${JSON.stringify(types)};
export interface Payload { blocks: KnownBlock[] }
export type View = ModalView | HomeView;
export interface Known { payload: Payload; view: View }
`,
);
const tsconfig = join(scratch, "tsconfig.json");
await writeFile(
  tsconfig,
  JSON.stringify({
    compilerOptions: { strict: true, module: "nodenext", moduleResolution: "nodenext" },
    files: [entry],
  }),
);
const schema = createGenerator({
  path: entry,
  tsconfig,
  type: "Known",
  skipTypeCheck: true,
  additionalProperties: false,
}).createSchema("Known");
// The prose of the types is twice their size and nobody reads it here.
const bare = JSON.stringify(schema, (key, value) => (key === "description" ? undefined : value), 1);
await writeFile(join(project, "test/fixtures/block-kit.schema.json"), `${bare}\n`);
await rm(scratch, { recursive: true });
