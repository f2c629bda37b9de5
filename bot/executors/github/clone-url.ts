import { splitName } from "./split-name.ts";

/** Where git fetches a repository, by the base address of the REST API: github.com or an Enterprise Server. */
export function cloneUrl(baseUrl: string, fullName: string): string {
  const { owner, repo } = splitName(fullName);
  const url = new URL(baseUrl);
  const host = url.hostname === "api.github.com" ? "github.com" : url.host;
  return `${url.protocol}//${host}/${owner}/${repo}.git`;
}
