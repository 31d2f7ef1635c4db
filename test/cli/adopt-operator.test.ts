import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Whose operator runs a mesh often stands elsewhere in its repository: adopt reads there what `check` of the whole repository reads.
 */

const istio = (version = "v1.28.3") => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: ${version}, namespace: istio-system }
`;
const cni = (version: string) =>
  istio(version).replace("kind: Istio", "kind: IstioCNI").replace("istio-system", "istio-cni");
const object = (apiVersion: string, kind: string, name: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: operators }\nspec: ${spec}\n`;
const release = (version: string) =>
  object(
    "helm.toolkit.fluxcd.io/v2",
    "HelmRelease",
    "sail",
    `{ interval: 1h, chart: { spec: { chart: sail-operator, version: ${version}, sourceRef: { kind: HelmRepository, name: sail } } } }`,
  );
const application = (version: string) =>
  object(
    "argoproj.io/v1alpha1",
    "Application",
    "sail",
    `{ project: default, source: { repoURL: https://istio-ecosystem.github.io/sail-operator, chart: sail-operator, targetRevision: ${version} }, destination: { name: in-cluster } }`,
  );
const extension = (version: string) =>
  object(
    "olm.operatorframework.io/v1",
    "ClusterExtension",
    "ossm",
    `{ source: { sourceType: Catalog, catalog: { packageName: servicemeshoperator3, version: "${version}" } } }`,
  );
const subscription = (csv: string) =>
  object(
    "operators.coreos.com/v1alpha1",
    "Subscription",
    "ossm",
    `{ name: servicemeshoperator3, channel: stable, source: redhat-operators, startingCSV: ${csv} }`,
  );
const deployment = object(
  "apps/v1",
  "Deployment",
  "sail-operator",
  '{ template: { spec: { containers: [{ name: o, image: "quay.io/sail-dev/sail-operator:1.28.3" }] } } }',
);

const git = { ".git/HEAD": "ref: refs/heads/main\n" };
interface Taken {
  readonly distribution: string;
  readonly release: string;
}

async function adopted(files: Record<string, string>, ...args: string[]) {
  const folder = folderWith({ ...git, ...files });
  const { code, err } = await runCli(["adopt", ...args], folder);
  const taken = (file = "mesh.yaml"): Taken => {
    const { spec } = parse(readFileSync(join(folder, file), "utf8")) as {
      spec: { distribution: string; operator: { release: string } };
    };
    return { distribution: spec.distribution, release: spec.operator.release };
  };
  return { code, err, taken };
}

test.each<[what: string, text: string, taken: Taken]>([
  ["a HelmRelease", release("1.28.3"), { distribution: "sail", release: "1.28.3" }],
  ["an Application", application("1.28.3"), { distribution: "sail", release: "1.28.3" }],
  ["a ClusterExtension", extension("3.3.5"), { distribution: "openshift", release: "3.3.5" }],
  ["a Subscription", subscription("servicemeshoperator3.v3.3.5"), { distribution: "openshift", release: "3.3.5" }],
  ["a Deployment", deployment, { distribution: "sail", release: "1.28.3" }],
])("%s, in the input and elsewhere in the repository", async (_, text, taken) => {
  const version = taken.distribution === "sail" ? "v1.28.3" : "v1.28.6";
  const files = { "mesh/istio.yaml": `${istio(version)}---\n${cni(version)}`, "operators/operator.yaml": text };
  const alone = await adopted(files, "mesh");
  expect({ taken: alone.taken(), err: alone.err }).toEqual({
    taken,
    err: expect.not.stringContaining("taken for"),
  });
  expect((await adopted(files, "mesh", "operators")).taken()).toEqual(taken);
});

