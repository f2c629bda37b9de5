import { openMirror } from "#runner/checkout/open-mirror.ts";
import { silentLog as log } from "../workshop/silent-log.ts";

/** A process of its own that fetches and reads: `node fetch-once.ts DIRECTORY REMOTE COMMIT`. */
const [directory = "", remote = "", revision = ""] = process.argv.slice(2);
const repository = openMirror({ directory, remote, credential: async () => undefined, log });
await repository.fetch([revision]);
await repository.readFile(revision, "a.sql");
