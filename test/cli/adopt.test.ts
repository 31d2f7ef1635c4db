import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { committedPlans } from "../support/examples";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const istio = `# Source: mesh/templates/istio.yaml
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system }
`;
const route = (name: string) => `# Source: routes/templates/route.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: bookinfo, labels: { helm.sh/chart: routes-1.2.3 } }
spec: { parentRefs: [{ group: "", kind: Service, name: ${name}, port: 9080 }] }
`;
const kustomization = (rest: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${rest}`;

const mine = "apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\n";

function manifestsIn(folder: string, file = "mesh.yaml"): unknown {
  return (parse(readFileSync(join(folder, file), "utf8")) as { spec: { manifests?: unknown } }).spec.manifests;
}

/** What synth makes of it: every object of the only phase. */
async function synthesised(folder: string, file = "mesh.yaml"): Promise<string[]> {
  const { code, err } = await runCli(["synth", "-f", file, "--out", "out"], folder);
  expect({ code, err }).toMatchObject({ code: 0 });
  const files = readdirSync(join(folder, "out"), { recursive: true, encoding: "utf8" });
  return files
    .filter(
      (name) =>
        name.endsWith(".yaml") && !name.endsWith("kustomization.yaml") && !/95-marker|05-precheck|90-verify/.test(name),
    )
    .map((name) => name.replace(/^.*manifests\//, ""))
    .sort();
}

/** Of a mesh that says nothing of its operator. */
const guess =
  "note: taken for Sail Operator, as it has a release whose default is v1.28.3; Alauda Service Mesh 2 has what runs as well: --distribution names it\n";

describe("a cluster dump", () => {
  const list = JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [istio, route("reviews"), route("ratings")].map((text) => {
      const object = parse(text) as { metadata: object };
      return { ...object, metadata: { ...object.metadata, uid: "x" } };
    }),
  });

  test("becomes mesh.yaml and a folder beside it, which synth takes as they are", async () => {
    const folder = folderWith({});
    const { code, out, err } = await runCli(["adopt", "-", "--name", "east"], folder, list);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "",
      err: `${guess}Wrote mesh.yaml and 2 files in adopted/. The baseline of east holds what the 3 objects read hold. Next: meshstep plan -f mesh.yaml\n`,
    });
    expect(readdirSync(folder).sort()).toEqual(["adopted", "mesh.yaml"]);
    expect(manifestsIn(folder)).toEqual(["adopted/*.yaml"]);
    expect(
      readFileSync(join(folder, "adopted/httproute-reviews.yaml"), "utf8"),
    ).toBe(`# Adopted by meshstep from <stdin>.
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: reviews
  namespace: bookinfo
  labels:
    helm.sh/chart: routes-1.2.3
spec:
  parentRefs:
    - group: ""
      kind: Service
      name: reviews
      port: 9080
`);
    expect(await synthesised(folder)).toEqual([
      "mesh/20-control-plane/istio-default.yaml",
      "mesh/60-routing/httproute-ratings.yaml",
      "mesh/60-routing/httproute-reviews.yaml",
    ]);
  });

  test("on standard output only mesh.yaml is printed; what it carries is listed", async () => {
    const folder = folderWith({ "dump.json": list });
    const { code, out, err } = await runCli(["adopt", "dump.json", "-o", "-"], folder);
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({ kind: "Mesh", metadata: { name: "dump" } });
    expect(err).toBe(
      `${guess}Carried objects, to be written to adopted/ by -o FILE:\n  HTTPRoute/bookinfo/reviews\n  HTTPRoute/bookinfo/ratings\nThe baseline of dump holds what the 3 objects read hold.\n`,
    );
    expect(readdirSync(folder)).toEqual(["dump.json"]);
  });

  test("a dump that lies in the mesh's folder is not carried as it is", async () => {
    const folder = folderWith({ "dump.yaml": list });
    expect((await runCli(["adopt", "dump.yaml"], folder)).code).toBe(0);
    expect(manifestsIn(folder)).toEqual(["adopted/*.yaml"]);
  });
});

describe("a Git folder", () => {
  test("files that hold nothing else are named where they are", async () => {
    const folder = folderWith({
      "live/mesh/istio.yaml": istio,
      "live/l7/a.yaml": route("a"),
      "live/l7/b.yaml": `${route("b")}---\n${route("c")}`,
      "live/more/d.yaml": route("d"),
      "live/mixed.yaml": `${route("e")}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: e, labels: { istio-injection: enabled } }\n`,
      "live/odd\\1.yaml": route("f"),
      "live/values.yaml": "replicas: 1\n",
    });
    const { code, err } = await runCli(["adopt", "live", "-o", "live/mesh.yaml", "--distribution", "sail"], folder);
    expect({ code, err }).toEqual({
      code: 0,
      err:
        "note: spec.manifests names 3 files where they are; move them if promote is to replace that folder\n" +
        "Wrote live/mesh.yaml and 2 files in adopted/. The baseline of live holds what the 8 objects read hold. Next: meshstep plan -f live/mesh.yaml\n",
    });
    expect(manifestsIn(folder, "live/mesh.yaml")).toEqual(["adopted/*.yaml", "l7/*.yaml", "more/d.yaml"]);
    expect(readdirSync(join(folder, "live/adopted")).sort()).toEqual(["httproute-e.yaml", "httproute-f.yaml"]);
    expect(await synthesised(folder, "live/mesh.yaml")).toEqual([
      "mesh/20-control-plane/istio-default.yaml",
      ...["a", "b", "c", "d", "e", "f"].map((name) => `mesh/60-routing/httproute-${name}.yaml`),
      "namespaces/namespace-e.yaml",
    ]);
  });

  test("files of another folder are copied, and so are those behind a link that leads out", async () => {
    const folder = folderWith({
      "live/istio.yaml": istio,
      "elsewhere/a.yaml": route("a"),
      "mesh/b.yaml": { link: "../elsewhere/a.yaml" },
    });
    expect((await runCli(["adopt", "live", "elsewhere", "mesh/b.yaml", "-o", "mesh/mesh.yaml"], folder)).code).toBe(0);
    expect(manifestsIn(folder, "mesh/mesh.yaml")).toEqual(["adopted/*.yaml"]);
  });

  test("a tree that Helm rendered", async () => {
    const folder = folderWith({
      "mesh/templates/istio.yaml": `---\n${istio}---\n# Source: mesh/templates/empty.yaml\n`,
      "routes/templates/route.yaml": `---\n${route("a")}`,
    });
    const { code } = await runCli(["adopt", "mesh", "routes"], folder);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "routes/templates/route.yaml"), "utf8")).toContain("helm.sh/chart");
    expect(manifestsIn(folder)).toEqual(["routes/templates/route.yaml"]);
  });

  test("a template that nothing filled in is noted, other files are fine", async () => {
    const folder = folderWith({
      "live/istio.yaml": istio,
      "live/chart/route.yaml": "apiVersion: v1\nkind: {{ .Values.kind }}\n",
    });
    const { code, err } = await runCli(["adopt", "live"], folder);
    expect(code).toBe(0);
    expect(err.replace(guess, "")).toMatch(
      /^note: live\/chart\/route\.yaml:2:8: a template that has to be filled in first .*; left out\n/,
    );
  });

  test("an earlier mesh.yaml and its copies are no input of their own", async () => {
    const folder = folderWith({ "live/istio.yaml": istio, "dump.yaml": route("a") });
    expect((await runCli(["adopt", "live", "dump.yaml", "-o", "live/mesh.yaml"], folder)).code).toBe(0);
    const before = readFileSync(join(folder, "live/mesh.yaml"), "utf8");
    const again = await runCli(["adopt", "live", "dump.yaml", "-o", "live/mesh.yaml", "--force"], folder);
    expect(again.code).toBe(0);
    expect(readFileSync(join(folder, "live/mesh.yaml"), "utf8")).toBe(before);
  });
});

