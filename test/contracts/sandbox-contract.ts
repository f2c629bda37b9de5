import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freshWorkspaces, reason, type SandboxUnderTest, value } from "./sandbox-workspaces.ts";

/** What every sandbox promises about files. */
export function describeFiles(subject: () => SandboxUnderTest): void {
  const open = freshWorkspaces(subject);

  test("a part of a file is read by its lines, every character as it is", async () => {
    const { hands } = await open({ "models/a.sql": "select 1,\r\n  'Zürich 🏔',\r\n  2\n" });

    const part = value(await hands.read("models/a.sql", 1, 1));
    const whole = value(await hands.read("./models//a.sql", 0, 100));

    expect(part).toEqual({ text: "  'Zürich 🏔',\r\n", lines: 3 });
    expect(whole.text).toBe("select 1,\r\n  'Zürich 🏔',\r\n  2\n");
  });

  test("an empty file has no lines, and a file that is not there says so", async () => {
    const { hands } = await open({ "empty.sql": "" });

    expect(value(await hands.read("empty.sql", 0, 10))).toEqual({ text: "", lines: 0 });
    expect(reason(await hands.read("models/none.sql", 0, 10))).toBe("models does not exist");
    expect(reason(await hands.read("none.sql", 0, 10))).toBe("none.sql does not exist");
  });

  test("writing makes the directories that are missing and replaces what was there", async () => {
    const { hands, directory } = await open(
      { "run.sh": "old" },
      {
        prepare: (workspace) => chmodSync(join(workspace, "run.sh"), 0o755),
      },
    );

    const made = value(await hands.write("models/staging/shop/a.yml", "version: 2\u2028\n"));
    const replaced = value(await hands.write("run.sh", "new"));

    expect([made.created, replaced.created]).toEqual([true, false]);
    expect(readFileSync(join(directory, "models/staging/shop/a.yml"), "utf8")).toBe(
      "version: 2\u2028\n",
    );
    expect(readFileSync(join(directory, "run.sh"), "utf8")).toBe("new");
    expect(statSync(join(directory, "run.sh")).mode & 0o777).toBe(0o755);
  });

  test("an edit changes the text that occurs once, and nothing else", async () => {
    const { hands } = await open({ "a.sql": "\ufeffselect $1\r\nfrom t\r\n" });

    const edits = [{ find: "t\r\n", replace: "$& $1 u\r\n", all: false }];
    expect(value(await hands.edit("a.sql", edits)).replaced).toBe(1);

    const { text } = value(await hands.read("a.sql", 0, 10));
    expect(text).toBe("\ufeffselect $1\r\nfrom $& $1 u\r\n");
  });

  test("an edit whose text occurs never, or more than once, changes nothing", async () => {
    const { hands } = await open({ "a.sql": "a\r\nb\r\na\r\n" });
    const edit = (find: string, all = false) =>
      hands.edit("a.sql", [
        { find: "b", replace: "c", all: false },
        { find, replace: "x", all },
      ]);

    expect(reason(await edit("nowhere"))).toContain('does not occur: "nowhere"');
    expect(reason(await edit("a\nc"))).toContain("lines end with CR LF");
    expect(reason(await edit("a"))).toContain("occurs 2 times");
    expect(value(await hands.read("a.sql", 0, 10)).text).toBe("a\r\nb\r\na\r\n");
    expect(value(await edit("a", true)).replaced).toBe(3);
    expect(value(await hands.read("a.sql", 0, 10)).text).toBe("x\r\nc\r\nx\r\n");
  });

  test("the difference to the commit is told by content", async () => {
    const { hands } = await open({ "a.sql": "a", "b.sql": "b", "c.sql": "c" });
    await hands.write("a.sql", "changed");
    await hands.write("b.sql", "changed");
    await hands.write("b.sql", "b");
    await hands.write("new/d.sql", "d");
    await hands.write("c.sql/e.sql", "cannot be");

    expect(value(await hands.diff())).toEqual([
      { path: "a.sql", status: "modified", content: "changed" },
      { path: "new/d.sql", status: "added", content: "d" },
    ]);
  });

  test("files are found by patterns, lines by expressions, entries by directory", async () => {
    const { hands } = await open({
      "models/a.sql": "select 1\nselect 2\n",
      "models/staging/b.sql": "select 3\r\n",
      "models/staging/b.yml": "version: 2\n",
      ".sqlfluff": "[sqlfluff]\n",
      "seeds/binary.csv": "select\0",
      ".git/config": "select",
    });

    const found = value(await hands.glob("models/**/*.{sql,yml}", 2));
    const lines = value(await hands.grep("^select [23]$", { limit: 10 }));
    const fewer = value(await hands.grep("select", { glob: "models/**", limit: 1 }));
    const entries = value(await hands.ls("."));

    expect(found).toEqual({ paths: ["models/a.sql", "models/staging/b.sql"], total: 3 });
    expect(lines.matches).toEqual([
      { path: "models/a.sql", line: 2, text: "select 2" },
      { path: "models/staging/b.sql", line: 1, text: "select 3" },
    ]);
    expect(fewer).toMatchObject({ matches: [{ line: 1 }], total: 3 });
    expect(entries).toEqual([
      { name: ".sqlfluff", kind: "file", size: 11 },
      { name: "models", kind: "directory", size: 0 },
      { name: "seeds", kind: "directory", size: 0 },
    ]);
  });

  test("an expression that would run for ever is stopped, and the next one answered", async () => {
    const { hands } = await open({ "a.sql": `${"a".repeat(60)}!\n` }, { searchMs: 500 });

    expect(reason(await hands.grep("^(a+)+$", { limit: 1 }))).toContain("longer than 0.5 s");
    expect(reason(await hands.grep("(", { limit: 1 }))).toContain("Invalid regular expression");
    expect(value(await hands.grep("a!", { limit: 1 })).total).toBe(1);
  });

  test("thousands of files are all looked at", async () => {
    const { hands } = await open(
      {},
      {
        prepare(workspace) {
          for (let folder = 0; folder < 10; folder++) {
            mkdirSync(join(workspace, `m${folder}`));
            for (let file = 0; file < 301; file++) {
              writeFileSync(join(workspace, `m${folder}/f${file}.sql`), `select ${file}\n`);
            }
          }
        },
      },
    );

    expect(value(await hands.glob("**/*.sql", 5)).total).toBe(3_010);
    expect(value(await hands.grep("select 29[89]$", { limit: 5 })).total).toBe(20);
  });

  test("what is too large, or no text, is not read and says why", async () => {
    const { hands } = await open({
      "seeds/large.csv": new Uint8Array(5 * 1024 * 1024 + 1).fill(97),
      "latin1.sql": Uint8Array.of(0x5a, 0xfc, 0x72),
      "nul.sql": "a\0b",
    });

    expect(reason(await hands.read("seeds/large.csv", 0, 1))).toContain("files up to 5.0 MiB");
    expect(reason(await hands.read("latin1.sql", 0, 1))).toBe("latin1.sql is not UTF-8 text");
    expect(reason(await hands.read("nul.sql", 0, 1))).toBe("nul.sql is not UTF-8 text");
    expect(reason(await hands.write("new.csv", "a".repeat(6 * 1024 * 1024)))).toContain("MiB");
    expect(reason(await hands.write("half.sql", "\ud800"))).toContain("not valid Unicode");
  });

  test("a closed sandbox, and one that was stopped, answers no more", async () => {
    const closed = await open({ "a.sql": "a" });
    const stopped = await open({ "a.sql": "a" });
    await closed.hands.close();
    stopped.stop.abort();

    const died = { name: "WorldFailure", code: "sandbox-died" };
    await expect(closed.hands.read("a.sql", 0, 1)).rejects.toMatchObject(died);
    await expect(stopped.hands.read("a.sql", 0, 1)).rejects.toMatchObject(died);
  });

  test("a sandbox is not opened for a run that was stopped already", async () => {
    const { directory } = await open();
    const signal = AbortSignal.abort();

    const opening = subject().create({}).open({ directory, runId: "run-2", signal });

    await expect(opening).rejects.toMatchObject({ code: "sandbox-died" });
  });
}
