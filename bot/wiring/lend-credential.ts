import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Log, Runs } from "../ports.ts";
import { isSameSecret } from "../web/is-same-secret.ts";
import type { RepositoryAccess } from "./create-mirrors.ts";
import { readSmallBody } from "./read-small-body.ts";

/** Where runners ask. */
export const credentialPath = "/internal/credential";

const Asked = z.object({ repository: z.string() });

/**
 * Lends runners what they need to read a repository, so that none of them has the App's key: a token that can
 * only read that one repository, for an hour at most, and only while a run works on it. Who does not know the
 * runners' secret is told nothing.
 */
export function lendCredential(world: {
  secret: string;
  access: RepositoryAccess;
  runs: Pick<Runs, "active">;
  log: Log;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const { secret, access, runs, log } = world;
  const answer = async (request: IncomingMessage): Promise<[status: number, body: object]> => {
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (request.method !== "POST" || !isSameSecret(secret, given)) return [404, {}];
    const asked = Asked.safeParse(await readSmallBody(request));
    if (!asked.success) return [400, { reason: "expected {repository}" }];
    const fullName = asked.data.repository;
    const [run] = await runs.active({ repository: fullName });
    if (run === undefined) return [403, { reason: `no run works on ${fullName}` }];
    return [200, await access.installationCredential({ fullName, installationId: null })];
  };
  return (request, response) => {
    void answer(request)
      .catch((cause): [number, object] => {
        log.warn({ err: cause }, "no credential for a runner");
        return [503, { reason: "the credential cannot be had now" }];
      })
      .then(([status, body]) => {
        response.writeHead(status, {
          "content-type": "application/json",
          "cache-control": "no-store",
        });
        response.end(JSON.stringify(body));
      });
  };
}