describe("kustomize", () => {
  test("plain resources are read as a build would take them", async () => {
    const folder = folderWith({
      "overlays/prod/kustomization.yaml": kustomization("resources: [../../base, route.yaml]\npatches: []\n"),
      "overlays/prod/route.yaml": route("a"),
      "overlays/prod/stray.yaml": route("stray"),
      "base/kustomization.yml": kustomization("resources:\n  - istio.yaml\n"),
      "base/istio.yaml": istio,
    });
    const { code, err } = await runCli(["adopt", "overlays/prod", "-o", "-"], folder);
    expect(code).toBe(0);
    expect(err).toContain("holds what the 2 objects read hold");
    const all = await runCli(["adopt", ".", "-o", "-"], folder);
    expect(all.err).toContain("holds what the 2 objects read hold");
  });

  test.each<[what: string, files: Record<string, string>, message: string]>([
    [
      "patches",
      { "live/kustomization.yaml": kustomization("resources: [istio.yaml]\npatches: [{ path: a.yaml }]\n") },
      "live/kustomization.yaml:4:1: uses patches, so",
    ],
    [
      "generators",
      { "live/kustomization.yaml": kustomization("configMapGenerator: [{ name: a }]\n") },
      "live/kustomization.yaml:3:1: uses configMapGenerator, so",
    ],
    [
      "components",
      { "live/kustomization.yaml": kustomization("components: [../a]\n") },
      "live/kustomization.yaml:3:1: uses components, so",
    ],
    ["a component", { "live/kustomization.yaml": "kind: Component\n" }, "live/kustomization.yaml: is a Component, so"],
    [
      "something remote",
      { "live/kustomization.yaml": kustomization("resources: [https://example.com/a.yaml]\n") },
      "live/kustomization.yaml: lists https://example.com/a.yaml, which is not in this folder, so",
    ],
    [
      "a circle",
      { "live/kustomization.yaml": kustomization("resources: [../live]\n") },
      "live/kustomization.yaml lists a folder that lists it",
    ],
    [
      "a folder without one",
      { "live/kustomization.yaml": kustomization("resources: [a]\n"), "live/a/b.yaml": "" },
      "live/kustomization.yaml: lists the folder a, which has no kustomization.yaml, so",
    ],
  ])("%s: it has to be built first", async (_, files, message) => {
    const folder = folderWith({ "live/istio.yaml": istio, ...files });
    const { code, err } = await withPrograms({}, () => runCli(["adopt", "live"], folder));
    expect(code).toBe(2);
    expect(err).toContain(`error: ${message}`);
    if (message.endsWith("so")) expect(err).toContain("kubectl kustomize live | meshstep adopt -");
    expect(existsSync(join(folder, "mesh.yaml"))).toBe(false);
  });

  test("below the folder that was asked for it is noted", async () => {
    const folder = folderWith({
      "live/istio.yaml": istio,
      "live/apps/kustomization.yaml": kustomization("resources: [a.yaml]\nnamePrefix: x-\n"),
      "live/apps/a.yaml": route("a"),
    });
    const { code, err } = await withPrograms({}, () => runCli(["adopt", "live"], folder));
    expect(code).toBe(0);
    expect(err).toContain("note: live/apps/kustomization.yaml:4:1: uses namePrefix");
  });
});