test("how Helm installs it is written down, and where two do not agree nothing is", async () => {
  const mesh = { "mesh/istio.yaml": `${istio()}---\n${cni("v1.28.3")}` };
  const helmOf = async (files: Record<string, string>, ...args: string[]) => {
    const folder = folderWith({ ...git, ...mesh, ...files });
    const { err } = await runCli(["adopt", ...args], folder);
    const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
    expect(err).toContain("holds what");
    return { text, helm: (parse(text) as { spec: { operator: { helm?: object } } }).spec.operator.helm };
  };
  const installedBy = { kind: "HelmRelease", namespace: "operators", name: "sail" };
  for (const inputs of [["mesh"], ["mesh", "operators"]]) {
    const { helm, text } = await helmOf({ "operators/sail.yaml": release("1.28.3") }, ...inputs);
    expect(helm).toEqual({ namespace: "operators", installedBy });
    expect(text).toContain("    # guessed: HelmRelease/operators/sail");
  }
  const other = release("1.28.3").replace("name: sail,", "name: other,");
  const two = { "operators/sail.yaml": release("1.28.3"), "operators/other.yaml": other };
  expect((await helmOf(two, "mesh")).helm).toBeUndefined();
  const olm = subscription("sailoperator.v1.28.3").replace("name: servicemeshoperator3", "name: sailoperator");
  const both = { "operators/sail.yaml": release("1.28.3"), "operators/olm.yaml": olm };
  expect((await helmOf(both, "mesh", "operators")).helm).toBeUndefined();
});

test("a release that does not install the mesh is no other's, and said", async () => {
  const files = { "mesh/istio.yaml": istio("v1.28.5"), "operators/sail.yaml": release("1.28.3") };
  const { err, taken } = await adopted(files, "mesh");
  expect(taken().distribution).toBe("sail");
  expect(err).toContain(
    "is a guess: HelmRelease/operators/sail spec.chart.spec.version, at operators/sail.yaml says 1.28.3, which does not install v1.28.5; --release names it",
  );
});

test.each([
  ["a HelmRelease", release("1.28.99"), "HelmRelease/operators/sail spec.chart.spec.version is 1.28.99"],
  ["an Application", application("1.28.99"), "Application/operators/sail spec.source.targetRevision is 1.28.99"],
])("a release that the catalogue does not have is refused: %s", async (_, text, says) => {
  const folder = folderWith({ ...git, "mesh/istio.yaml": istio("v1.28.3"), "operators/sail.yaml": text });
  const { code, err } = await runCli(["adopt", "mesh", "operators"], folder);
  expect([code, err]).toEqual([2, expect.stringContaining(`${says}: the catalogue of meshstep has no release`)]);
});

test("the nearest one says it, and none of another cluster's folder", async () => {
  const files = {
    "clusters/east/mesh/istio.yaml": istio("v1.28.6"),
    "clusters/east/operator/op.yaml": extension("3.3.5"),
    "clusters/west/mesh/istio.yaml": istio("v1.28.6"),
    "clusters/west/operator/op.yaml": extension("3.3.3"),
    "clusters/north/mesh/istio.yaml": istio("v1.28.4"),
  };
  const { taken } = await adopted(files, ".", "--all");
  expect(taken("meshes/east/mesh.yaml").release).toBe("3.3.5");
  expect(taken("meshes/west/mesh.yaml").release).toBe("3.3.3");
  expect(["3.3.5", "3.3.3"]).not.toContain(taken("meshes/north/mesh.yaml").release);
});

test("of two releases side by side neither is taken", async () => {
  const files = {
    "mesh/istio.yaml": istio("v1.28.5"),
    "operators/a.yaml": extension("3.3.5"),
    "operators/b.yaml": extension("3.3.3").replace("name: ossm", "name: other"),
  };
  const { taken } = await adopted(files, "mesh");
  expect(taken().distribution).toBe("openshift");
  expect(["3.3.5", "3.3.3"]).not.toContain(taken().release);
});

test("a version that no release of the operator in the repository installs is refused, with what says whose operator it is", async () => {
  const files = { "mesh/istio.yaml": istio("v1.28.3"), "operators/ossm.yaml": extension("3.3.5") };
  const { code, err } = await adopted(files, "mesh");
  expect(code).toBe(2);
  expect(err).toContain(
    "no operator release of OpenShift Service Mesh 3 installs v1.28.3, and ClusterExtension/operators/ossm spec.source.catalog.version, at operators/ossm.yaml says that it is this operator",
  );
  expect((await adopted(files, "mesh", "--distribution", "sail")).code).toBe(0);
});

