import { createPublicKey, verify } from "node:crypto";
import type { Caller } from "./github-api.ts";
import type { AppSettings } from "./github-upstream.ts";

/** The tokens that GitHub would accept; emulate takes any. */
export interface Callers {
  /** From an Authorization header (`token`, `Bearer` or `Basic`), or why it is refused with 401. */
  identify(header: string | undefined): Caller | { refused: string };
  learnInstallationToken(
    token: string,
    grant: { permissions: Record<string, string>; repositories: string[]; expiresAt: string },
  ): void;
  forget(authorization: string): void;
}

export function createCallers(
  app: AppSettings,
  privateKey: string,
  people: ReadonlyMap<string, string>,
): Callers {
  const installations = new Map<string, Parameters<Callers["learnInstallationToken"]>[1]>();
  const nothing = { permissions: {}, repositories: [] };
  const publicKey = createPublicKey(privateKey);

  const byToken = (token: string): Caller | { refused: string } => {
    const authorization = `token ${token}`;
    const login = people.get(token);
    if (login !== undefined) return { kind: "user", login, ...nothing, authorization };
    const granted = installations.get(token);
    if (granted !== undefined && Date.parse(granted.expiresAt) > Date.now()) {
      const { permissions, repositories } = granted;
      const login = `${app.slug}[bot]`;
      return { kind: "installation", login, permissions, repositories, authorization };
    }
    if (!token.startsWith("eyJ")) return { refused: "Bad credentials" };
    const mistake = mistakeInJwt(token, app.id, publicKey);
    if (mistake !== undefined) return { refused: mistake };
    return { kind: "app", login: app.slug, ...nothing, authorization: `Bearer ${token}` };
  };

  return {
    identify(header) {
      if (header === undefined) {
        return { kind: "anonymous", login: "", ...nothing, authorization: undefined };
      }
      return byToken(tokenIn(header));
    },
    learnInstallationToken(token, grant) {
      installations.set(token, grant);
    },
    forget(authorization) {
      installations.delete(tokenIn(authorization));
    },
  };
}

function tokenIn(header: string): string {
  const [scheme = "", value = ""] = header.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() !== "basic") return value;
  // Git sends `x-access-token:<token>`.
  return Buffer.from(value, "base64").toString("utf8").split(":").slice(1).join(":");
}

function mistakeInJwt(
  token: string,
  appId: number,
  publicKey: ReturnType<typeof createPublicKey>,
): string | undefined {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))) {
    return "A JSON web token could not be decoded";
  }
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as {
    iss?: unknown;
    iat?: number;
    exp?: number;
  };
  const now = Date.now() / 1000;
  if (String(claims.iss) !== String(appId)) return "Integration not found";
  if (claims.exp === undefined || claims.exp < now) {
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  }
  if (claims.exp > now + 660) return "'Expiration time' claim ('exp') is too far in the future";
  return undefined;
}
