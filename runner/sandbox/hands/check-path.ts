import { Refusal } from "./refusal.ts";

/** Longest name, in bytes, and longest path: what Linux can hold. */
const maxSegment = 255;
const maxPath = 4096;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * The segments of a path in the workspace; none for the workspace itself. Throws Refusal for a path that
 * could mean anything outside it. A first check: opening follows no link either (directory.ts).
 */
export function checkPath(path: string): string[] {
  if (control.test(path) || !path.isWellFormed()) {
    throw new Refusal("the path has a character that no name in a repository has");
  }
  if (path.startsWith("/") || path.includes("\\")) {
    throw new Refusal("paths are relative to the repository and written with /");
  }
  if (Buffer.byteLength(path) > maxPath) throw new Refusal("the path is too long");

  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  for (const segment of segments) {
    if (segment === "..") throw new Refusal("`..` leads out of the repository");
    if (isGit(segment)) throw new Refusal("git's own files are not served");
    if (Buffer.byteLength(segment) > maxSegment) throw new Refusal("the path is too long");
  }
  return segments;
}

/** `.git` in every spelling that some file system takes for it. */
export function isGit(name: string): boolean {
  const seen = name.normalize("NFKC").replace(/[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]/g, "");
  return /^(?:\.git|git~\d+)(?:[. ]*|:.*)$/i.test(seen);
}

/**
 * A name as the file system gives it, read as Latin 1 so that no byte is lost; undefined when it is none
 * that can be talked about: not UTF-8, or with control characters.
 */
export function nameOf(latin1: string): string | undefined {
  const bytes = Buffer.from(latin1, "latin1");
  const name = bytes.toString("utf8");
  if (control.test(name) || !Buffer.from(name).equals(bytes)) return undefined;
  return name;
}