test.each([
  ["IstioCNI", cni("v1.26.2").replace("spec: {", "spec: { profile: openshift,")],
  [
    "ZTunnel",
    istio("v1.26.2").replace("kind: Istio", "kind: ZTunnel").replace("spec: {", "spec: { profile: openshift,"),
  ],
])("the mark of a platform on %s tells check and adopt of one operator", async (_, text) => {
  const folder = folderWith({ ...git, "istio.yaml": istio("v1.26.2"), "part.yaml": text });
  const { err } = await runCli(["check", "."], folder);
  expect(err).toContain("taken for OpenShift Service Mesh 3");
  await runCli(["adopt", "."], folder);
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("distribution: openshift");
});

describe("a release that the catalogue does not have", () => {
  const list = (version: string) => `apiVersion: meshstep.dev/v1alpha1
kind: OperatorReleases
distribution: sail
releases: [{ version: ${version}, installable: [v1.28.99, v1.28.3] }]
`;
  const files = {
    ...git,
    "mesh/istio.yaml": istio("v1.28.3"),
    "mesh/sail.yaml": release("1.28.99"),
    "lists/new.yaml": list("1.28.99"),
  };
  const nextOf = async (folder: string, ...args: string[]) =>
    /^next: (.*)/m.exec((await runCli(["check", "mesh", ...args], folder)).err)?.[1];

  test("is described by --with, which goes into spec.catalogs: what check says next, adopt takes, and synth takes what that writes", async () => {
    const folder = folderWith(files);
    expect(await nextOf(folder)).toMatch(
      /^meshstep adopt mesh --with FILE writes .*; FILE describes operator release 1\.28\.99, which/,
    );
    expect(await nextOf(folder, "--with", "lists/new.yaml")).toMatch(
      /^meshstep adopt mesh --with lists\/new\.yaml writes/,
    );
    expect((await runCli(["adopt", "mesh"], folder)).err).toContain(
      "Give --with FILE, a list of kind OperatorReleases",
    );
    const adopted = await runCli(["adopt", "mesh", "--with", "lists/new.yaml", "-o", "out/mesh.yaml"], folder);
    expect(adopted.code).toBe(0);
    const { spec } = parse(readFileSync(join(folder, "out/mesh.yaml"), "utf8")) as {
      spec: { operator: { release: string }; catalogs: readonly string[] };
    };
    expect([spec.operator.release, spec.catalogs]).toEqual(["1.28.99", ["new.yaml"]]);
    expect((await runCli(["synth", "-f", "out/mesh.yaml"], folder)).code).toBe(0);
  });

  test("stays where it is below mesh.yaml, and no other file is written over", async () => {
    const folder = folderWith({ ...files, "other/new.yaml": "mine\n" });
    await runCli(["adopt", "mesh", "--with", "lists/new.yaml"], folder);
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("  catalogs:\n    - lists/new.yaml\n");
    const { code, err } = await runCli(["adopt", "mesh", "--with", "lists/new.yaml", "-o", "other/mesh.yaml"], folder);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("other/new.yaml exists already, and is not what --with names"),
    ]);
  });
});

test("what was said to check of the operator is said to adopt as well", async () => {
  const folder = folderWith({ ...git, "istio.yaml": istio("v1.28.6") });
  const { err } = await runCli(["check", ".", "--distribution", "openshift", "--release", "3.3.5"], folder);
  expect(err).toContain("next: meshstep adopt . --distribution openshift --release 3.3.5 writes");
});

test("where nothing can be rendered, errors say why, and nothing is said to be held against the input", async () => {
  const automatic = subscription("servicemeshoperator3.v3.2.0");
  const folder = folderWith({
    ...git,
    "istio.yaml": istio("v1.27.5"),
    "cni.yaml": cni("v1.27.5"),
    "op.yaml": automatic,
  });
  const { code, err } = await runCli(["adopt", ".", "--release", "3.2.0"], folder);
  expect(code).toBe(1);
  expect(err.match(/nothing can be rendered: \w+/g)).toEqual(["nothing can be rendered: VER001"]);
  expect(err).toContain("Nothing of it is rendered yet that could be held against");
});