describe("writing", () => {
  const inputs = { "in/istio.yaml": istio, "in/a.yaml": route("a") };
  const adopt = (folder: string, ...argv: string[]) => runCli(["adopt", "in", ...argv], folder);

  test.each<[what: string, files: Parameters<typeof folderWith>[0], argv: string[], message: string]>([
    [
      "an existing mesh.yaml",
      { "to/mesh.yaml": mine },
      [],
      "to/mesh.yaml exists already\n    Give another name, - to print it, or --force.",
    ],
    [
      "a mesh.yaml that is something else",
      { "to/mesh.yaml": "kind: ConfigMap\n" },
      ["--force"],
      "to/mesh.yaml exists already, and is no Mesh of meshstep\n    Give another name with -o.",
    ],
    ["a folder in its place", { "to/mesh.yaml/a": "mine" }, ["--force"], "to/mesh.yaml is a folder"],
    ["a file where a folder is needed", { to: "mine" }, [], "to/mesh.yaml: there is no folder to put it in"],
    [
      "an earlier adoption",
      { "to/adopted/a.yaml": "# Adopted by meshstep from x.\n" },
      [],
      "to/adopted/a.yaml exists already\n    Give --force",
    ],
    [
      "a stranger in its folder",
      { "to/adopted/a.yaml": "mine" },
      ["--force"],
      "to/adopted/a.yaml does not come from adopt",
    ],
    [
      "a file in the place of its folder",
      { "to/adopted": "mine" },
      ["--force"],
      "to/adopted exists already and is no folder",
    ],
  ])("%s is refused, and nothing is written", async (_, files, argv, message) => {
    const folder = folderWith({ ...inputs, ...files });
    const before = readdirSync(folder, { recursive: true }).sort();
    const { code, out, err } = await adopt(folder, "-o", "to/mesh.yaml", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`error: ${message}`);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });

  test("a folder that is not there is made", async () => {
    const folder = folderWith(inputs);
    expect((await adopt(folder, "-o", "to/prod/mesh.yaml")).code).toBe(0);
    expect(readdirSync(join(folder, "to/prod")).sort()).toEqual(["adopted", "mesh.yaml"]);
  });

  test("a folder that cannot be written", async () => {
    const folder = folderWith(inputs);
    const { code, err } = await adopt(folder, "-o", "/proc/self/mesh.yaml");
    expect(code).toBe(2);
    expect(err).toMatch(/^error: \/proc\/self\/.*\n$/);
  });

  test("--force replaces both, and nothing of the earlier adoption stays", async () => {
    const folder = folderWith({
      ...inputs,
      "to/mesh.yaml": mine,
      "to/adopted/httproute-gone.yaml": "# Adopted by meshstep from x.\n",
    });
    expect((await adopt(folder, "-o", "to/mesh.yaml", "--force")).code).toBe(0);
    expect(readdirSync(join(folder, "to"), { recursive: true }).sort()).toEqual([
      "adopted",
      "adopted/httproute-a.yaml",
      "mesh.yaml",
    ]);
  });

  test("what a killed run left is tidied up, and what it had moved away comes back", async () => {
    const folder = folderWith({
      ...inputs,
      "to/.mesh.yaml.meshstep-new": "half",
      "to/.mesh.yaml.meshstep-old": mine,
    });
    const refused = await adopt(folder, "-o", "to/mesh.yaml");
    expect(refused.err).toContain("to/mesh.yaml exists already");
    expect(readFileSync(join(folder, "to/mesh.yaml"), "utf8")).toBe(mine);
    writeFileSync(join(folder, "to/.mesh.yaml.meshstep-old"), mine);
    expect((await adopt(folder, "-o", "to/mesh.yaml", "--force")).code).toBe(0);
    expect(readdirSync(join(folder, "to")).sort()).toEqual(["adopted", "mesh.yaml"]);
  });
});

