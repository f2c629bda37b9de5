import picomatch from "picomatch";
import type { Hands, HandsAnswer, HandsFile } from "#runner/ports.ts";

const good = <Value>(value: Value): HandsAnswer<Value> => ({ ok: true, value });
const bad = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

/** Hands over files in memory: for tests of tools, which only need the port. */
export function createMemoryHands(given: Readonly<Record<string, string>>) {
  const before = new Map(Object.entries(given));
  const files = new Map(before);
  const commands: (readonly string[])[] = [];
  const missing = (path: string) => bad(`${path} does not exist`);

  const hands: Hands = {
    async read(path, offset, limit) {
      const text = files.get(path);
      if (text === undefined) return missing(path);
      const lines = text.split(/(?<=\n)/);
      return good({ text: lines.slice(offset, offset + limit).join(""), lines: lines.length });
    },
    async write(path, content) {
      const created = !files.has(path);
      files.set(path, content);
      return good({ created });
    },
    async edit(path, edits) {
      let text = files.get(path);
      if (text === undefined) return missing(path);
      for (const { find, replace, all } of edits) {
        const found = text.split(find).length - 1;
        if (found === 0 || (found > 1 && !all)) return bad(`found ${found} times: ${find}`);
        text = text.split(find).join(replace);
      }
      files.set(path, text);
      return good({ replaced: edits.length });
    },
    async glob(pattern, limit) {
      const paths = [...files.keys()].filter((path) => picomatch.isMatch(path, pattern));
      return good({ paths: paths.slice(0, limit), total: paths.length });
    },
    async grep(pattern, { glob, limit }) {
      const matches = [...files].flatMap(([path, text]) =>
        glob === undefined || picomatch(glob)(path)
          ? text
              .split("\n")
              .flatMap((line, index) =>
                new RegExp(pattern).test(line) ? [{ path, line: index + 1, text: line }] : [],
              )
          : [],
      );
      return good({ matches: matches.slice(0, limit), total: matches.length });
    },
    async ls() {
      return good([...files.keys()].map((name) => ({ name, kind: "file" as const, size: 1 })));
    },
    async exec(command) {
      commands.push(command);
      return good({ exitCode: 0, stdout: "done", stderr: "", timedOut: false });
    },
    async diff() {
      return good(
        [...new Set([...before.keys(), ...files.keys()])].flatMap((path): HandsFile[] => {
          const [old, now] = [before.get(path), files.get(path)];
          if (old === now) return [];
          if (now === undefined) return [{ path, status: "deleted", content: null }];
          return [{ path, status: old === undefined ? "added" : "modified", content: now }];
        }),
      );
    },
    admit: async ({ name }) => good(`/doors/${name}`),
    close: async () => {},
  };
  return { hands, files, commands };
}
