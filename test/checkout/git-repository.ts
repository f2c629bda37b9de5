import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of a commit: text, or what else git knows. `submodule` is the commit it points to. */
export type FileInGit =
  | string
  | { executable: string }
  | { bytes: Buffer }
  | { symlink: string }
  | { submodule: string };

export interface GitRepository {
  /** A bare repository. */
  directory: string;
  url: string;
  /** Adds a commit with exactly these files to a ref, and answers its id. */
  commit(ref: string, files: Readonly<Record<string, FileInGit>>, parent?: string): string;
  /** Runs git in it, without the settings of this machine. */
  git(args: readonly string[], input?: string | Buffer): string;
  remove(): void;
}

/** A new, empty, bare repository. */
export function createGitRepository(): GitRepository {
  const directory = join(realpathSync(mkdtempSync(join(tmpdir(), "buster-test-git-"))), "shop.git");
  mkdirSync(directory);
  const git = (args: readonly string[], input: string | Buffer = "") =>
    execFileSync("git", ["-C", directory, ...args], {
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: process.env.PATH, HOME: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...author },
    }).trimEnd();
  git(["init", "--bare", "--quiet", "--initial-branch=main"]);

  return {
    directory,
    url: `file://${directory}`,
    git,
    commit(ref, files, parent) {
      git(["fast-import", "--quiet", "--force"], fastImport(ref, files, parent));
      return git(["rev-parse", ref]);
    },
    remove: () => rmSync(join(directory, ".."), { recursive: true, force: true }),
  };
}

const author = {
  GIT_AUTHOR_NAME: "A. Author",
  GIT_AUTHOR_EMAIL: "author@example.com",
  GIT_COMMITTER_NAME: "A. Author",
  GIT_COMMITTER_EMAIL: "author@example.com",
};

function fastImport(
  ref: string,
  files: Readonly<Record<string, FileInGit>>,
  parent: string | undefined,
): Buffer {
  const parts: (string | Buffer)[] = [
    `commit ${ref}\ncommitter A. Author <author@example.com> 1700000000 +0000\ndata 1\n.\n`,
    parent === undefined ? "" : `from ${parent}\n`,
    "deleteall\n",
  ];
  for (const [path, file] of Object.entries(files)) {
    const name = /["\\\n]/.test(path)
      ? `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`
      : path;
    if (typeof file === "object" && "submodule" in file) {
      parts.push(`M 160000 ${file.submodule} ${name}\n`);
      continue;
    }
    const { mode, content } = modeAndContent(file);
    parts.push(`M ${mode} inline ${name}\ndata ${content.length}\n`, content, "\n");
  }
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function modeAndContent(file: Exclude<FileInGit, { submodule: string }>): {
  mode: string;
  content: Buffer;
} {
  if (typeof file === "string") return { mode: "100644", content: Buffer.from(file) };
  if ("executable" in file) return { mode: "100755", content: Buffer.from(file.executable) };
  if ("symlink" in file) return { mode: "120000", content: Buffer.from(file.symlink) };
  return { mode: "100644", content: file.bytes };
}
