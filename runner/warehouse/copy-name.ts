import { randomBytes } from "node:crypto";

/** A name for a temporary table that no other statement can know. */
export function copyName(): string {
  return `buster_copy_${randomBytes(8).toString("hex")}`;
}
