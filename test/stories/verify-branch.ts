import { readProjectFiles } from "#runner/documentation/read-project-files.ts";
import { verifyDocs } from "#runner/documentation/verify-docs.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { silentLog } from "../workshop/silent-log.ts";
import type { Story } from "./open-story.ts";

/** What `buster docs verify` says of a branch, as anybody would run it who has the repository and the warehouse. */
export async function verifyBranch({ github, warehouse }: Story, branch: string, select?: string) {
  const { tree } = await github.api<{ tree: { path: string; type: string }[] }>(
    "ana",
    "GET",
    `/repos/acme/bike-shop/git/trees/${encodeURIComponent(branch)}?recursive=1`,
  );
  const paths = tree.filter(({ type }) => type === "blob").map(({ path }) => path);
  const texts = new Map(
    await Promise.all(
      paths.map(async (path) => [path, (await github.file(branch, path)) ?? ""] as const),
    ),
  );
  const files = {
    list: async () => paths,
    read: async (path: string) => texts.get(path),
    write: async () => {
      throw new Error("nothing is to be written");
    },
  };
  return verifyDocs(
    {
      project: await readProjectFiles(files),
      files,
      openWarehouse: () => openDuckDb({ path: warehouse, log: silentLog }),
      signal: AbortSignal.timeout(60_000),
      now: () => new Date(),
    },
    { select, concurrency: 2, fix: false, timeoutMs: 30_000 },
  );
}
