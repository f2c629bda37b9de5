import { z } from "zod";
import type { RepositoryRef } from "#agents-schema/event.ts";
import { PlatformFailure } from "../../ports.ts";
import { answeredStatus } from "./answered-status.ts";
import type { App, Connection } from "./open-app.ts";
import { splitName } from "./split-name.ts";

export interface Order<Answer> {
  /** For the message of a failure: `commenting on #12`. The repository is added. */
  doing: string;
  /** `GET /repos/{owner}/{repo}/…`; owner and repo are filled in. */
  route: string;
  parameters?: Record<string, unknown>;
  /** What of the answer is read. */
  answer: z.ZodType<Answer>;
}

/** The API of one repository. Every method rejects with PlatformFailure. */
export interface Repository {
  fullName: string;
  owner: string;
  read<Answer>(order: Order<Answer>): Promise<Answer>;
  /** Undefined where GitHub answers 404. */
  readIfThere<Answer>(order: Order<Answer>): Promise<Answer | undefined>;
  /** All pages, in order. `answer` gives the items of one. */
  readAll<Item>(order: Order<Item[]>): Promise<Item[]>;
  /** One page of 100 and the number of the last. */
  readPage<Item>(order: Order<Item[]>, page: number): Promise<{ items: Item[]; lastPage: number }>;
  write<Answer>(order: Order<Answer>): Promise<Answer>;
  /** Undefined where GitHub answers 404: what should be changed is gone. */
  writeIfThere<Answer>(order: Order<Answer>): Promise<Answer | undefined>;
  mutate<Answer>(order: Omit<Order<Answer>, "route"> & { mutation: string }): Promise<Answer>;
}

/** Opens the API of a repository, as the App's installation on it. */
export async function openRepository(app: App, ref: RepositoryRef): Promise<Repository> {
  const names = splitName(ref.fullName);
  const connection = await app.installedOn(ref);
  const doingIt = (doing: string) => `${doing} in ${ref.fullName}`;

  const ask = async <Answer>(order: Order<Answer>, isWrite: boolean) => {
    const call = { doing: doingIt(order.doing), isWrite };
    const given = order.parameters ?? {};
    const parameters = isWrite ? app.screen.clean(given, call.doing) : given;
    const { data, headers } = await connection.lane(call, () =>
      withFreshToken(connection, () =>
        connection.octokit.request(order.route, { ...names, ...parameters }),
      ),
    );
    const parsed = order.answer.safeParse(data);
    if (!parsed.success) throw unreadable(call);
    return { answer: parsed.data, link: headers.link ?? "" };
  };

  const readPage: Repository["readPage"] = async (order, page) => {
    const parameters = { ...order.parameters, per_page: 100, page };
    const { answer, link } = await ask({ ...order, parameters }, false);
    return { items: answer, lastPage: lastPageOf(link) ?? page };
  };

  return {
    fullName: ref.fullName,
    owner: names.owner,
    read: async (order) => (await ask(order, false)).answer,
    readIfThere: async (order) => (await unlessGone(ask(order, false)))?.answer,
    readPage,
    async readAll(order) {
      const first = await readPage(order, 1);
      const all = [...first.items];
      for (let page = 2; page <= first.lastPage; page++) {
        all.push(...(await readPage(order, page)).items);
      }
      return all;
    },
    write: async (order) => (await ask(order, true)).answer,
    writeIfThere: async (order) => (await unlessGone(ask(order, true)))?.answer,
    async mutate({ doing, mutation, parameters, answer }) {
      const call = { doing: doingIt(doing), isWrite: true };
      // Files and their message are what somebody agreed to: they leave as they are or not at all.
      app.screen.check(parameters, call.doing);
      const data = await connection.lane(call, () =>
        withFreshToken(connection, () => connection.octokit.graphql(mutation, parameters)),
      );
      const parsed = answer.safeParse(data);
      if (!parsed.success) throw unreadable(call);
      return parsed.data;
    },
  };
}

async function unlessGone<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (answeredStatus(cause) === 404) return undefined;
    throw cause;
  }
}

/** A token that GitHub takes back before its hour is over is replaced once: nothing happened under it. */
async function withFreshToken<Result>(
  { octokit }: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const refused = z
      .object({ status: z.literal(401), request: z.object({ url: z.string() }) })
      .safeParse(cause);
    if (!refused.success || refused.data.request.url.endsWith("/access_tokens")) throw cause;
    await octokit.auth({ type: "installation", refresh: true });
    return work();
  }
}

/** The answer was cut off or is of another shape: what was asked for has probably happened. */
function unreadable({ doing, isWrite }: { doing: string; isWrite: boolean }): PlatformFailure {
  return new PlatformFailure(
    isWrite ? "ambiguous" : "retry",
    `${doing}: the answer of GitHub could not be read`,
  );
}

function lastPageOf(link: string): number | undefined {
  const page = /[?&]page=(\d+)[^>]*>;\s*rel="last"/.exec(link)?.[1];
  return page === undefined ? undefined : Number(page);
}
