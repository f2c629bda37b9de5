import { type Html, html, htmlPage } from "./github-page-html.ts";
import type { GitHubReadings } from "./github-readings.ts";

/** Answers the path of a web page, or undefined when there is no such page. */
export type Pages = (path: string) => Promise<string | undefined>;

/** Pages for a person to look at: a repository's pull requests, one pull request. Nothing can be clicked. */
export function createPages(readings: GitHubReadings, organization: string): Pages {
  return async (path) => {
    const [, owner, repository, kind, number] =
      /^\/([^/]+)\/([^/]+)(?:\/(pull|issues|pulls)(?:\/(\d+)(?:\/.*)?)?)?\/?$/.exec(path) ?? [];
    if (owner !== organization || repository === undefined) return undefined;
    const place = `${owner}/${repository}`;
    return kind === undefined || number === undefined
      ? repositoryPage(readings, place, repository)
      : pullPage(readings, place, repository, Number(number));
  };
}

async function repositoryPage(readings: GitHubReadings, place: string, repository: string) {
  const pulls = await readings.pullRequests(repository).catch(() => undefined);
  if (pulls === undefined) return undefined;
  const rows = pulls.map(
    ({ number, title, state, head }) =>
      html`<li><a href="/${place}/pull/${number}">#${number} ${title}</a> ${state} · <code>${head.ref}</code></li>`,
  );
  return htmlPage(place, html`<h1>${place}</h1><h2>Pull requests</h2><ul>${rows}</ul>`);
}

async function pullPage(
  readings: GitHubReadings,
  place: string,
  repository: string,
  number: number,
): Promise<string | undefined> {
  const pull = await readings.pullRequest(number, repository);
  if (pull === undefined) return undefined;
  const { title, state, head, base } = pull;
  const [comments, reviews, checks, commits] = await Promise.all([
    readings.comments(number, repository),
    readings.reviews(number, repository),
    readings.checks(head.sha, repository),
    readings.commits(head.sha, repository),
  ]);
  const word = pull.merged === true ? "merged" : state;
  return htmlPage(
    `${title} · ${place}#${number}`,
    html`<p><a href="/${place}">${place}</a></p>
      <h1>${title} #${number}</h1>
      <p>${word} · <code>${head.ref}</code> into <code>${base.ref}</code> · head <code>${head.sha.slice(0, 7)}</code></p>
      <div class="text">${String(pull.body ?? "")}</div>
      <h2>Checks</h2>
      ${checks.map(
        ({ name, status, conclusion, output }) =>
          html`<section><b>${name}</b> ${conclusion ?? status}<div class="text">${output.title ?? ""}\n${output.summary ?? ""}</div></section>`,
      )}
      <h2>Conversation</h2>
      ${comments.map(({ user, body }) => said(user.login, body))}
      ${reviews.map((review) => [
        said(`${review.user.login} (${review.state.toLowerCase()})`, review.body),
        review.comments.map(({ path, line, body }) => said(`${path}:${line}`, body)),
      ])}
      <h2>Commits</h2>
      <ul>${commits.map(({ sha, message }) => html`<li><code>${sha.slice(0, 7)}</code> <span class="text">${message}</span></li>`)}</ul>`,
  );
}

function said(who: string, text: string): Html {
  return html`<section><b>${who}</b><div class="text">${text.replace(/<!--[\s\S]*?-->\s*/g, "")}</div></section>`;
}
