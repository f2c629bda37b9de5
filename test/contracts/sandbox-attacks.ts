import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { freshWorkspaces, reason, type SandboxUnderTest, value } from "./sandbox-workspaces.ts";

/** What no path and no file in the workspace can do, in any sandbox. */
export function describePathAttacks(subject: () => SandboxUnderTest): void {
  const open = freshWorkspaces(subject);

  test("a path that could leave the repository, or is git's, is refused to every tool", async () => {
    const refused: readonly [path: string, why: string][] = [
      ["../outside.txt", "leads out"],
      ["models/../../outside.txt", "leads out"],
      ["/etc/passwd", "relative to the repository"],
      ["models\\..\\..\\outside.txt", "written with /"],
      [".git/config", "git's own"],
      ["models/.GIT/hooks/pre-commit", "git's own"],
      [".g\u200bit/config", "git's own"],
      ["git~1/config", "git's own"],
      ["a\0b", "no name in a repository has"],
      ["a\nb", "no name in a repository has"],
      ["\ud800", "no name in a repository has"],
      ["n".repeat(256), "too long"],
      ["d/".repeat(3_000), "too long"],
    ];
    const { hands, directory } = await open({ "models/a.sql": "a" });
    const outside = join(dirname(directory), "outside.txt");
    writeFileSync(outside, "secret");

    for (const [path, why] of refused) {
      const answers = [
        await hands.read(path, 0, 1),
        await hands.write(path, "x"),
        await hands.edit(path, [{ find: "secret", replace: "x", all: false }]),
        await hands.ls(path),
      ];
      for (const answer of answers) expect(reason(answer)).toContain(why);
    }
    expect(readFileSync(outside, "utf8")).toBe("secret");
    expect(value(await hands.diff())).toEqual([]);
  });

  test("no tool follows a link, to a file or through a directory", async () => {
    const { hands, directory } = await open(
      { "a.sql": "a" },
      {
        prepare(workspace) {
          const outside = join(dirname(workspace), "outside");
          mkdirSync(outside);
          writeFileSync(join(outside, "secret.txt"), "secret");
          symlinkSync(join(outside, "secret.txt"), join(workspace, "file"));
          symlinkSync(outside, join(workspace, "directory"));
          symlinkSync("/etc/passwd", join(workspace, "passwd"));
          symlinkSync(join(outside, "new.txt"), join(workspace, "dangling"));
          symlinkSync("loop", join(workspace, "loop"));
        },
      },
    );
    const links = ["file", "directory/secret.txt", "passwd", "dangling", "loop", "directory/x/y"];

    for (const path of links) {
      expect(reason(await hands.read(path, 0, 9))).toContain("symbolic link");
      expect(reason(await hands.write(path, "x"))).toContain("symbolic link");
      const edit = [{ find: "secret", replace: "x", all: false }];
      expect(reason(await hands.edit(path, edit))).toContain("symbolic link");
    }
    expect(reason(await hands.ls("directory"))).toContain("symbolic link");
    expect(value(await hands.ls(".")).map(({ name }) => name)).toEqual(["a.sql"]);
    expect(value(await hands.glob("**", 9)).paths).toEqual(["a.sql"]);
    expect(value(await hands.grep("secret|root", { limit: 9 })).total).toBe(0);
    const outside = join(dirname(directory), "outside");
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
    expect(() => readFileSync(join(outside, "new.txt"))).toThrow("ENOENT");
  });

  test("a pipe with nobody at its other end holds nothing up", async () => {
    const { hands } = await open(
      { "a.sql": "a" },
      {
        prepare: (workspace) => void execFileSync("mkfifo", [join(workspace, "pipe")]),
      },
    );

    expect(reason(await hands.read("pipe", 0, 1))).toContain("a pipe, not a file");
    expect(reason(await hands.write("pipe", "x"))).toContain("a pipe, not a file");
    expect(value(await hands.grep("a", { limit: 9 })).total).toBe(1);
    expect(value(await hands.ls(".")).map(({ name }) => name)).toEqual(["a.sql"]);
  });

  test("a name that is no text is passed over", async () => {
    const { hands } = await open(
      { "a.sql": "a" },
      {
        prepare(workspace) {
          const name = Buffer.concat([Buffer.from(`${workspace}/`), Uint8Array.of(0x62, 0xff)]);
          writeFileSync(name, "bytes");
        },
      },
    );

    expect(value(await hands.glob("**", 9)).paths).toEqual(["a.sql"]);
    expect(value(await hands.ls(".")).map(({ name }) => name)).toEqual(["a.sql"]);
  });

  test("a pattern with many stars is answered at once", async () => {
    const { hands } = await open({ [`${"a".repeat(200)}.sql`]: "a" });

    const pattern = `${"*a".repeat(200)}*b/${"**/".repeat(50)}*`;

    expect(value(await hands.glob(pattern, 9)).total).toBe(0);
  });
}
