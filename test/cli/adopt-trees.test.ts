import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Trees of several meshes and of several tools, by the command that check ends with: what it says has to work, and the mesh.yaml that
 * comes of it has to be of the right mesh.
 */

type Files = Readonly<Record<string, string>>;

const sail = (kind: string, spec: string, name = "default", metadata = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: ${name}${metadata} }\nspec: { ${spec} }\n`;
const istio = (spec: string, name?: string, metadata?: string) => sail("Istio", spec, name, metadata);
const kustomization = (...resources: string[]) => `resources: [${resources.join(", ")}]\n`;
const namespace = (name: string, labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;
const subscription =
  "apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: mesh-operator, namespace: openshift-operators }\n" +
  "spec: { channel: stable-3.2, installPlanApproval: Manual, name: servicemeshoperator3, source: redhat-operators, sourceNamespace: openshift-marketplace }\n";

async function nextOf(files: Files): Promise<string | undefined> {
  const { err } = await runCli(["check", "."], folderWith(files));
  return /^next: (.*)$/m.exec(err)?.[1];
}

const meshIn = (folder: string, name: string) =>
  parse(readFileSync(join(folder, "meshes", name, "mesh.yaml"), "utf8")) as { spec: Record<string, unknown> };

const overlays = {
  "base/kustomization.yaml": kustomization("istio.yaml"),
  "base/istio.yaml": istio("version: v1.27.3, namespace: istio-system"),
  "overlays/rome/kustomization.yaml": kustomization("../../base"),
  "overlays/oslo/kustomization.yaml": kustomization("../../base"),
};

test("overlays of one Istio are several meshes to check, too", async () => {
  expect(await nextOf(overlays)).toMatch(/^meshstep adopt \. --all writes/);
  const { "overlays/oslo/kustomization.yaml": _, ...one } = overlays;
  expect(await nextOf(one)).toMatch(/^meshstep adopt \. writes/);
});

test("check says that adopt has to be told the version", async () => {
  const open = { "istio.yaml": istio("namespace: istio-system") };
  expect(await nextOf(open)).toBe(
    "meshstep adopt . --istio-version VERSION writes the mesh.yaml from which upgrades are planned; VERSION is what runs, which spec.version leaves open",
  );
  const folder = folderWith({ ...open, "cni.yaml": sail("IstioCNI", "version: v1.27.3, namespace: istio-cni") });
  expect(await runCli(["adopt", "."], folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining("that filled it in. IstioCNI/default has v1.27.3."),
  });
  expect((await runCli(["adopt", ".", "--istio-version", "v1.27.3"], folder)).code).toBe(0);
});

test("a name that is a placeholder is nothing to adopt", async () => {
  const named = { "istio.yaml": istio("version: v1.27.3, namespace: mesh", "TEAM_PLACEHOLDER") };
  expect(await nextOf(named)).toMatch(/^meshstep check \. --from BEFORE /);
});

test("a Subscription beside the folders of the meshes says whose operator it is", async () => {
  const folder = folderWith({ ...overlays, "operators/subscription.yaml": subscription });
  const { err } = await runCli(["adopt", ".", "--all"], folder);
  expect(err).toContain("== overlays/rome");
  const text = readFileSync(join(folder, "meshes/rome/mesh.yaml"), "utf8");
  expect(text).toContain(
    "# guessed: Subscription/openshift-operators/mesh-operator spec.name servicemeshoperator3, at operators/subscription.yaml\n  distribution: openshift",
  );
  const other = subscription.replace("servicemeshoperator3", "sailoperator").replace("openshift-marketplace", "olm");
  const both = folderWith({
    ...overlays,
    "rome/subscription.yaml": subscription,
    "oslo/subscription.yaml": other,
  });
  await runCli(["adopt", ".", "--all"], both);
  expect(meshIn(both, "rome").spec["distribution"]).toBe("sail");
});

test("an Istio in no kustomization is a mesh beside overlays, and so is one in a chart", async () => {
  const files = {
    ...overlays,
    "plain/istio.yaml": istio("version: v1.28.3, namespace: istio-plain", "plain"),
    "charts/mesh/Chart.yaml": "apiVersion: v2\nname: mesh\n",
    "charts/mesh/templates/istio.yaml":
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: {{ .Values.name }} }\n",
  };
  const { code, err } = await runCli(["adopt", "."], folderWith(files));
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining("4 meshes: overlays/oslo, overlays/rome, charts/mesh, plain\n"),
  });
});

test("the same Istio is one, whatever namespace its manifest bears", async () => {
  const { err } = await runCli(
    ["check", "."],
    folderWith({
      "a/istio.yaml": istio("version: v1.27.3, namespace: istio-system"),
      "b/istio.yaml": istio("version: v1.28.3, namespace: istio-system", "default", ", namespace: istio-system"),
    }),
  );
  expect(err).toMatch(/^next: meshstep adopt \. --all/m);
});

test("a mesh around the folder of another one is adopted without that, and each of several beside it", async () => {
  const folder = folderWith({
    "s/istio.yaml": istio("version: v1.27.3, namespace: istio-system"),
    "s/second.yaml": istio("version: v1.27.3, namespace: gateways", "gateways"),
    "s/namespaces/shop.yaml": namespace("shop", "istio-injection: enabled"),
    "s/ambient/istio.yaml": istio("version: v1.28.3, namespace: istio-system, profile: ambient"),
    "s/ambient/cni.yaml": sail("IstioCNI", "version: v1.28.3, namespace: istio-cni, profile: ambient"),
    "s/ambient/ztunnel.yaml": sail("ZTunnel", "version: v1.28.3, namespace: ztunnel"),
  });
  expect((await runCli(["adopt", "s"], folder)).err).toMatch(
    /^error: s: 2 meshes: s, s\/ambient\n {4}Adopt s\/ambient by that folder, the one beside by its files: meshstep adopt s\/istio.yaml s\/namespaces s\/second.yaml, /,
  );
  expect((await runCli(["adopt", "s", "--istio", "gateways"], folder)).err).toContain(
    "Adopt Istio/gateways by its files: meshstep adopt s/istio.yaml s/namespaces s/second.yaml --istio gateways, or all",
  );
  expect((await runCli(["adopt", "s", "--istio", "default"], folder)).err).toContain("Adopt s/ambient by that folder,");
  const { err } = await runCli(["adopt", ".", "--all", "--distribution", "sail"], folder);
  expect(err).not.toContain("not written");
  expect(["default", "gateways", "ambient"].map((name) => meshIn(folder, name).spec["version"])).toEqual([
    "v1.27.3",
    "v1.27.3",
    "v1.28.3",
  ]);
  expect(readFileSync(join(folder, "meshes/default/mesh.yaml"), "utf8")).toMatch(
    /^# Adopted from s\/istio\.yaml s\/namespaces s\/second\.yaml\. /,
  );
});

test("charts of Istio that engines install where adopt does not read are what is there instead", async () => {
  const chart =
    "spec: { interval: 1h, chart: { spec: { chart: istiod, version: 1.28.3, sourceRef: { kind: HelmRepository, name: istio } } } }\n";
  const flux = {
    "apps/kustomization.yaml": kustomization("ks.yaml"),
    "apps/ks.yaml":
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: istiod, namespace: flux-system }\nspec: { path: ./apps/istiod/app, prune: true, interval: 1h }\n",
    "apps/istiod/app/release.yaml": `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: istiod, namespace: istio-system }\n${chart}`,
  };
  const set = {
    "set.yaml":
      "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: planes, namespace: argocd }\nspec: { generators: [{ list: { elements: [{ v: 1.28.3 }, { v: 1.28.5 }] } }], template: { metadata: { name: 'istiod-{{v}}' }, spec: { project: default, source: { repoURL: https://istio-release.storage.googleapis.com/charts, chart: istiod, targetRevision: '{{v}}' }, destination: { name: in-cluster, namespace: istio-system } } } }\n",
  };
  const saidOf = async (files: Files) => (await runCli(["adopt", "."], folderWith(files))).err;
  expect(await saidOf(flux)).toContain(
    "HelmRelease/istio-system/istiod says that it is installed by a HelmRelease of Flux\n    meshstep plans meshes of the Sail Operator;",
  );
  expect(await saidOf(set)).toContain(
    "ApplicationSet/argocd/planes (set.yaml:1:1) has Argo CD install Istio's chart istiod",
  );
  const rendered = {
    "istio/kustomization.yaml": `${kustomization("shop.yaml")}helmCharts: [{ name: istiod, repo: https://istio-release.storage.googleapis.com/charts, version: 1.28.3, namespace: istio-system }]\n`,
    "istio/shop.yaml": namespace("shop", "istio-injection: enabled"),
  };
  expect(await saidOf(rendered)).toContain("istio/kustomization.yaml has kustomize install Istio's chart istiod");
});

