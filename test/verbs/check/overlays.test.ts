import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

type Files = Readonly<Record<string, string>>;

const cluster = (name: string, { label = name, id = name } = {}): Files => ({
  [`clusters/${name}/kustomization.yaml`]: `resources: [../../base, gateway.yaml]
patches:
  - path: istio.yaml
  - target: { kind: Namespace, name: istio-system }
    patch: |-
      - { op: replace, path: /metadata/labels/topology.istio.io~1network, value: ${label}-net }
`,
  [`clusters/${name}/istio.yaml`]: `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { values: { global: { network: ${name}-net, multiCluster: { clusterName: ${id} } } } }
`,
  [`clusters/${name}/gateway.yaml`]: `apiVersion: v1
kind: Service
metadata:
  name: eastwest
  namespace: istio-system
  labels: { topology.istio.io/network: ${name}-net }
spec:
  selector: { istio: eastwest }
  ports: [{ name: tls, port: 15443 }]
`,
});

/** A base with values that every overlay replaces. */
const base: Files = {
  "base/kustomization.yaml": "resources: [mesh.yaml]\n",
  "base/mesh.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: istio-system, labels: { topology.istio.io/network: some-net } }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec:
  version: v1.28.3
  namespace: istio-system
  values: { global: { meshID: duo, network: some-net } }
`,
};

const choices = { acceptedJumps: [], distribution: "sail" as const };

function saidOf(...files: readonly Files[]): readonly string[] {
  const { findings } = checkPaths(["."], choices, { cwd: folderWith(Object.assign({}, base, ...files)) });
  return findings
    .map(({ rule, place, object }) => `${rule} ${object} ${place?.file}`)
    .filter((one) => /^ZTN/.test(one));
}

test("overlays of two clusters are held against themselves alone", () => {
  expect(saidOf(cluster("rome"), cluster("oslo"))).toEqual([]);
});

test("a Namespace of an overlay is held against its Istio", () => {
  expect(saidOf(cluster("rome"), cluster("oslo", { label: "rome" }))).toEqual([
    "ZTN006 Namespace/istio-system clusters/oslo/kustomization.yaml",
  ]);
});

test("two clusters of one mesh with one name", () => {
  expect(saidOf(cluster("rome"), cluster("oslo", { id: "rome" }))).toEqual([
    "ZTN006 Istio/default clusters/oslo/istio.yaml",
    "ZTN006 Istio/default clusters/rome/istio.yaml",
  ]);
});

describe("a base that one overlay takes as it is, and another makes ambient", () => {
  const ambient = (profile: string): Files => ({
    "base/kustomization.yaml": "resources: [mesh.yaml, cni.yaml]\n",
    "base/cni.yaml":
      "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-cni }\n",
    "components/ambient/kustomization.yaml": `kind: Component
resources: [ztunnel.yaml]
patches:
  - target: { kind: Istio }
    patch: |-
      - { op: add, path: /spec/profile, value: ${profile} }
      - { op: add, path: /spec/values/pilot, value: { trustedZtunnelNamespace: ztunnel } }
  - target: { kind: IstioCNI }
    patch: "[{ op: add, path: /spec/profile, value: ambient }]"
`,
    "components/ambient/ztunnel.yaml":
      "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: ztunnel }\n",
    "overlays/prod/kustomization.yaml": "resources: [../../base]\ncomponents: [../../components/ambient]\n",
    "overlays/legacy/kustomization.yaml": "resources: [../../base]\n",
  });
  const said = (profile: string) =>
    checkPaths(["."], choices, { cwd: folderWith({ ...base, ...ambient(profile) }) }).findings.flatMap(
      ({ rule, object }) => (/^(AMB|ZTN00[1-5])/.test(rule) ? [`${rule} ${object}`] : []),
    );

  test("nothing is said of the base beside what the other brings", () => {
    expect(said("ambient")).toEqual([]);
  });

  test("what is wrong with the other is said", () => {
    expect(said("default")).toContain("AMB001 Istio/default");
  });
});

describe("parts that bear a namespace, as many write it, and an overlay that makes them ambient", () => {
  const part = (kind: string, spec: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default, namespace: istio-system }\nspec: { ${spec} }\n`;
  const tree = (patch: string): Files => ({
    "mesh/kustomization.yaml": "resources: [base]\n",
    "mesh/base/kustomization.yaml": "resources: [istio.yaml, cni.yaml]\n",
    "mesh/base/istio.yaml": part("Istio", "version: v1.28.3, namespace: istio-system"),
    "mesh/base/cni.yaml": part("IstioCNI", "version: v1.28.3, namespace: istio-cni"),
    "mesh/overlays/ambient/kustomization.yaml":
      "resources: [../../base, ztunnel.yaml]\npatches: [{ path: istio-patch.yaml }, { path: cni-patch.yaml }]\n",
    "mesh/overlays/ambient/istio-patch.yaml": part("Istio", patch),
    "mesh/overlays/ambient/cni-patch.yaml": part("IstioCNI", "profile: ambient"),
    "mesh/overlays/ambient/ztunnel.yaml": part("ZTunnel", "version: v1.28.3, namespace: ztunnel"),
    // An overlay of something else stands beside both of them, and makes no mesh of the two.
    "shop/base/kustomization.yaml": "resources: [namespace.yaml]\n",
    "shop/base/namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: {} }\n",
    "shop/overlays/ambient/kustomization.yaml": `resources: [../../base]\npatches: [{ target: { kind: Namespace }, patch: '[{ "op": "add", "path": "/metadata/labels/istio.io~1dataplane-mode", "value": "ambient" }]' }]\n`,
  });
  const said = (patch: string) =>
    checkPaths(["."], choices, { cwd: folderWith(tree(patch)) }).findings.flatMap(({ rule, object, message }) =>
      /^(AMB001|ZTN003|KUS)/.test(rule) ? [`${rule} ${object ?? message}`] : [],
    );

  test("nothing is said of a base that is right as it is, and as the overlay makes it", () => {
    expect(said("profile: ambient, values: { pilot: { trustedZtunnelNamespace: ztunnel } }")).toEqual([]);
  });

  test("what the patch lacks is said", () => {
    expect(said("values: { pilot: { trustedZtunnelNamespace: ztunnel } }")).toEqual(["AMB001 Istio/default"]);
  });
});

