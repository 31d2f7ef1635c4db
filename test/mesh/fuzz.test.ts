import { InputError } from "../../src/findings/input-error";
import { loadMeshes } from "../../src/mesh/load";
import { fc } from "../support/fast-check";
import { folderWith } from "../support/folder";
import { designMesh, manifest, meshText } from "../support/mesh-text";

const cwd = folderWith({ "l7/route.yaml": manifest("HTTPRoute", "reviews") });

/** Loads a text; what is wrong with it must be an InputError about a place in it. */
function load(text: string): "good" | "bad" {
  try {
    loadMeshes(["-"], { cwd, stdin: () => text });
    return "good";
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const lines = text.split("\n");
    for (const { place, message } of error.problems) {
      expect(message).not.toContain("\n");
      expect(place?.file).toBe("<stdin>");
      expect(place?.line).toBeLessThanOrEqual(lines.length);
      expect(place?.column).toBeLessThanOrEqual((lines[(place?.line ?? 0) - 1] ?? "").length + 1);
    }
    return "bad";
  }
}

const scrap = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\n",
    "\t",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "<<: ",
    "!!set ",
    "|",
    ">",
    "'",
    '"',
    "---\n",
    "#",
    "? ",
  ),
  fc.constantFrom("null", "yes", "1.30", "__proto__: 1", "constructor: 1", "../x", "\u0000", "\uFEFF", "\u2028", "é"),
  fc.string({ maxLength: 8 }),
);
const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), insert: scrap });

test.each([
  ["the mesh of the design", designMesh],
  ["the least mesh", meshText()],
])("%s, damaged: it loads, or the error has a place", (_what, text) => {
  expect(load(text)).toBe("good");
  let bad = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let damaged = text;
      for (const { at, cut, insert } of edits) {
        const start = at % (damaged.length + 1);
        damaged = damaged.slice(0, start) + insert + damaged.slice(start + cut);
      }
      if (load(damaged) === "bad") bad += 1;
    }),
    { numRuns: 300 },
  );
  expect(bad).toBeGreaterThan(50);
});
