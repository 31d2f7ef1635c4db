import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { readReleasesFile } from "../../src/catalog/extend";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { newsOf } from "../../src/verbs/catalog-updates/news";
import { readUpdates } from "../../src/verbs/catalog-updates/read";

const select = (version: string) => `urn:alm:descriptor:com.tectonic.ui:select:${version}`;

interface Bundle {
  readonly offered?: readonly string[];
  readonly pulled?: readonly string[];
}

function csv(name: string, { offered = [], pulled = [] }: Bundle) {
  const images = pulled.map((one) => [`images.${one.replaceAll(".", "_")}.istiod`, "registry.example.com/istiod"]);
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "ClusterServiceVersion",
    metadata: { name },
    spec: {
      customresourcedefinitions: {
        owned: [
          { kind: "Istio", specDescriptors: [{ path: "version", "x-descriptors": offered.map(select) }] },
          { kind: "Istio", specDescriptors: [{ path: "profile", "x-descriptors": [select("v9.9.9")] }] },
        ],
      },
      install: {
        spec: { deployments: [{ spec: { template: { metadata: { annotations: Object.fromEntries(images) } } } }] },
      },
    },
  };
}

const encoded = (object: unknown) => ({
  type: "olm.bundle.object",
  value: { data: Buffer.from(JSON.stringify(object)).toString("base64") },
});

const bundle = (name: string, version: string, properties: readonly unknown[], owner = "sailoperator") => ({
  schema: "olm.bundle",
  name,
  package: owner,
  properties: [{ type: "olm.package", value: { packageName: owner, version } }, ...properties],
});

const channel = (name: string, ...entries: string[]) => ({
  schema: "olm.channel",
  package: "sailoperator",
  name,
  entries: entries.map((one) => ({ name: one })),
});

const fresh = csv("sailoperator.v1.30.4", {
  offered: ["v1.30-latest", "v1.30.4", "v1.30.3"],
  pulled: ["v1.30.4", "v1.30.3"],
});
const catalogue = [
  { schema: "olm.package", name: "sailoperator" },
  channel("stable", "sailoperator.v1.30.4", "sailoperator.v1.30.3"),
  channel("stable-1.30", "sailoperator.v1.30.4"),
  bundle("sailoperator.v1.30.4", "1.30.4", [encoded(fresh)]),
  bundle("sailoperator.v1.31.0-nightly", "1.31.0-nightly-2026-11-20", []),
  bundle("other.v9.0.0", "9.0.0", [], "other"),
];

