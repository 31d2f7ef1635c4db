import { join } from "node:path";
import { decodeText, readTextFile } from "../../src/source/read-text";
import { folderWith, inputErrorOf } from "../support/folder";

const folder = folderWith({
  "ok.yaml": "a: é\n",
  "latin.yaml": Uint8Array.from([0x61, 0x3a, 0x20, 0xe9]),
  "utf16.yaml": Uint8Array.from([0xff, 0xfe, 0x61, 0x00]),
  "big.yaml": Buffer.alloc(50 * 1024 * 1024, 0x20),
  "circle.yaml": { link: "circle.yaml" },
});

test("reads UTF-8", () => {
  expect(readTextFile(join(folder, "ok.yaml"), "ok.yaml")).toBe("a: é\n");
});

test.each([
  ["missing.yaml", "missing.yaml: no such file or folder"],
  ["ok.yaml/inside.yaml", "ok.yaml/inside.yaml: no such file or folder"],
  [".", ".: not a file"],
  ["latin.yaml", "latin.yaml:1:4: not UTF-8 text\n  save it as UTF-8"],
  ["utf16.yaml", "utf16.yaml:1:1: UTF-16 text\n  save it as UTF-8"],
  ["big.yaml", "big.yaml: larger than 10 MiB\n  no mesh and no manifest comes near that"],
  ["circle.yaml", "circle.yaml: its symbolic links run in a circle"],
  [`${"x".repeat(300)}`, `${"x".repeat(300)}: cannot be read (ENAMETOOLONG)`],
])("refuses %s", (name, message) => {
  expect(inputErrorOf(() => readTextFile(join(folder, name), name))).toBe(message);
});

test("bytes that are no text", () => {
  expect(inputErrorOf(() => decodeText(Uint8Array.from([0xc3]), "f"))).toBe(
    "f:1:1: not UTF-8 text\n  save it as UTF-8",
  );
});
