import { openMirror } from "#runner/checkout/open-mirror.ts";
import { silentLog as log } from "../workshop/silent-log.ts";

/** A process of its own that fetches: `node fetch-once.ts DIRECTORY REMOTE REVISION`. */
const [directory = "", remote = "", revision = ""] = process.argv.slice(2);
await openMirror({ directory, remote, credential: async () => undefined, log }).fetch([revision]);
