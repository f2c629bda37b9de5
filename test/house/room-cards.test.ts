import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** Rooms that hold one room for each platform. */
const floors = new Set(["inbound", "executors"]);

/** What a top folder holds, as its card writes it: `room/`, `inbound/slack/`, `file.ts`. */
function roomsOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return entry.name === "README.md" ? [] : [entry.name];
    if (!floors.has(entry.name)) return [`${entry.name}/`];
    return readdirSync(join(root, folder, entry.name), { withFileTypes: true }).map((inner) =>
      inner.isDirectory() ? `${entry.name}/${inner.name}/` : `${entry.name}/${inner.name}`,
    );
  });
}

/** The names that begin the card's list items: "- `name`: what it is for". */
function namesOn(card: string): string[] {
  return [...card.matchAll(/^- `([^`]+)`/gm)].map(([, name = ""]) => name);
}

describe.each(["agents-schema", "bot", "runner", "deploy", "test"])(
  "the room card of %s",
  (folder) => {
    const card = () => readFileSync(join(root, folder, "README.md"), "utf8");

    test("names everything that is there, and nothing else", () => {
      expect(namesOn(card()).toSorted()).toEqual(roomsOf(folder).toSorted());
    });

    test("says something about each", () => {
      const items = card().match(/^- `.*$/gm) ?? [];

      expect(items.filter((item) => !/^- `[^`]+`: \S.{10,}/.test(item))).toEqual([]);
    });
  },
);
