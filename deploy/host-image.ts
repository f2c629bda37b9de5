import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** What commands of agents and of dbt use, besides Node, git and Python. */
const programs = [
  ..."sh dash cat cp mv rm ls mkdir rmdir touch ln chmod env printf echo true false sleep".split(
    " ",
  ),
  ..."head tail wc sort uniq cut tr tee nl od stat du df date dirname basename seq test".split(" "),
  ..."id pwd readlink realpath mktemp sha256sum md5sum xargs find grep egrep sed awk".split(" "),
  ..."ps kill setsid nproc uname hostname".split(" "),
  ..."yes truncate mkfifo base64 tac shuf install unlink nohup printenv".split(" "),
  ..."diff cmp comm join paste split expr timeout".split(" "),
];

/** Where the Python environment with dbt is in the image. */
const dbtHome = "/opt/dbt";

/** Where this machine keeps programs. */
const places = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/**
 * Lays out in `root` what an image needs, from files of this machine: its programs with the libraries they
 * load, and a Python environment. Answers the directories for PATH.
 */
export function layOutHostImage(
  root: string,
  { venv, tell }: { venv: string | undefined; tell: (line: string) => void },
): string[] {
  makeSkeleton(root);
  copyProgram(root, realpathSync(process.execPath), "/usr/local/bin/node");
  tell(`node ${process.version}`);
  for (const name of programs) copyNamed(root, name);
  if (copyNamed(root, "git")) copyGitCore(root);
  tell("git and the usual commands");
  if (venv !== undefined) copyPython(root, venv);
  if (venv !== undefined) tell(`Python environment ${venv}`);
  // For libraries outside the places where the loader looks by itself.
  const ldconfig = find("ldconfig");
  if (ldconfig !== undefined) execFileSync(ldconfig, ["-r", root], { stdio: "ignore" });
  return [
    ...(venv === undefined ? [] : [join(dbtHome, "bin")]),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ];
}

function makeSkeleton(root: string): void {
  const directories = "usr/bin usr/sbin usr/lib usr/lib64 usr/local/bin etc proc sys dev tmp";
  for (const directory of directories.split(" "))
    mkdirSync(join(root, directory), { recursive: true });
  for (const name of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${name}`, join(root, name));
  writeFileSync(join(root, "etc/passwd"), "nobody:x:65534:65534:nobody:/tmp:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "nogroup:x:65534:\n");
  writeFileSync(join(root, "etc/ld.so.conf"), "/usr/local/lib\n");
  chmodSync(join(root, "tmp"), 0o1777);
}

const find = (name: string) =>
  places.map((place) => join(place, name)).find((path) => existsSync(path));

function copyNamed(root: string, name: string): boolean {
  const path = find(name);
  if (path === undefined) return false;
  copyProgram(root, realpathSync(path), join("/usr/bin", name));
  return true;
}

function copyProgram(root: string, from: string, to: string): void {
  copy(root, from, to);
  copyLibraries(root, [from]);
}

function copy(root: string, from: string, to: string): void {
  const target = join(root, to);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(from), target);
  chmodSync(target, 0o755);
}

/** What the loader of this machine would load for these files. A script has no libraries. */
function copyLibraries(root: string, files: readonly string[]): void {
  for (const file of files) {
    for (const library of librariesOf(file)) copy(root, library, library);
  }
}

function librariesOf(file: string): string[] {
  try {
    const said = execFileSync("ldd", [file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return [...said.matchAll(/(?:=>\s+|^\s+)(\/\S+)\s+\(0x/gm)].map((match) => match[1] ?? "");
  } catch {
    // "not a dynamic executable"
    return [];
  }
}

/** Where git looks for helpers and templates. Those for the network are not taken. */
function copyGitCore(root: string): void {
  const core = execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim();
  mkdirSync(join(root, core), { recursive: true });
  symlinkSync("/usr/bin/git", join(root, core, "git"));
  const templates = "/usr/share/git-core/templates";
  mkdirSync(join(root, templates), { recursive: true });
}

/** The Python of the environment at its own path, and the environment where the Dockerfile has it. */
function copyPython(root: string, venv: string): void {
  const python = join(venv, "bin/python3");
  const ask = "import os, sys; print(*[p for p in sys.path if os.path.isdir(p)], sep='\\n')";
  const said = execFileSync(python, ["-I", "-c", ask], { encoding: "utf8" });
  const executable = realpathSync(python);
  copyProgram(root, executable, executable);
  for (const name of ["python3", "python"]) linkBeside(root, executable, name);

  const left = ["test", "idlelib", "tkinter", "ensurepip", "dist-packages"];
  const base = said
    .trim()
    .split("\n")
    .filter((path) => !path.startsWith(`${venv}/`));
  const unneeded = new Set(base.flatMap((path) => left.map((name) => join(path, name))));
  for (const directory of base) copyTree(root, directory, directory, (path) => !unneeded.has(path));
  copyTree(root, venv, dbtHome, () => true);
  for (const entry of readdirSync(join(root, dbtHome, "bin"), { withFileTypes: true })) {
    if (entry.isFile()) moveScript(join(entry.parentPath, entry.name));
  }
}

function copyTree(root: string, from: string, to: string, filter: (path: string) => boolean): void {
  // Python compiles a file again whose time is not the one that it noted.
  cpSync(from, join(root, to), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter,
  });
  copyLibraries(root, sharedObjects(join(root, to)));
}

/** A script names its Python by the path of the environment. */
function moveScript(path: string): void {
  const text = readFileSync(path, "utf8");
  const moved = text.replace(/^#!\S*\/python\S*/, `#!${dbtHome}/bin/python3`);
  if (moved !== text) writeFileSync(path, moved);
}

function linkBeside(root: string, executable: string, name: string): void {
  const link = join(root, dirname(executable), name);
  if (!existsSync(link)) symlinkSync(basename(executable), link);
}

function sharedObjects(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.so(?:\.|$)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
