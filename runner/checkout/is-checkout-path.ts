/** Code points that HFS+ leaves out when it compares names. */
const ignored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/**
 * May a file be written under this path of a commit? What git itself refuses to check out may not: a way
 * out of the directory, or git's own directory in any spelling that some file system takes for it.
 */
export function isCheckoutPath(path: string): boolean {
  if (path === "" || path.includes("\0")) return false;
  return path.split(/[/\\]/).every((segment) => {
    if (segment === "" || segment === "." || segment === "..") return false;
    const name = segment.replace(ignored, "").toLowerCase();
    // NTFS drops trailing dots and spaces, reads `:` as a stream, and knows the short name git~1.
    return !/^(?:\.git|git~\d+)(?:[. ]*|[. ]*:.*)$/.test(name);
  });
}