/** Reads files that were written into a folder. */
function read(files: Readonly<Record<string, string>>, input = "."): ReturnType<typeof readUpdates> {
  const cwd = mkdtempSync(join(tmpdir(), "meshstep-updates-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    return readUpdates(input, { cwd, stdin: () => files["-"] ?? "" });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const wanted = { distribution: "sail", version: "1.30.4", installable: ["v1.30.4", "v1.30.3"] };
const inChannels = { ...wanted, channels: ["stable", "stable-1.30"] };
const json = catalogue.map((one) => JSON.stringify(one, null, 2)).join("\n");
const yaml = catalogue.map((one) => stringify(one)).join("---\n");

test.each<[what: string, files: Record<string, string>, input: string, expected: object[]]>([
  ["JSON of opm render", { "catalog.json": json }, "catalog.json", [inChannels]],
  ["YAML of opm render", { "catalog.yaml": yaml }, "catalog.yaml", [inChannels]],
  ["standard input", { "-": json }, "-", [inChannels]],
  [
    "a mirrored catalogue, a folder per package",
    {
      "configs/sailoperator/a.json": json,
      "configs/other/catalog.json": JSON.stringify(bundle("x.v1.0.0", "1.0.0", [], "x")),
    },
    "configs",
    [inChannels],
  ],
  ["a bundle", { "manifests/csv.yaml": stringify(fresh) }, ".", [{ ...wanted, channels: [] }]],
  ["what kubectl prints", { "-": stringify({ apiVersion: "v1", kind: "List", items: [fresh] }) }, "-", [wanted]],
  [
    "two bundles, oldest first",
    {
      "b/csv.yaml": stringify(fresh),
      "a/csv.yaml": stringify(csv("servicemeshoperator3.v3.3.9", { offered: ["v1.28.10"] })),
    },
    ".",
    [wanted, { distribution: "openshift", version: "3.3.9", installable: ["v1.28.10"] }],
  ],
  [
    "images of versions that the console does not offer, and the other way round",
    {
      "csv.yaml": stringify(
        csv("sailoperator.v1.30.4", { offered: ["v1.30.4", "v1.28.1"], pulled: ["v1.30.4", "v1.27.0"] }),
      ),
    },
    ".",
    [{ installable: ["v1.30.4"] }],
  ],
  [
    "two catalogues: the one with the objects tells more",
    { "a.json": JSON.stringify(bundle("sailoperator.v1.30.4", "1.30.4", [])), "b.json": json },
    ".",
    [inChannels],
  ],
])("%s", (_what, files, input, expected) => {
  expect(read(files, input)).toMatchObject(expected);
});

test.each<[what: string, files: Record<string, string>, problem: RegExp]>([
  [
    "nothing of ours",
    { "catalog.json": JSON.stringify(bundle("x.v1.0.0", "1.0.0", [], "x")) },
    /no release of sailoperator/,
  ],
  ["nightlies only", { "catalog.json": JSON.stringify(catalogue[4]) }, /no release of sailoperator/],
  ["no YAML", { "sailoperator.yaml": "a: [sailoperator" }, /sailoperator\.yaml/],
])("%s is an error", (_what, files, problem) => {
  expect(() => read(files)).toThrow(problem);
});

describe("news", () => {
  const ours = findRelease(distribution("sail"), "1.30.3");
  const same = csv("sailoperator.v1.30.3", { offered: ours?.installable ?? [], pulled: ours?.installable ?? [] });
  const less = csv("sailoperator.v1.30.3", { offered: ["v1.30.3"] });

  test.each<[what: string, object: object, state: string, differs: RegExp]>([
    ["as ours", same, "known", /^$/],
    ["fewer versions", less, "differs", /installable without v1\.30\.2/],
    ["newer", fresh, "new", /^$/],
    ["nothing said, and known", csv("sailoperator.v1.30.3", {}), "known", /^$/],
    ["nothing said, and new", csv("sailoperator.v1.30.9", {}), "unreadable", /^$/],
  ])("%s", (_what, object, state, differs) => {
    const [news] = newsOf(read({ "csv.yaml": stringify(object) }));
    expect(news?.releases.map((one) => one.state)).toEqual([state]);
    expect(news?.releases[0]?.differs.join()).toMatch(differs);
  });

  test("the file is one that spec.catalogs takes, and says what it had to take over", () => {
    const [news] = newsOf(read({ "csv.yaml": stringify(fresh) }));
    const text = news?.file ?? "";
    expect(text).toMatch(/# 1\.30\.4: its CRDs were not at hand, so what is end of life is as in 1\.30\.3/);
    const [release] = readReleasesFile(text, "releases.yaml").releases;
    expect(release).toMatchObject({
      version: "1.30.4",
      installable: ["v1.30.4", "v1.30.3"],
      endOfLife: ours?.endOfLife,
    });
    expect(release?.ztunnel.fields).toEqual(ours?.ztunnel.fields);
  });

  test("a release that a file of the user's describes is known", () => {
    const found = read({ "csv.yaml": stringify(fresh) });
    const described = readReleasesFile(newsOf(found)[0]?.file ?? "", "releases.yaml").releases;
    expect(newsOf(found, described)[0]?.releases.map(({ state }) => state)).toEqual(["known"]);
  });
});
