import { z } from "zod";
import type { Ready } from "./hands/protocol.ts";

const shape: z.ZodType<Ready> = z.strictObject({
  ready: z.literal(true),
  uid: z.number().int(),
  capabilities: z.string().max(64).nullable(),
  noNewPrivileges: z.boolean(),
  seccomp: z.boolean(),
  interfaces: z.array(z.string().max(64)).max(64),
  pidNamespace: z.string().max(64).nullable(),
  environment: z.array(z.string().max(256)).max(256),
  writable: z.boolean(),
});

/** What the hands say first; undefined when it is something else. */
export function parseReady(line: string): Ready | undefined {
  const parsed = shape.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

/** undefined: not JSON. */
export function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Words of a stranger: that they make no sense is all there is to know.
    return undefined;
  }
}
