import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/** sha256 in hex over the canonical JSON of a value: what approvals and the journal are bound to. */
export function digest(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** sha256 of UTF-8 text, in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
