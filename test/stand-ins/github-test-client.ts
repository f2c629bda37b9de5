import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Probot, ProbotOctokit } from "probot";
import type { GitHubStandIn } from "./github-stand-in.ts";

const impatient = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/** The client that the app has: authenticated as the installation, without waiting or retrying. */
export function appClient(github: GitHubStandIn): Promise<ProbotOctokit> {
  return probotFor(github).auth(github.installationId);
}

/** An installation token, narrowed where permissions are given. */
export async function appToken(
  github: GitHubStandIn,
  permissions?: Record<string, string>,
): Promise<string> {
  const app = await probotFor(github).auth();
  const { data } = await app.rest.apps.createInstallationAccessToken({
    installation_id: github.installationId,
    ...(permissions === undefined ? {} : { permissions }),
  });
  return data.token;
}

/** A client that is the app itself, with its JSON web token. */
export function appItself(github: GitHubStandIn): Promise<ProbotOctokit> {
  return probotFor(github).auth();
}

function probotFor(github: GitHubStandIn): Probot {
  return new Probot({
    appId: github.appId,
    privateKey: github.privateKey,
    secret: github.webhookSecret,
    baseUrl: github.apiUrl,
    logLevel: "fatal",
    Octokit: impatient,
  });
}

/** A client with any token, or none. */
export function clientWith(github: GitHubStandIn, token?: string): ProbotOctokit {
  return new ProbotOctokit({
    baseUrl: github.apiUrl,
    throttle: { enabled: false },
    retry: { enabled: false },
    ...(token === undefined ? {} : { auth: { token } }),
  });
}

/** A stand-in for the app's own door: takes webhooks and says whether they were signed. */
export async function openReceiver(github: GitHubStandIn): Promise<{
  seen: { event: string; guid: string; isSigned: boolean }[];
  /** Status of the answers from now on. */
  answerWith(status: number): void;
  close(): Promise<void>;
}> {
  const seen: { event: string; guid: string; isSigned: boolean }[] = [];
  let status = 202;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const hmac = createHmac("sha256", github.webhookSecret).update(Buffer.concat(chunks));
    seen.push({
      event: String(request.headers["x-github-event"]),
      guid: String(request.headers["x-github-delivery"]),
      isSigned: request.headers["x-hub-signature-256"] === `sha256=${hmac.digest("hex")}`,
    });
    response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  github.sendWebhooksTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`);
  return {
    seen,
    answerWith(next) {
      status = next;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
