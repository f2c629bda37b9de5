import { lstat, readFile } from "node:fs/promises";

export type PlainFile =
  | { kind: "text"; text: string }
  | { kind: "missing" | "refused"; why: string };

/** A regular file's text. Symbolic links are refused, so that no file stands for another one elsewhere. */
export async function readPlainFile(path: string): Promise<PlainFile> {
  try {
    const there = await lstat(path);
    if (there.isSymbolicLink()) {
      return { kind: "refused", why: "a symbolic link is not read: write the file itself" };
    }
    if (!there.isFile()) return { kind: "refused", why: "this is not a file" };
    return { kind: "text", text: await readFile(path, "utf8") };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (code === "ENOENT" || code === "ENOTDIR")
      return { kind: "missing", why: "there is no such file" };
    return { kind: "refused", why: `the file cannot be read (${code})` };
  }
}
