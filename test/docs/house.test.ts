import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = join(__dirname, "../..");
const src = join(root, "src");

/** The rooms in the order in which CONTRIBUTING lists them: each may import those above it in the list. */
const rooms = [...readFileSync(join(root, "CONTRIBUTING.md"), "utf8").matchAll(/^ {2}([a-z-]+)\/ {2,}/gm)].map(
  ([, name]) => name ?? "",
);

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"))
  .sort();

/** What a file imports, as paths below src; `import()` too. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(src, file), "utf8");
  return [...text.matchAll(/(?:\bfrom |\bimport\()"(\.[^"]*)"/g)].map(([, path]) =>
    relative(src, join(src, dirname(file), path ?? ""))
      .split(sep)
      .join("/"),
  );
}

const roomOf = (path: string) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined);

test("CONTRIBUTING lists every room of src, and no other", () => {
  expect([...rooms].sort()).toEqual([...new Set(files.flatMap((file) => roomOf(file) ?? []))].sort());
});

test("rooms import only those above them in the list", () => {
  const downwards = files.flatMap((file) =>
    importsOf(file)
      .filter((path) => {
        const [own, other] = [roomOf(file), roomOf(path)];
        return own && other && rooms.indexOf(other) > rooms.indexOf(own);
      })
      .map((path) => `${file} imports ${path}`),
  );
  expect(downwards).toEqual([]);
});