describe("a mesh in a chart", () => {
  const chart = {
    "ops/mesh/Chart.yaml": "apiVersion: v2\nname: mesh\n",
    "ops/mesh/templates/istio.yaml": `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec:\n  version: {{ .Values.version }}\n  namespace: {{ .Release.Namespace }}\n`,
  };
  const command = "helm template ops/mesh --dependency-update | meshstep check - looks at what the chart becomes";

  test("is named by check, with the command that builds it", async () => {
    const application =
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, path: ops/mesh }, destination: { server: https://kubernetes.default.svc, namespace: istio-system } }\n";
    expect(await nextOf({ ...chart, "argocd/mesh.yaml": application })).toBe(command);
    const { code, err } = await runCli(["check", "."], folderWith(chart));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(command) });
  });

  const guessed =
    "    # guessed: Helm's namespace for a release that is told none; write the one that the release is installed in\n    namespace: default\n";

  test("in a pipe is marked as well, and a namespace that somebody wrote is not", async () => {
    const made = `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec:\n  version: v1.28.3\n  namespace: default\n`;
    const adopt = async (text: string) =>
      (await runCli(["adopt", "-", "--distribution", "sail", "-o", "-"], folderWith({}), text)).out;
    expect(await adopt(`---\n# Source: mesh/templates/istio.yaml\n${made}`)).toContain(guessed);
    expect(await adopt(made)).not.toContain("Helm's namespace");
  });

  test("is adopted as it is built, and told for which namespace", async () => {
    const made =
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec:\n  version: v1.28.3\n  namespace: NS\n";
    const adopt = (text: string) =>
      withPrograms({ helm: `return ${JSON.stringify(text)};` }, () =>
        runCli(["adopt", "ops/mesh", "--distribution", "sail", "-o", "-"], folderWith(chart)),
      );
    const ofHelm = await adopt(made.replace("NS", "default"));
    expect(ofHelm.err).toContain(
      "note: ops/mesh/Chart.yaml: built for namespace default and with its own values alone; helm template NAME ops/mesh --namespace NAMESPACE --values FILE | meshstep adopt - takes others\n",
    );
    expect(ofHelm.out).toContain(guessed);
    const ofIts = await adopt(made.replace("NS", "istio-system"));
    expect(ofIts.err).not.toContain("built for namespace");
    expect(ofIts.out).not.toContain("Helm's namespace");
  });
});