test("a variant for ambient in the folder of another one says nothing of that; in another folder it is a cluster of its own", () => {
  const part = (kind: string, spec: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, ${spec} }\n`;
  const ambient = "namespace: istio-system, profile: ambient, values: { pilot: { trustedZtunnelNamespace: ztunnel } }";
  const said = (files: Files) =>
    checkPaths(["."], choices, { cwd: folderWith(files) }).findings.flatMap(({ rule, place }) =>
      rule === "AMB001" ? [place?.file] : [],
    );
  const [plain, ztunnel] = [part("Istio", "namespace: istio-system"), part("ZTunnel", "namespace: ztunnel")];
  expect(
    said({ "mesh/istio.yaml": plain, "mesh/ambient.yaml": part("Istio", ambient), "mesh/ztunnel.yaml": ztunnel }),
  ).toEqual([]);
  expect(
    said({
      "clusters/east/istio.yaml": part("Istio", ambient),
      "clusters/east/ztunnel.yaml": ztunnel,
      "clusters/west/istio.yaml": plain,
      "clusters/west/ztunnel.yaml": ztunnel,
    }),
  ).toEqual(["clusters/west/istio.yaml"]);
});

/** What is said of a step, with the overlay that it is said of. */
function saidOfStep(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith({ ...base, ...before }), folderWith({ ...base, ...after })];
  const { findings } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  return findings
    .filter(({ rule }) => /^(SKEW|VER013|DEL003)/.test(rule))
    .map(({ rule, message }) => `${rule} ${/as (\S+) builds/.exec(message)?.[1] ?? ""}`);
}

const versioned = (name: string, version: string): Files => ({
  ...cluster(name),
  [`clusters/${name}/istio.yaml`]: `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: ${version}, values: { global: { network: ${name}-net, multiCluster: { clusterName: ${name} } } } }
`,
});

test.each<readonly [string, Files, Files, readonly string[]]>([
  ["one overlay goes up", versioned("rome", "v1.28.1"), versioned("rome", "v1.28.3"), []],
  ["one overlay stays", versioned("rome", "v1.28.1"), versioned("rome", "v1.28.1"), []],
  ["one overlay goes down", versioned("rome", "v1.28.3"), versioned("rome", "v1.28.1"), ["VER013 "]],
  [
    "one of two overlays jumps",
    { ...versioned("rome", "v1.26.3"), ...versioned("oslo", "v1.26.3") },
    { ...versioned("rome", "v1.28.3"), ...versioned("oslo", "v1.26.3") },
    ["SKEW003 "],
  ],
  [
    "two overlays move, and one of them jumps",
    { ...versioned("rome", "v1.26.3"), ...versioned("oslo", "v1.28.1") },
    { ...versioned("rome", "v1.28.3"), ...versioned("oslo", "v1.28.3") },
    ["SKEW003 clusters/rome"],
  ],
  [
    "an overlay comes",
    versioned("rome", "v1.28.3"),
    { ...versioned("rome", "v1.28.3"), ...versioned("oslo", "v1.28.3") },
    [],
  ],
])("in a step, %s", (_what, before, after, expected) => {
  expect(saidOfStep(before, after)).toEqual(expected);
});

test("overlays that would each be judged with too many objects are, and it is said", () => {
  const routes = Array.from(
    { length: 6001 },
    (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${index}, namespace: apps }\n`,
  ).join("---\n");
  const notesOf = (...files: readonly Files[]) =>
    checkPaths(["."], choices, { cwd: folderWith(Object.assign({}, base, cluster("rome"), ...files)) }).notes.filter(
      (note) => note.includes("each overlay"),
    );
  const many = { "apps/all.yaml": routes };
  expect(notesOf(cluster("oslo"))).toEqual([]);
  expect(notesOf(many)).toEqual([]);
  expect(notesOf(many, cluster("oslo"))).toHaveLength(1);
});
