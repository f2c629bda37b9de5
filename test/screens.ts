import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { createScreen } from "#bot/wiring/create-screen.ts";
import { silentLog } from "./workshop/silent-log.ts";

/** The screen of a house that holds no credential: it knows them by their looks only. */
export const plainScreen = createScreen(createSecretScan([]), silentLog);