describe("two Istio objects of one cluster", () => {
  const plane = (name: string) =>
    istio(
      `version: v1.27.3, namespace: home-${name}, values: { meshConfig: { discoverySelectors: [{ matchLabels: { team: ${name} } }] } }`,
      name,
    );
  const policy = (name: string, home: string) =>
    `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: ${name}, namespace: ${home} }\nspec: { mtls: { mode: STRICT } }\n`;
  const tag = sail("IstioRevisionTag", "targetRef: { kind: Istio, name: red }", "red-tag");
  const files = {
    "red.yaml": plane("red"),
    "blue.yaml": plane("blue"),
    "tag.yaml": tag,
    "ns.yaml": [
      namespace("home-red", "team: red"),
      namespace("home-blue", "team: blue"),
      namespace("till-red", "team: red, istio.io/rev: red"),
      namespace("till-blue", "team: blue"),
    ].join("---\n"),
    "policies.yaml": [policy("a", "till-red"), policy("b", "till-blue"), policy("c", "home-red")].join("---\n"),
  };

  test("take nothing of each other", async () => {
    const folder = folderWith(files);
    const { code, err } = await runCli(["adopt", ".", "--istio", "blue", "--distribution", "sail"], folder);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining("2 Namespaces of other Istio objects left alone, with 2 objects in them"),
    });
    const carried = readFileSync(join(folder, "mesh.yaml"), "utf8");
    expect(carried).not.toContain("red");
  });

  test("have one ztunnel, which is that of one of them", async () => {
    const values = "values: { ztunnel: { xdsAddress: istiod-red.home-red.svc:15012 } }";
    const ztunnel = sail("ZTunnel", `version: v1.27.3, namespace: ztunnel, ${values}`);
    const folder = folderWith({ ...files, "ztunnel.yaml": ztunnel });
    const adopt = (...args: string[]) =>
      runCli(["adopt", ".", "--distribution", "sail", "--release", "1.27.3", "-o", "-", ...args], folder);
    expect((await adopt("--istio", "blue")).err).toContain(
      "error: ZTunnel/default connects to istiod-red.home-red.svc, the control plane of Istio/red: a cluster has one ztunnel, and a mesh.yaml of Istio/blue would bring it to another one\n    Adopt Istio/red with it. --data-plane sidecar describes Istio/blue without ztunnel.\n",
    );
    const aside = await adopt("--istio", "blue", "--data-plane", "sidecar");
    expect({ code: aside.code, err: aside.err }).toEqual({ code: 0, err: expect.not.stringContaining("ZTunnel") });
    expect((await adopt("--istio", "red")).out).toContain("dataPlane: ambient");
  });
});

