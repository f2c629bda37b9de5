import { lstatSync, opendirSync } from "node:fs";
import { checkPath, isGit, nameOf } from "./check-path.ts";
import { type Directory, inDirectory } from "./directory.ts";
import { inParent } from "./in-parent.ts";
import { maxAnswer, maxFileBytes, maxListed } from "./limits.ts";
import type { Originals } from "./originals.ts";
import { placeText } from "./place-text.ts";
import type { Asked, Given } from "./protocol.ts";
import { kindOf, tooLarge } from "./read-bytes.ts";
import { readText } from "./read-text.ts";
import { Refusal } from "./refusal.ts";
import { replaceText } from "./replace-text.ts";

type Serves<M extends keyof Asked & keyof Given> = (asked: Asked[M]) => Given[M];

/** The tools that work on one file or directory. Each throws Refusal for what cannot be done. */
export function createFiles(
  root: string,
  originals: Originals,
): { read: Serves<"read">; write: Serves<"write">; edit: Serves<"edit">; ls: Serves<"ls"> } {
  return {
    read({ path, offset, limit }) {
      const { text } = inParent(root, path, (directory, name) => readText(directory, name, path));
      const lines = text === "" ? [] : text.split(/(?<=\n)/);
      const part = lines.slice(offset, offset + limit).join("");
      if (part.length > maxAnswer) {
        throw new Refusal(`these lines of ${path} have ${part.length} characters; read fewer`);
      }
      return { text: part, lines: lines.length };
    },

    write({ path, content }) {
      const bytes = encode(path, content);
      originals.remember(path);
      return inParent(
        root,
        path,
        (directory, name) => {
          const stats = lstatSync(directory.at(name), { throwIfNoEntry: false });
          if (stats !== undefined && !stats.isFile()) {
            throw new Refusal(`${path} is ${kindOf(stats)}, not a file`);
          }
          const mode = stats === undefined ? 0o644 : stats.mode & 0o777;
          placeText(directory, name, path, { bytes, mode });
          return { created: stats === undefined };
        },
        "create",
      );
    },

    edit({ path, edits }) {
      originals.remember(path);
      return inParent(root, path, (directory, name) => {
        const { text, mode } = readText(directory, name, path);
        const edited = replaceText(text, edits);
        placeText(directory, name, path, { bytes: encode(path, edited.text), mode });
        return { replaced: edited.replaced };
      });
    },

    ls: ({ path }) => inDirectory(root, checkPath(path), (directory) => list(directory, path)),
  };
}

function encode(path: string, text: string): Buffer {
  if (!text.isWellFormed()) throw new Refusal(`${path}: the new text is not valid Unicode`);
  const bytes = Buffer.from(text);
  if (bytes.length > maxFileBytes) throw tooLarge(path, bytes.length);
  return bytes;
}

/** Files and directories by name. Links, pipes, devices and names that are no text are left out. */
function list(directory: Directory, path: string): Given["ls"] {
  const entries: Given["ls"] = [];
  const listing = opendirSync(directory.at("."), { encoding: "latin1" });
  try {
    for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
      const name = nameOf(entry.name);
      if (name === undefined || isGit(name)) continue;
      const stats = lstatSync(directory.at(name), { throwIfNoEntry: false });
      if (stats?.isFile()) entries.push({ name, kind: "file", size: stats.size });
      if (stats?.isDirectory()) entries.push({ name, kind: "directory", size: 0 });
      if (entries.length > maxListed) {
        throw new Refusal(`${path} has more than ${maxListed} entries; use glob`);
      }
    }
  } finally {
    listing.closeSync();
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
