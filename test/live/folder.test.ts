import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exactText, nearestFolder, readLiveFolder } from "../../src/git/folder";
import { folderWith, inputErrorOf } from "../support/folder";

test("every file by its posix path, sorted, byte for byte", () => {
  const folder = folderWith({
    "mesh/b.yaml": "b\r\n",
    "kustomization.yaml": "\uFEFFbom",
    ".hidden": "",
    "mesh/a.yaml": "é",
    "mesh/c.yaml": { link: "a.yaml" },
  });
  mkdirSync(join(folder, "empty"));
  expect([...readLiveFolder(folder)]).toEqual([
    [".hidden", ""],
    ["kustomization.yaml", "\uFEFFbom"],
    ["mesh/a.yaml", "é"],
    ["mesh/b.yaml", "b\r\n"],
    ["mesh/c.yaml", "é"],
  ]);
});

test("bytes that are no UTF-8 equal no text", () => {
  const bytes = Buffer.from([0x61, 0xff]);
  const text = folderWith({ "a.yaml": bytes });
  expect(readLiveFolder(text).get("a.yaml")).not.toBe("a\uFFFD");
  expect(exactText(bytes)).toContain("\0");
  expect(exactText(Buffer.from("a\uFFFD"))).toBe("a\uFFFD");
});

describe("refused", () => {
  const outside = folderWith({ "secret.yaml": "s", "sub/x.yaml": "x" });
  const cases: readonly [string, () => string, RegExp][] = [
    ["a file", () => join(folderWith({ live: "" }), "live"), /^SHOWN: not a folder\n {2}--live names the folder that/],
    ["nothing", () => join(outside, "missing"), /^SHOWN: no such file or folder$/],
    ["a path through a file", () => join(outside, "secret.yaml/live"), /^SHOWN: no such file or folder$/],
    [
      "a link in a circle",
      () => join(folderWith({ live: { link: "live" } }), "live"),
      /^SHOWN: its symbolic links run/,
    ],
    [
      "a link that leads out",
      () => folderWith({ "mesh/x.yaml": { link: join(outside, "secret.yaml") } }),
      /^SHOWN\/mesh\/x\.yaml: a symbolic link that leads out of the live folder\n {2}Put the file itself there/,
    ],
    ["a link to nothing", () => folderWith({ "x.yaml": { link: "gone" } }), /^SHOWN\/x\.yaml: no such file or folder$/],
    [
      "a link to a folder inside",
      () => folderWith({ "mesh/a.yaml": "", other: { link: "mesh" } }),
      /^SHOWN\/other: a symbolic link to a folder\n/,
    ],
    ["a repository", () => folderWith({ ".git/HEAD": "" }), /^SHOWN: the root of a Git repository\n/],
    [
      "a repository inside",
      () => folderWith({ "mesh/.git": "gitdir: x" }),
      /^SHOWN\/mesh: the root of a Git repository\n/,
    ],
    [
      "a file over 10 MiB",
      () => {
        const folder = folderWith({ "big.yaml": "" });
        truncateSync(join(folder, "big.yaml"), 10 * 1024 * 1024 + 1);
        return folder;
      },
      /^SHOWN\/big\.yaml: larger than 10 MiB/,
    ],
  ];

  test.each(cases)("%s", (_, make, message) => {
    const folder = make();
    expect(inputErrorOf(() => readLiveFolder(folder, "SHOWN"))).toMatch(message);
  });
});

test("the nearest folder that is there", () => {
  const folder = folderWith({ "a/file": "", alias: { link: "a" } });
  writeFileSync(join(folder, "a/other"), "");
  expect(nearestFolder(join(folder, "alias"))).toEqual({ folder: join(folder, "a"), missing: [] });
  expect(nearestFolder(join(folder, "alias/b/c"))).toEqual({ folder: join(folder, "a"), missing: ["b", "c"] });
  expect(nearestFolder(join(folder, "a/file/live"))).toEqual({ folder: join(folder, "a"), missing: ["file", "live"] });
});
