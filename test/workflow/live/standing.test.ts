import fc from "fast-check";
import type { ManifestFiles } from "../../../src/workflow/diff/unified";
import { editsOf, onlyLineEnds, type PhaseFiles, standingOf } from "../../../src/workflow/live/standing";

const markerFile = "mesh/95-marker/configmap-meshstep-prod.yaml";
const marker = (phase: string, plan = "now", mesh = "prod"): string =>
  `kind: ConfigMap\ndata:\n  mesh: ${mesh}\n  phase: ${phase}\n  plan: ${plan}\n`;

function phase(dir: string, files: Record<string, string>): PhaseFiles {
  return { dir, files: new Map(Object.entries({ ...files, [markerFile]: marker(dir) })) };
}

const same = { "kustomization.yaml": "k\n", "mesh/a.yaml": "a\n", "mesh/b.yaml": "b\n" };
const phases = [
  phase("00-baseline", { ...same, "mesh/v.yaml": "1\n" }),
  phase("01-operator", { ...same, "mesh/v.yaml": "1\n" }),
  phase("02-next", { ...same, "mesh/v.yaml": "2\n", "mesh/new.yaml": "n\n" }),
  phase("03-verify", { ...same, "mesh/v.yaml": "2\n", "mesh/new.yaml": "n\n" }),
];

function live(index: number, edits: Record<string, string | undefined> = {}): ManifestFiles {
  const files = { ...Object.fromEntries(phases[index]?.files ?? []), ...edits };
  return new Map(Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

const standing = (files: ManifestFiles) => standingOf(files, phases, "prod", "now");

test("each phase stands at itself, and nothing at nothing", () => {
  for (const index of phases.keys()) expect(standing(live(index))).toMatchObject({ at: "phase", phase: index });
  expect(standing(new Map())).toEqual({ at: "nothing" });
});

test.each<[string, ManifestFiles, number, object[]]>([
  ["one file changed", live(2, { "mesh/a.yaml": "A\n" }), 2, [{ file: "mesh/a.yaml", what: "changed" }]],
  [
    "changed, missing and added, sorted by path",
    live(0, { "mesh/a.yaml": undefined, "mesh/0.yaml": "", "mesh/b.yaml": "x" }),
    0,
    [
      { file: "mesh/0.yaml", what: "added" },
      { file: "mesh/a.yaml", what: "missing" },
      { file: "mesh/b.yaml", what: "changed" },
    ],
  ],
  [
    "a tie goes to the phase that the marker names",
    live(1, { "mesh/v.yaml": "2\n", "mesh/new.yaml": undefined }),
    1,
    [{ file: "mesh/v.yaml", what: "changed" }],
  ],
  [
    "a tie without a marker goes to the earliest",
    live(3, { [markerFile]: undefined }),
    2,
    [{ file: markerFile, what: "missing" }],
  ],
  [
    "a marker that names a phase further away does not win",
    live(2, { [markerFile]: marker("00-baseline") }),
    2,
    [{ file: markerFile, what: "changed" }],
  ],
  ["a marker that is no YAML", live(2, { [markerFile]: "{" }), 2, [{ file: markerFile, what: "changed" }]],
  [
    "the marker of another mesh",
    live(0, { [markerFile]: marker("05-verify", "then", "test") }),
    0,
    [{ file: markerFile, what: "changed" }],
  ],
  [
    "an earlier plan that differs in more than the marker",
    live(0, { [markerFile]: marker("05-verify", "then"), "mesh/a.yaml": "A" }),
    0,
    [
      { file: "mesh/a.yaml", what: "changed" },
      { file: markerFile, what: "changed" },
    ].sort((a, b) => (a.file < b.file ? -1 : 1)),
  ],
])("no phase: %s", (_, files, nearest, edits) => {
  expect(standing(files)).toMatchObject({ at: "no phase", nearest, edits });
});

test("the end of an earlier plan is the baseline of this one; the middle of one is the earliest phase that is the same", () => {
  expect(standing(live(0, { [markerFile]: marker("05-verify", "then") }))).toMatchObject({
    at: "earlier plan",
    phase: 0,
  });
  expect(standing(live(3, { [markerFile]: marker("03-verify", "then") }))).toMatchObject({
    at: "earlier plan",
    phase: 2,
  });
});

test("only the ends of lines", () => {
  const converted = new Map([...live(2)].map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]));
  const near = live(2);
  expect(onlyLineEnds(editsOf(near, converted), near, converted)).toBe(true);
  const more = new Map([...converted, ["mesh/x.yaml", "x"]]);
  expect(onlyLineEnds(editsOf(near, more), near, more)).toBe(false);
});

test("edits are exactly what leads back to the phase, and the nearest phase needs the fewest", () => {
  const text = fc.constantFrom("a\n", "b\n", "1\n", "2\n", "n\n", "k\n");
  const path = fc.constantFrom(...Object.keys(same), "mesh/v.yaml", "mesh/new.yaml", "mesh/odd.yaml");
  const named = fc
    .constantFrom("00-baseline", "01-operator", "02-next", "03-verify", "09-gone")
    .map((dir) => marker(dir));
  fc.assert(
    fc.property(fc.dictionary(path, text, { minKeys: 1 }), named, (files, theMarker) => {
      const found = new Map(Object.entries({ ...files, [markerFile]: theMarker }));
      const result = standing(found);
      const counts = phases.map((one) => editsOf(one.files, found).length);
      const fewest = Math.min(...counts);
      if (fewest === 0) return expect(result).toMatchObject({ at: "phase", phase: counts.indexOf(0) });
      if (result.at !== "no phase") throw new Error(result.at);
      expect(counts[result.nearest]).toBe(fewest);
      const restored = new Map(found);
      for (const { file } of result.edits) {
        const wanted = phases[result.nearest]?.files.get(file);
        if (wanted === undefined) restored.delete(file);
        else restored.set(file, wanted);
      }
      return expect(standing(restored)).toMatchObject({ at: "phase", phase: result.nearest });
    }),
  );
});
