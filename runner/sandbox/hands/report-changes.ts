import type { Directory } from "./directory.ts";
import { maxDiffBytes, maxDiffFiles } from "./limits.ts";
import type { Given } from "./protocol.ts";
import { readText } from "./read-text.ts";
import { Refusal } from "./refusal.ts";

/** Things in the way that one refusal names. */
const maxNamed = 5;

export interface Report {
  changed(path: string, status: "added" | "modified", directory: Directory, name: string): void;
  deleted(path: string): void;
  /** Something that cannot be in a commit, and why. */
  impossible(path: string, why: string): void;
  /** In order of paths. Throws Refusal when not everything can be reported: half a change is none. */
  done(): Given["diff"];
}

/** Collects what differs, up to the limits of one diff. */
export function reportChanges(): Report {
  const files: Given["diff"] = [];
  const inTheWay: string[] = [];
  let bytes = 0;

  return {
    changed(path, status, directory, name) {
      if (files.length > maxDiffFiles || bytes > maxDiffBytes) return;
      try {
        const content = readText(directory, name, path).text;
        bytes += content.length;
        files.push({ path, status, content });
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
        inTheWay.push(cause.message);
      }
    },
    deleted(path) {
      files.push({ path, status: "deleted", content: null });
    },
    impossible(path, why) {
      inTheWay.push(`${path} is ${why}`);
    },
    done() {
      if (inTheWay.length > 0) {
        const rest = inTheWay.length - maxNamed;
        const named = inTheWay.slice(0, maxNamed).join("; ");
        const more = rest > 0 ? `; and ${rest} more` : "";
        throw new Refusal(`not everything can be in a commit, so delete it first: ${named}${more}`);
      }
      if (files.length > maxDiffFiles || bytes > maxDiffBytes) {
        const mib = maxDiffBytes / 1024 / 1024;
        throw new Refusal(
          `the workspace differs in too much: at most ${maxDiffFiles} files and ${mib} MiB of text are reported`,
        );
      }
      return files.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}
