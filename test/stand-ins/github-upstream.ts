import { createEmulator } from "emulate";
import {
  type GitHubOptions,
  grantedPermissions,
  type Role,
  subscribedEvents,
} from "./github-options.ts";

/** `body` is parsed JSON, or a Buffer when the answer was something else. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

export interface Call {
  method: string;
  path: string;
  authorization: string | undefined;
  accept?: string;
  body?: object | undefined;
}

export interface Upstream {
  privateKey: string;
  send(call: Call): Promise<Answer>;
  /** As the owner of the organization, or of the fork that is asked about; throws when emulate refuses. */
  ask<Value>(method: string, path: string, body?: object): Promise<Value>;
  close(): Promise<void>;
}

/** The app as it is installed, with the defaults filled in. */
export type AppSettings = Required<Omit<NonNullable<GitHubOptions["app"]>, "webhookUrl">>;

export function appSettings(options: GitHubOptions): AppSettings {
  return {
    id: 4242,
    slug: "buster",
    installationId: 77,
    webhookSecret: "stand-in-webhook-secret",
    permissions: grantedPermissions,
    events: subscribedEvents,
    repositories: options.repositories.map(({ name }) => name),
    ...options.app,
  };
}

const spareTokens = 40;

export function tokenOf(login: string): string {
  return `ghp_${login}`;
}

/** Starts emulate with these people and repositories, still empty. `origin` is where the overlay listens. */
export async function startUpstream(
  options: GitHubOptions,
  organization: string,
  origin: string,
): Promise<Upstream> {
  const owner = `${organization}-owner`;
  const app = appSettings(options);
  // A token is good for 5000 calls an hour. What we ask for ourselves is no call of the app: it must not run out.
  const spare = Array.from(
    { length: spareTokens },
    (_, each) => [owner, `${tokenOf(owner)}-${each}`] as const,
  );
  let asked = 0;
  const logins = [owner, ...options.users.map(({ login }) => login)];
  const emulator = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: Object.fromEntries(
        [...logins.map((login) => [login, tokenOf(login)] as const), ...spare].map(
          ([login, token]) => [token, { login, scopes: ["repo", "admin:org"] }],
        ),
      ),
      github: {
        users: logins.map((login) => ({ login, email: `${login}@example.com` })),
        orgs: [{ login: organization, members: [{ login: owner, role: "admin" }] }],
        repos: options.repositories.map(({ name, private: isPrivate }) => ({
          owner: organization,
          name,
          private: isPrivate ?? false,
          auto_init: false,
        })),
        // Without a URL: the overlay sends the webhooks, in order and complete.
        apps: [
          {
            app_id: app.id,
            slug: app.slug,
            name: app.slug,
            permissions: { ...app.permissions },
            events: [...app.events],
            installations: [
              {
                installation_id: app.installationId,
                account: organization,
                repository_selection: "selected",
                repositories: [...app.repositories],
              },
            ],
          },
        ],
      },
    },
  });
  const port = Number(new URL(emulator.url).port);
  const send = (call: Call) => {
    const isOurs = call.authorization === `token ${tokenOf(owner)}`;
    const authorization = isOurs
      ? `token ${spare[asked++ % spareTokens]?.[1]}`
      : call.authorization;
    return callEmulate(port, emulator.url, origin, { ...call, authorization });
  };
  const upstream: Upstream = {
    privateKey: emulator.generatedSecrets[0]?.value ?? "",
    send,
    async ask<Value>(method: string, path: string, body?: object) {
      const named = /^\/repos\/([^/]+)/.exec(path)?.[1] ?? organization;
      const asker = named === organization ? owner : named;
      const answer = await send({ method, path, authorization: `token ${tokenOf(asker)}`, body });
      if (answer.status >= 300) {
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      return answer.body as Value;
    },
    close: () => emulator.close(),
  };
  await admitPeople(upstream, options, organization);
  return upstream;
}

const emulateLevels: Partial<Record<Role, string>> = {
  read: "pull",
  triage: "triage",
  write: "push",
  maintain: "maintain",
  admin: "admin",
};

async function admitPeople(
  { ask }: Upstream,
  { users, repositories }: GitHubOptions,
  organization: string,
): Promise<void> {
  const teams = new Set(users.flatMap((user) => user.teams ?? []));
  for (const name of teams) await ask("POST", `/orgs/${organization}/teams`, { name });
  for (const { login, permission = "write", teams: joined = [] } of users) {
    for (const team of joined) {
      await ask("PUT", `/orgs/${organization}/teams/${team}/memberships/${login}`, {});
    }
    const level = emulateLevels[permission];
    if (level === undefined) continue;
    for (const { name } of repositories) {
      await ask("PUT", `/repos/${organization}/${name}/collaborators/${login}`, {
        permission: level,
      });
    }
  }
}

async function callEmulate(
  port: number,
  itsUrl: string,
  origin: string,
  { method, path, authorization, accept, body }: Call,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    redirect: "manual",
    headers: {
      accept: accept ?? "application/vnd.github+json",
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = keptHeaders(response.headers, itsUrl, origin);
  const isJson =
    headers["content-type"]?.includes("json") === true && !/\braw\b/.test(accept ?? "");
  if (!isJson) return { status: response.status, headers, body: bytes.length === 0 ? null : bytes };
  // Its links must lead to the overlay.
  const text = bytes.toString("utf8").replaceAll(itsUrl, origin);
  return { status: response.status, headers, body: text === "" ? null : JSON.parse(text) };
}

function keptHeaders(headers: Headers, itsUrl: string, origin: string): Record<string, string> {
  const kept = [...headers].filter(
    ([name]) => /^(content-type|link|location)$/.test(name) || name.startsWith("x-ratelimit-"),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(itsUrl, origin)]));
}