/** RevisionBased with Namespaces of others, whose labels no file of the baseline shows: what they follow is asked for, not guessed. */
const sharing = ["prod-revisions", "prod-tag", "sail-canary"];

test.each(committedPlans().map(({ folder, plan }) => [plan.mesh, folder, plan.phases[0]?.dir ?? ""]))(
  "the committed baseline of %s comes back",
  async (mesh, folder, dir) => {
    const { code, out, err } = await runCli(["adopt", join(folder, "phases", dir, "manifests"), "-o", "-"], folder);
    if (sharing.includes(mesh)) {
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/kubectl get namespaces/);
      return;
    }
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({ metadata: { name: mesh } });
  },
);

test("what cannot be carried is listed, in the file as well, and exits 1", async () => {
  const folder = folderWith({ "in/istio.yaml": istio.replace("spec: {", 'spec: { targetRef: "x",') });
  const { code, err } = await runCli(["adopt", "in"], folder);
  const line = "Istio/default spec.targetRef: mesh.yaml has no place for it; InPlace needs none";
  expect({ code, err }).toEqual({
    code: 1,
    err: `${guess}Not carried:\n  ${line}\nWrote mesh.yaml. But for that, the baseline of in holds what the 1 object read hold. Next: meshstep plan -f mesh.yaml\n`,
  });
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toMatch(
    new RegExp(`# Not carried: the baseline differs from the input here\\.\n# - ${line.replaceAll(".", "\\.")}\n$`),
  );
  expect((await runCli(["plan"], folder)).code).toBe(0);
});

test("a finding that stops synth is shown, and exits 1", async () => {
  const namespace =
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: gone } }\n";
  const folder = folderWith({
    "in/mesh.yaml": [
      istio.replace(
        "namespace: istio-system",
        "profile: ambient, values: { pilot: { trustedZtunnelNamespace: ztunnel } }",
      ),
      "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: v1.28.3, profile: ambient }\n",
      "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: { name: default }\nspec: { version: v1.28.3 }\n",
      namespace,
    ].join("---\n"),
  });
  const { code, err } = await runCli(["adopt", "in"], folder);
  expect(code).toBe(1);
  expect(err).toContain("error[WPT001]");
  expect(err).toContain("synth stops at the findings above.");
});

test("words of the command line", async () => {
  const folder = folderWith({});
  expect((await runCli(["adopt"], folder)).err).toContain("adopt what?");
  expect((await runCli(["adopt", "-", "-"], folder)).err).toContain("- stands for the standard input, once");
  expect(await runCli(["adopt", "nowhere"], folder)).toMatchObject({
    code: 2,
    err: "error: nowhere: no such file or folder\n",
  });
  expect((await runCli(["adopt", "-", "--distribution", "maistra"], folder)).code).toBe(2);
  expect((await runCli(["adopt", "--help"], folder)).out).toContain("kubectl get istios,");
});
