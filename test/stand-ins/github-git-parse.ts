/** An entry of a tree, as the git data API names its parts. */
export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
}

export interface GitIdentity {
  name: string;
  email: string;
  date: string;
}

export interface GitCommit {
  tree: string;
  parents: readonly string[];
  author: GitIdentity;
  committer: GitIdentity;
  message: string;
}

/** The bytes of a tree object. */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  const sortName = ({ path, type }: TreeEntry) => Buffer.from(type === "tree" ? `${path}/` : path);
  const sorted = [...entries].sort((one, other) => Buffer.compare(sortName(one), sortName(other)));
  return Buffer.concat(
    sorted.flatMap(({ path, mode, sha }) => [
      Buffer.from(`${mode.replace(/^0+/, "")} ${path}\0`),
      Buffer.from(sha, "hex"),
    ]),
  );
}

export function parseTree(bytes: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    const line = bytes.subarray(start, end).toString("utf8");
    const space = line.indexOf(" ");
    const mode = line.slice(0, space).padStart(6, "0");
    const sha = bytes.subarray(end + 1, end + 21).toString("hex");
    entries.push({ path: line.slice(space + 1), mode, type: typeOf(mode), sha });
    start = end + 21;
  }
  return entries;
}

function typeOf(mode: string): string {
  if (mode === "040000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

/** The bytes of a commit object. */
export function encodeCommit(commit: GitCommit): Buffer {
  const { tree, parents, author, committer, message } = commit;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${encodeIdentity(author)}`,
    `committer ${encodeIdentity(committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${message.endsWith("\n") ? message : `${message}\n`}`);
}

export function parseCommit(bytes: Buffer): GitCommit {
  const raw = bytes.toString("utf8");
  const end = raw.indexOf("\n\n");
  const lines = raw.slice(0, end).split("\n");
  const valuesOf = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    tree: valuesOf("tree")[0] ?? "",
    parents: valuesOf("parent"),
    author: parseIdentity(valuesOf("author")[0] ?? ""),
    committer: parseIdentity(valuesOf("committer")[0] ?? ""),
    message: raw.slice(end + 2),
  };
}

function encodeIdentity({ name, email, date }: GitIdentity): string {
  const zone = /([+-])(\d{2}):?(\d{2})$/.exec(date.slice(10));
  const offset = zone === null ? "+0000" : `${zone[1]}${zone[2]}${zone[3]}`;
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} ${offset}`;
}

function parseIdentity(line: string): GitIdentity {
  const [, name = "", email = "", seconds = "0", sign = "+", hours = "00", minutes = "00"] =
    /^(.*) <(.*)> (\d+) ([+-])(\d{2})(\d{2})$/.exec(line) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const local = new Date(Number(seconds) * 1000 + offsetMs).toISOString().slice(0, 19);
  return { name, email, date: `${local}${sign}${hours}:${minutes}` };
}