test("a chart that brings istiod itself is no mesh of the operator, whether it can be built or not", async () => {
  const chart =
    "apiVersion: v2\nname: mesh\ndependencies: [{ name: istiod, version: 1.28.3, repository: oci://charts.example.com }]\n";
  const { code, err } = await withPrograms({ helm: 'throw "no dependencies";' }, () =>
    runCli(["adopt", "."], folderWith({ "charts/mesh/Chart.yaml": chart })),
  );
  expect({ code, err }).toEqual({
    code: 2,
    err: "error: no Istio object in the input: charts/mesh/Chart.yaml says that Istio is installed by a Helm chart\n    meshstep plans meshes of the Sail Operator; meshstep init writes the mesh.yaml of a new one.\n",
  });
});

test("a release is taken that has the versions of all parts, where one of them has gone ahead", async () => {
  const files = {
    "istio.yaml": istio("version: v1.28.3, namespace: istio-system"),
    "cni.yaml": sail("IstioCNI", "version: v1.28.5, namespace: istio-cni"),
  };
  const { code, out } = await runCli(["adopt", ".", "-o", "-", "--distribution", "sail"], folderWith(files));
  expect([code, /release: (\S+)/.exec(out)?.[1]]).toEqual([0, "1.29.1"]);
});

test("a namespace that asks for the control plane default by its revision is in the mesh, and its workloads are restarted", async () => {
  const files = {
    "istio.yaml": istio("version: v1.28.3, namespace: istio-system"),
    "cni.yaml": sail("IstioCNI", "version: v1.28.3, namespace: istio-cni"),
    "shop.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/rev: default } }\n",
  };
  const folder = folderWith(files);
  expect((await runCli(["adopt", ".", "--distribution", "sail"], folder)).code).toBe(0);
  const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
  expect(text).toMatch(/- name: shop\n(?: +#.*\n)* +ownership: owned\n +labels:\n +istio\.io\/rev: default\n/);
  writeFileSync(
    join(folder, "mesh.yaml"),
    text.replace("  controlPlane:", "  upgrade: { to: v1.28.10 }\n  controlPlane:"),
  );
  const { out } = await runCli(["plan"], folder);
  expect(out).toMatch(/restart-workloads-v1\.28\.10/);
  expect((await runCli(["synth"], folder)).err).not.toMatch(/SKEW005|NS002/);
});

describe("two meshes of one cluster, which share the IstioCNI that stands beside them", () => {
  const mesh = (name: string, version = "v1.27.3") =>
    istio(
      `version: ${version}, namespace: ${name}-control, values: { meshConfig: { discoverySelectors: [{ matchLabels: { tenant: ${name} } }] } }`,
      name,
    );
  const tree = (...resources: string[]) => ({
    "meshes/blue/kustomization.yaml": kustomization("istio.yaml"),
    "meshes/blue/istio.yaml": mesh("blue"),
    "meshes/green/kustomization.yaml": kustomization("istio.yaml", ...resources),
    "meshes/green/istio.yaml": mesh("green"),
    "operator/subscription.yaml": subscription,
    "tenants/blue.yaml": namespace("blue-shop", "tenant: blue, istio.io/rev: blue"),
    "tenants/green.yaml": namespace("green-shop", "tenant: green, istio.io/rev: green"),
  });
  const cni = sail("IstioCNI", "version: v1.27.3, namespace: istio-cni");
  const shared = { ...tree(), "shared/cni.yaml": cni };
  const owned = "note: IstioCNI/default serves all of them: this mesh.yaml owns it, and those of the others say";
  const external =
    "note: IstioCNI/default serves all of them: another mesh.yaml owns it, and here spec.cni.ownership is external";

  test("--all gives the CNI to one of them and the tenants where they belong, and says who may deliver what", async () => {
    const folder = folderWith(shared);
    const { err } = await runCli(["adopt", ".", "--all"], folder);
    expect(err).not.toContain("IstioCNI/default: not in the input");
    expect(err).toContain(owned);
    expect(err).toContain(external);
    expect(err).toContain("note: Subscription/openshift-operators/mesh-operator serves all of them");
    for (const name of ["blue", "green"]) {
      const { spec } = meshIn(folder, name);
      const cni = { namespace: "istio-cni", ...(name === "green" && { ownership: "external" }) };
      expect(spec).toMatchObject({ cni, controlPlane: { name } });
      expect(spec["cni"]).toEqual(cni);
      expect((spec["namespaces"] as { name: string }[]).map((one) => one.name)).toEqual([`${name}-shop`]);
    }
  });

  test("--istio takes one of them, and without it both ways are said", async () => {
    const folder = folderWith(shared);
    expect((await runCli(["adopt", "."], folder)).err).toContain(
      "Adopt one of this cluster with --istio NAME, or all of them, each into a file of its own: meshstep adopt . --all",
    );
    const { err } = await runCli(["adopt", ".", "--istio", "green"], folder);
    expect(err).toContain(external);
    expect(parse(readFileSync(join(folder, "mesh.yaml"), "utf8"))).toMatchObject({
      spec: { controlPlane: { name: "green" }, namespaces: [{ name: "green-shop" }] },
    });
  });

  test("what is written for both is no second IstioCNI, and is planned and rendered", async () => {
    const folder = folderWith({
      ...shared,
      "shared/cni.yaml": sail("IstioCNI", "version: v1.26.3, namespace: istio-cni"),
    });
    await runCli(["adopt", ".", "--all"], folder);
    expect(meshIn(folder, "green").spec).toMatchObject({ version: "v1.27.3", running: { cni: "v1.26.3" } });
    const { code, err } = await runCli(["synth", "-f", "."], folder);
    expect([code, err]).toEqual([0, expect.not.stringContaining("SKEW")]);
    // Their live folders say whose it is, too.
    for (const name of ["blue", "green"])
      await runCli(["promote", "-f", `meshes/${name}`, "--live", `live/${name}`, "--to", "00-baseline"], folder);
    await runCli(["adopt", "live/green", "-o", "again.yaml"], folder);
    expect(parse(readFileSync(join(folder, "again.yaml"), "utf8"))).toMatchObject({
      spec: { cni: { ownership: "external" } },
    });
  });

  test("an ambient mesh has it, whatever the others are called", async () => {
    const ambient = "version: v1.27.3, namespace: green-control, profile: ambient";
    const folder = folderWith({ ...shared, "meshes/green/istio.yaml": istio(ambient, "green") });
    await runCli(["adopt", ".", "--all"], folder);
    expect(meshIn(folder, "blue").spec).toMatchObject({ dataPlane: "sidecar", cni: { ownership: "external" } });
    expect(meshIn(folder, "green").spec["dataPlane"]).toBe("ambient");
    expect(meshIn(folder, "green").spec["cni"]).not.toHaveProperty("ownership");
  });

  test.each<[string, Files]>([
    [
      "a mesh with a CNI in its own folder may be of another cluster",
      { ...tree("cni.yaml"), "meshes/green/cni.yaml": cni },
    ],
    ["meshes of one name are", { ...shared, "meshes/green/istio.yaml": mesh("blue") }],
    ["nothing shared says it", tree()],
  ])("%s", async (_, files) => {
    const folder = folderWith(files);
    expect((await runCli(["adopt", ".", "--istio", "blue"], folder)).err).toContain(
      "2 meshes: meshes/blue, meshes/green",
    );
    expect((await runCli(["adopt", ".", "--all"], folder)).err).not.toContain("serves all of them");
  });
});

describe("meshes of one tree that nothing names the operator of", () => {
  const cni = (version: string) => sail("IstioCNI", `version: ${version}, namespace: istio-cni`);
  const cluster = (name: string, version: string) => ({
    [`clusters/${name}/istio.yaml`]: istio(`version: ${version}, namespace: istio-system`),
    [`clusters/${name}/cni.yaml`]: cni(version),
  });
  const guesses = async (files: Files, ...names: string[]) => {
    const folder = folderWith(files);
    await runCli(["adopt", ".", "--all"], folder);
    return names.map((name) => meshIn(folder, name).spec["distribution"]);
  };

  test("are of one vendor, where one has the versions of all", async () => {
    const files = { ...cluster("east", "v1.28.4"), ...cluster("west", "v1.27.3") };
    expect(await guesses(files, "east", "west")).toEqual(["openshift", "openshift"]);
    const folder = folderWith(files);
    await runCli(["adopt", ".", "--all"], folder);
    expect(readFileSync(join(folder, "meshes/west/mesh.yaml"), "utf8")).toContain(
      "# guessed: one vendor for the whole tree, whose releases install v1.27.3, v1.28.4\n  distribution: openshift\n",
    );
  });

  test("are of one vendor to check as well, and parts speak with Istio", async () => {
    const files = {
      "a/istio.yaml": istio("version: v1.27.3, namespace: istio-system, profile: ambient"),
      "a/ztunnel.yaml": sail("ZTunnel", "version: v1.26.4, namespace: ztunnel"),
      "b/istio.yaml": istio("version: v1.27.3, namespace: istio-system, profile: ambient"),
    };
    const folder = folderWith(files);
    const { err } = await runCli(["check", "."], folder);
    expect([...new Set(err.match(/taken for [A-Z][\w ]+\w/g))]).toHaveLength(1);
    await runCli(["adopt", ".", "--all"], folder);
    expect(new Set(["a", "b"].map((name) => meshIn(folder, name).spec["distribution"])).size).toBe(1);
    expect(readFileSync(join(folder, "meshes/a/mesh.yaml"), "utf8")).toContain(
      "in the middle of an upgrade; IstioCNI, not in the input, is supposed to run what Istio does\n",
    );
    // A folder that says whose it is speaks for the one beside it.
    const marked = { ...files, "a/cni.yaml": sail("IstioCNI", "version: v1.27.3, profile: openshift") };
    const said = (await runCli(["check", "."], folderWith(marked))).err;
    expect(said).toMatch(/^note: b: taken for OpenShift Service Mesh 3 \(one vendor for the whole tree; /m);
  });

  test("are what they say themselves, and what the tree says", async () => {
    const gke = {
      "clusters/west/istio.yaml": istio(
        "version: v1.27.3, namespace: istio-system, values: { global: { platform: gke } }",
      ),
    };
    const files = { ...cluster("east", "v1.28.4"), ...cluster("west", "v1.27.3") };
    expect(await guesses({ ...files, "operators/subscription.yaml": subscription }, "east", "west")).toEqual([
      "openshift",
      "openshift",
    ]);
    expect(await guesses({ ...files, ...gke }, "east", "west")).toEqual(["sail", "sail"]);
  });

  test("are guessed one by one, where their versions agree or nobody has all of them", async () => {
    const same = { ...cluster("east", "v1.27.3"), ...cluster("west", "v1.27.3") };
    expect(await guesses(same, "east", "west")).toEqual(["sail", "sail"]);
    expect(await guesses({ ...cluster("east", "v1.28.4"), ...cluster("west", "v1.20.0") }, "east")).toEqual([
      "openshift",
    ]);
  });
});

test("a set that does not compare the kind Istio is no mesh of its own", async () => {
  const spec = (kind: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
  const set =
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: features\n  namespace: argocd\nspec:\n  goTemplate: true\n  generators: [{ git: { repoURL: "https://git.example.com/a", revision: HEAD, directories: [{ path: "features/*" }] } }]\n  template:\n    metadata: { name: "{{.path.basename}}" }\n    spec:\n      project: default\n      source: { repoURL: "https://git.example.com/a", targetRevision: HEAD, path: "{{.path.path}}" }\n      destination: { server: "https://kubernetes.default.svc" }\n      ignoreDifferences:\n        - group: sailoperator.io\n          kind: Istio\n          jqPathExpressions: [.status]\n';
  const folder = folderWith({
    ".git/HEAD": "ref: refs/heads/main\n",
    "bootstrap/kustomization.yaml": "resources: [set.yaml]\n",
    "bootstrap/set.yaml": set,
    "features/mesh/kustomization.yaml": "resources: [istio.yaml, cni.yaml]\n",
    "features/mesh/istio.yaml": spec("Istio"),
    "features/mesh/cni.yaml": spec("IstioCNI"),
  });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("Wrote mesh.yaml") });
});

describe("parts in overlays of their own, beside a base", () => {
  const list = (...lines: string[]) => `resources: [${lines[0]}]\n${lines.slice(1).join("")}`;
  const part = (kind: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: ${kind.toLowerCase()} }\n`;
  const raised = (kind: string) =>
    `patches: [{ target: { kind: ${kind} }, patch: '[{ op: replace, path: /spec/version, value: v1.28.5 }]' }]\n`;
  const parts = (folder: string, kind: string) => ({
    [`${folder}/base/part.yaml`]: part(kind),
    [`${folder}/base/kustomization.yaml`]: list("part.yaml"),
    [`${folder}/overlays/east/kustomization.yaml`]: list("../../base"),
    [`${folder}/overlays/west/kustomization.yaml`]: list("../../base", raised(kind)),
  });
  const files = { ".git/HEAD": "ref: refs/heads/main\n", ...parts("mesh", "Istio"), ...parts("cni", "IstioCNI") };

  test("the way on names the overlays, and never the base that they change", async () => {
    const { err } = await runCli(["adopt", ".", "--all", "--distribution", "sail"], folderWith(files));
    expect(err).toContain(
      "no mesh.yaml has what stands in cni/overlays/east, cni/overlays/west: adopt the mesh that it belongs to by its folder together with these, those of its cluster alone: meshstep adopt mesh/overlays/east cni/overlays/east\n",
    );
    expect(err).not.toContain("cni/base");
  });

  test("a base of whose parts overlays make other versions is warned of, unless somebody applies it", async () => {
    const made = JSON.stringify([part("Istio"), part("IstioCNI")]);
    const kustomize = `const made = ${made}[/[/]cni[/]/.test(args[1]) ? 1 : 0]; return /west$/.test(args[1]) ? made.replace("v1.28.3", "v1.28.5") : made;`;
    const adopting = (more: Record<string, string>) =>
      withPrograms({ kustomize }, () =>
        runCli(
          ["adopt", "mesh/overlays/west", "cni/base", "--distribution", "sail"],
          folderWith({ ...files, ...more }),
        ),
      );
    expect((await adopting({})).err).toContain(
      "note: cni/base may not be what runs: cni/overlays/west makes v1.28.5 of IstioCNI/default v1.28.3; name the overlay of this cluster in its place\n",
    );
    const applied =
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: cni, namespace: flux-system }\nspec: { path: ./cni/base, prune: true }\n";
    expect((await adopting({ "flux/cni.yaml": applied })).err).not.toContain("may not be what runs");
  });
});
