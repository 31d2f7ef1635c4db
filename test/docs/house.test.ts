import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = join(__dirname, "../..");
const src = join(root, "src");

interface House {
  /** A folder of rooms, below src: empty for src itself. */
  readonly folder: string;
  /** Its rooms in the order in which CONTRIBUTING lists them: each may import those above it in the list. */
  readonly rooms: readonly string[];
}

const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const houses = [...contributing.matchAll(/^```\nsrc\/(.*)\n((?:.+\n)+)```/gm)].map(
  ([, folder = "", list = ""]): House => ({
    folder,
    rooms: [...list.matchAll(/^ {2}([a-z-]+)\/ {2,}/gm)].map(([, name]) => name ?? ""),
  }),
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

/** The room of a path in a house; undefined for what stands above the rooms, or elsewhere. */
function roomOf({ folder }: House, path: string): string | undefined {
  const below = path.startsWith(folder) ? path.slice(folder.length) : "";
  return below.includes("/") ? below.slice(0, below.indexOf("/")) : undefined;
}

test("CONTRIBUTING lists the rooms of src, and those of its largest ones", () => {
  expect(houses.map(({ folder }) => folder)).toEqual(["", "repository/", "verbs/check/", "verbs/adopt/"]);
});

describe.each(houses)("src/$folder", (house) => {
  const { folder, rooms } = house;

  test("CONTRIBUTING lists every room, and no other", () => {
    expect([...rooms].sort()).toEqual([...new Set(files.flatMap((file) => roomOf(house, file) ?? []))].sort());
  });

  test("rooms import only those above them in the list, and nothing that stands above the rooms", () => {
    const wrong = files.flatMap((file) => {
      const own = roomOf(house, file);
      if (own === undefined) return [];
      const isWrong = (path: string) => {
        const other = roomOf(house, path);
        if (other !== undefined) return rooms.indexOf(other) > rooms.indexOf(own);
        return path.startsWith(folder);
      };
      return importsOf(file)
        .filter(isWrong)
        .map((path) => `${file} imports ${path}`);
    });
    expect(wrong).toEqual([]);
  });
});
