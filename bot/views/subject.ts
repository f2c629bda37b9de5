import type { Links, RunView } from "./run-view.ts";
import { type SurfaceKind, styles } from "./surface.ts";

/** What a run is about: `acme/shop#12`, linked where there is an address, or a commit of the repository. */
export function subject(view: RunView, links: Links, surface: SurfaceKind): string {
  const style = styles[surface];
  if (view.pullRequest === null) {
    return `${style.words(view.repository, 150)} at ${style.code(view.headSha.slice(0, 7), 20)}`;
  }
  return style.link(links.pullRequest, `${view.repository}#${view.pullRequest.number}`);
}
