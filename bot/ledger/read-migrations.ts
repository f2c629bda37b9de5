import { readdirSync, readFileSync } from "node:fs";
import { sha256 } from "#agents-schema/digest.ts";

export interface Migration {
  /** File name without its ending: `0001-ledger`. The order of names is the order of applying. */
  name: string;
  text: string;
  checksum: string;
}

/** The steps that make the ledger's tables, oldest first. A step that was released never changes. */
export function readMigrations(): Migration[] {
  const directory = new URL("migrations/", import.meta.url);
  return readdirSync(directory)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, directory), "utf8");
      return { name: file.replace(/\.sql$/, ""), text, checksum: sha256(text) };
    });
}
