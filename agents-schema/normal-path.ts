/** Longest name of a file or directory, in bytes: the limit of ext4, APFS and NTFS. */
const maxSegment = 255;
/** Longest path, in bytes: Linux' PATH_MAX. */
const maxPath = 4096;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;
/** Characters that readers do not see or that turn the reading direction; HFS+ ignores them in names. */
const hidden = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/u;

/**
 * A path of the repository with `/` and without `.`; or why it is none. Whatever any file system could
 * understand as something else (another case of `.git`, short names, streams) is refused, because
 * the repository may be cloned anywhere. The top of the repository itself is the empty path.
 */
export function normalPath(path: string): { path: string } | { refused: string } {
  if (control.test(path)) return { refused: "its name has a control character" };
  if (hidden.test(path)) return { refused: "its name has an invisible character" };
  if (path.includes("\\") || /%(?:2e|2f|5c|00)/i.test(path)) {
    return { refused: "a path of the repository is written with `/` and nothing encoded" };
  }
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) {
    return { refused: "an absolute path leads out of the repository" };
  }
  if (Buffer.byteLength(path) > maxPath) return { refused: "its name is too long" };
  if (path.normalize("NFC") !== path.normalize("NFKC") && isGit(path.normalize("NFKC"))) {
    return { refused: "it looks like git's own directory" };
  }

  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  for (const segment of segments) {
    if (segment === "..") return { refused: "`..` leads out of the repository" };
    if (Buffer.byteLength(segment) > maxSegment) return { refused: "its name is too long" };
    if (isGit(segment)) return { refused: "it belongs to git itself" };
    if (/[. ]$/.test(segment) || segment.includes(":")) {
      return { refused: "Windows would read its name as another one" };
    }
  }
  return { path: segments.join("/") };
}

/** `.git` in every spelling that some file system takes for it: case, trailing dots, streams, short name. */
function isGit(name: string): boolean {
  return name.split("/").some((segment) => /^(?:\.git|git~\d+)(?:[. ]*|:.*)$/i.test(segment));
}
