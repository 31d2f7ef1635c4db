import { labelledNamespaces, systemNamespaces } from "../../src/mesh/labels";
import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";

/** A sidecar mesh in which `more` begins on line 9. */
const text = (more: string, name = "shop", dataPlane = "sidecar") => `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: ${name} }
spec:
  distribution: sail
  dataPlane: ${dataPlane}
  version: v1.28.3
  operator: { release: 1.30.3 }
${more}`;

const load = (...meshes: string[]) => {
  const files = Object.fromEntries(meshes.map((one, index) => [`${index}/mesh.yaml`, one]));
  return loadMeshes(["."], { cwd: folderWith(files) });
};

describe("what is said of an IstioCNI that somebody else owns", () => {
  const notOurs =
    "somebody else owns the IstioCNI, as spec.cni.ownership says, and nothing here is written to it\n" +
    "  take it out, and write it in the folder of its owner; or leave ownership out where it is yours";

  test.each<[string, string, string]>([
    ["values", "  cni: { ownership: external, values: { cni: { chained: true } } }\n", "9:39: spec.cni.values"],
    ["a profile", "  cni: { ownership: external, profile: default }\n", "9:40: spec.cni.profile"],
    ["labels", "  cni: { ownership: external, labels: { team: net } }\n", "9:39: spec.cni.labels"],
    ["annotations", "  cni: { ownership: external, annotations: { a: b } }\n", "9:44: spec.cni.annotations"],
    [
      "values that come with a minor",
      "  cni: { ownership: external }\n  upgrade: { to: v1.29.5, values: { '1.29': { cni: { cni: { chained: true } } } } }\n",
      "10:52: spec.upgrade.values.1.29.cni",
    ],
  ])("%s", (_, more, place) => {
    expect(inputErrorOf(() => load(text(more)))).toBe(`0/mesh.yaml:${place}: ${notOurs}`);
  });

  test("a value that keeps old behaviour in it", () => {
    const path = "IstioCNI.spec.values.cni.ambient.reconcileIptablesOnStartup";
    const more = `  cni: { ownership: external }\n  running: { kept: { ${path}: false } }\n`;
    expect(inputErrorOf(() => load(text(more)))).toContain(notOurs);
  });

  test("the object among the manifests", () => {
    const cwd = folderWith({
      "mesh.yaml": text("  cni: { ownership: external }\n  manifests: [./cni.yaml]\n"),
      "cni.yaml": "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: {}\n",
    });
    expect(inputErrorOf(() => loadMeshes(["mesh.yaml"], { cwd }))).toBe(
      "cni.yaml:1:1: somebody else owns IstioCNI/default, as mesh.yaml:9:21 says\n" +
        "  leave it out of spec.manifests, or leave ownership out",
    );
  });

  test("an ambient mesh owns it", () => {
    const message = inputErrorOf(() => load(text("  cni: { ownership: external }\n", "shop", "ambient")));
    expect(message).toContain("spec.cni.ownership: an ambient mesh owns the IstioCNI of its cluster");
  });
});

test("owned is what nothing says", () => {
  const [said, unsaid] = load(text("  cni: { ownership: owned }\n", "a"), text("  cni: {}\n", "b"));
  expect(said?.mesh.cni).toEqual(unsaid?.mesh.cni);
});

describe("the namespace of an IstioCNI that somebody else owns", () => {
  const selectors = "  controlPlane: { discoverySelectors: [{ matchLabels: { mesh: shop } }] }\n";
  const meshWith = (cni: string) => load(text(`${selectors}  cni: ${cni}\n`))[0]?.mesh as never;

  test("gets no labels for discovery, and is the mesh's own all the same", () => {
    const mesh = meshWith("{ ownership: external, namespace: net }");
    expect(labelledNamespaces(mesh).map(({ name }) => name)).toEqual(["istio-system"]);
    expect(systemNamespaces(mesh)).toEqual(["istio-system", "net"]);
  });

  test.each<[string, string]>([
    ["the mesh owns it", "{ namespace: net }"],
    ["istiod is there, too", "{ ownership: external, namespace: istio-system }"],
  ])("is labelled where %s", (_, cni) => {
    const mesh = meshWith(cni);
    expect(labelledNamespaces(mesh).map(({ name }) => name)).toEqual(systemNamespaces(mesh));
  });
});

describe("two meshes that own an IstioCNI", () => {
  const to = (destination: string, url = "https://git.example.com/a.git") =>
    `  delivery: { engine: argocd, repository: { url: "${url}" }, argocd: { destination: ${destination} } }\n`;
  const east = to("{ server: 'https://east:6443' }");
  const owned = "  cni: {}\n";

  test("in one cluster: an error with both places", () => {
    expect(inputErrorOf(() => load(text(owned + east, "a"), text(owned + east, "b")))).toBe(
      "1/mesh.yaml:9:8: spec.cni.ownership: a second IstioCNI for https://east:6443, as spec.delivery.argocd.destination says; that of mesh a is at 0/mesh.yaml:9:8\n" +
        "  a cluster has one for all of its meshes: say cni: { ownership: external } in all but the one that moves it",
    );
  });

  test("by its name in one repository", () => {
    const named = to("{ name: east }");
    expect(inputErrorOf(() => load(text(owned + named, "a"), text(owned + named, "b")))).toContain("cluster east");
  });

  test.each<[string, string, string]>([
    ["one says external", owned + east, `  cni: { ownership: external }\n${east}`],
    ["one has none", owned + east, east],
    ["two clusters", owned + east, owned + to("{ server: 'https://west:6443' }")],
    [
      "a name in two repositories",
      owned + to("{ name: east }"),
      owned + to("{ name: east }", "https://git.example.com/b.git"),
    ],
    ["the cluster of whatever Argo CD it is", owned + to("{ name: in-cluster }"), owned + to("{ name: in-cluster }")],
    ["nothing is said of clusters", owned, owned],
    ["another engine reads neither", `${owned}  delivery: { engine: flux }\n`, owned],
  ])("nothing is said: %s", (_, one, other) => {
    expect(load(text(one, "a"), text(other, "b"))).toHaveLength(2);
  });
});
