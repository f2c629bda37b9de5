import { createHmac } from "node:crypto";
import { isSameSecret } from "./is-same-secret.ts";

/** A working week: whoever looks every day does not log in every day. In milliseconds. */
const sessionMs = 5 * 24 * 60 * 60 * 1000;

const name = "buster_session";

/**
 * The `Set-Cookie` of somebody who gave the token. It holds the time of its end and a proof of the token,
 * never the token; another token ends all sessions.
 */
export function sessionCookie(
  token: string,
  { isHttps, now }: { isHttps: boolean; now: Date },
): string {
  const end = String(now.getTime() + sessionMs);
  const attributes = `Path=/; Max-Age=${sessionMs / 1000}; HttpOnly; SameSite=Strict`;
  return `${name}=${end}.${prove(token, end)}; ${attributes}${isHttps ? "; Secure" : ""}`;
}

/** Does the `Cookie` header hold a session of this token that has not ended? */
export function isSession(token: string, cookies: string | undefined, now: Date): boolean {
  for (const cookie of (cookies ?? "").split(";")) {
    const [, end, proof] = /^\s*buster_session=(\d{1,15})\.([0-9a-f]{64})\s*$/.exec(cookie) ?? [];
    if (end === undefined || proof === undefined) continue;
    const isProven = isSameSecret(proof, prove(token, end));
    if (isProven && Number(end) > now.getTime()) return true;
  }
  return false;
}

function prove(token: string, end: string): string {
  return createHmac("sha256", token).update(`buster web session until ${end}`).digest("hex");
}
