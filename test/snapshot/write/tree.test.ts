import { InputError } from "../../../src/findings/input-error";
import { checkTree, isSafePath } from "../../../src/snapshot/write/tree";

const treeOf = (...paths: string[]) => ({ name: "prod", files: new Map(paths.map((path) => [path, ""])) });

describe("isSafePath", () => {
  test.each(["PLAN.md", "phases/00-baseline/PHASE.md", "..a/b..", ".hidden/x", "a b/ü.yaml"])("takes %j", (path) => {
    expect(isSafePath(path)).toBe(true);
  });

  test.each(["", "/etc/passwd", "../x", "a/../b", "a/..", "./a", "a/./b", "a//b", "a/", "a\\b", "C:/x", "c:x", "a\0b"])(
    "refuses %j",
    (path) => expect(isSafePath(path)).toBe(false),
  );
});

describe("checkTree", () => {
  test("takes a tree as synth renders it", () => {
    expect(() => checkTree(treeOf("plan.json", "phases/00/PHASE.md", "phases/00/manifests/mesh/a.yaml"))).not.toThrow();
  });

  test.each([
    [["a/../../x"], /"a\/\.\.\/\.\.\/x" is not a path inside/],
    [["a.yaml", "A.yaml"], /"a\.yaml" and "A\.yaml" differ only in upper and lower case/],
    [["dir/a", "DIR/b"], /"dir" and "DIR" differ only/],
    [["dir", "Dir/b"], /differ only/],
    [["dir", "dir/b"], /"dir" would be both a file and a folder/],
  ])("refuses %j", (paths, message) => {
    expect(() => checkTree(treeOf(...paths))).toThrow(InputError);
    expect(() => checkTree(treeOf(...paths))).toThrow(message);
  });

  test.each(["", ".", "..", "a/b", "../x", "/abs", "a\\b", ".meshstep-x.next", ".meshstep.lock"])(
    "refuses the name %j",
    (name) => {
      expect(() => checkTree({ name, files: new Map() })).toThrow(/cannot be the name of an output folder/);
    },
  );

  test("names every problem at once", () => {
    expect(() => checkTree(treeOf("../a", "/b"))).toThrow(/"\.\.\/a"[\s\S]*"\/b"/);
  });
});
