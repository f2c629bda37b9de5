import { maxAnswer, maxListed } from "./limits.ts";
import { matchGlob } from "./match-glob.ts";
import type { Asked, Given } from "./protocol.ts";
import { walk } from "./walk.ts";

/** Paths that match, in order of their text; `total` counts those beyond the limit as well. */
export function findFiles(root: string, { pattern, limit }: Asked["glob"]): Given["glob"] {
  const matches = matchGlob(pattern);
  const found: string[] = [];
  walk(root, {
    file: (path) => {
      if (matches(path)) found.push(path);
    },
  });

  const paths: string[] = [];
  let room = maxAnswer;
  for (const path of found.sort()) {
    room -= path.length;
    if (paths.length >= Math.min(limit, maxListed) || room < 0) break;
    paths.push(path);
  }
  return { paths, total: found.length };
}
