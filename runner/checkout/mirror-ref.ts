import { sha256 } from "#agents-schema/digest.ts";

/**
 * The name that a commit or ref of the remote has in a mirror. Commits have one only so that the next
 * fetch can tell the remote what is here already: of those names there are at most 256 per place in an
 * order. Refs are named by digest: `a` and `a/b` cannot stand side by side as files, and remotes rename.
 */
export function mirrorRef(revision: string, index: number): string {
  if (/^[0-9a-f]{40}$/.test(revision)) {
    return `refs/buster/commits/${index}-${revision.slice(0, 2)}`;
  }
  return `refs/buster/refs/${sha256(revision).slice(0, 40)}`;
}
