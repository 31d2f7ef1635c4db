import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyFolder } from "../support/copy";
import { folderWith } from "../support/folder";
import { type CliResult, runCli } from "../support/run-cli";

const root = join(__dirname, "../..");
const annotations = {
  "argocd.argoproj.io/sync-options": "Prune=false,Delete=false,SkipDryRunOnMissingResource=true",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};
const sail = (kind: string, version: string, spec: object = {}) => ({
  apiVersion: kind === "ZTunnel" ? "sailoperator.io/v1alpha1" : "sailoperator.io/v1",
  kind,
  metadata: { name: "default", annotations },
  spec: { version, ...spec },
});
const channelOf = (csv = "v3.1.2") => csv.replace(/^.*v(\d+\.\d+).*$/, "stable-$1");
const subscription = (csv?: string, name = "servicemeshoperator3") => ({
  apiVersion: "operators.coreos.com/v1alpha1",
  kind: "Subscription",
  metadata: { name, namespace: "openshift-operators" },
  spec: {
    name,
    channel: channelOf(csv),
    installPlanApproval: "Manual",
    source: "redhat-operators",
    sourceNamespace: "openshift-marketplace",
    ...(csv && { startingCSV: csv }),
  },
});
const namespace = (labels: object = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "bookinfo", annotations, labels },
});

/** Objects as a file: one JSON document each, with a line for each field. */
const file = (...objects: object[]) => objects.map((one) => `---\n${JSON.stringify(one, null, 2)}\n`).join("");

function check(
  files: Parameters<typeof folderWith>[0],
  args: readonly string[] = ["."],
  stdin = "",
): Promise<CliResult> {
  return runCli(["check", ...args], folderWith(files), stdin);
}

const rulesOf = ({ out }: CliResult) => out.match(/^(?:error|warning)\[[A-Z0-9]+\]/gm) ?? [];

describe("one state", () => {
  test("clean, with what was guessed", async () => {
    const { code, out, err } = await check(
      { "a/mesh.yaml": file(subscription("servicemeshoperator3.v3.1.2"), sail("Istio", "v1.26.4")) },
      ["a"],
    );
    const from = "Subscription/openshift-operators/servicemeshoperator3 spec.startingCSV";
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe(
      `note: a: taken for OpenShift Service Mesh 3 (${from}), operator release 3.1.2 (${from})\n2 objects, 0 errors, 0 warnings\nnext: meshstep adopt a writes the mesh.yaml from which upgrades are planned\n`,
    );
  });

  test("an error, with its source", async () => {
    const result = await check({ "istio.yaml": file(sail("Istio", "1.26.4")) }, [
      "istio.yaml",
      "--distribution",
      "sail",
    ]);
    expect([result.code, result.err]).toEqual([
      1,
      "note: not judged: istio.yaml: which versions, API versions and fields the operator release in force has: no startingCSV and no chart names the release; --release does\n1 object, 1 error, 0 warnings\nnext: meshstep check istio.yaml --fix mends 1 of 1; with --diff instead it shows how\n",
    ]);
    expect(result.out).toMatch(
      /^error\[VER006\] istio\.yaml:13:16: Istio\/default: .*\n {2}13 \| {5}"version": "1\.26\.4"\n {5}\| {16}\^\n {2}Write v1\.26\.4\.\n/,
    );
  });

  test("warnings only", async () => {
    const result = await check({ "m.yaml": file(sail("Istio", "v1.26-latest")) }, [".", "--distribution", "openshift"]);
    expect([result.code, rulesOf(result)]).toEqual([0, ["warning[VER004]"]]);
  });

  test("from the standard input, with its source", async () => {
    const { code, out } = await check({}, ["-", "--distribution", "sail"], file(sail("Istio", "1.26.4")));
    expect([code, out]).toEqual([1, expect.stringMatching(/^error\[VER006\] <stdin>:13:16: .*\n {2}13 \|/)]);
  });

  test("by place, whatever the rules' ids are", async () => {
    const broken = { ...sail("Istio", "1.26.4"), metadata: { name: "default" } };
    const result = await check({ "a.yaml": file(broken), "b.yaml": file(sail("IstioCNI", "1.26.4")) }, [
      ".",
      "--distribution",
      "openshift",
    ]);
    expect(rulesOf(result)).toEqual(["error[DEL004]", "error[DEL005]", "error[VER006]", "error[VER006]"]);
  });

  test("the operator release decides, wherever it comes from", async () => {
    const mesh = sail("Istio", "v1.26.4");
    const eol = ["error[VER002]"];
    expect(
      rulesOf(await check({ "m.yaml": file(mesh) }, [".", "--distribution", "openshift", "--release", "3.4.0"])),
    ).toEqual(eol);
    expect(rulesOf(await check({ "m.yaml": file(mesh, subscription("servicemeshoperator3.v3.4.0")) }))).toEqual(eol);
    expect(
      rulesOf(
        await check({ "m.yaml": file(mesh, subscription("servicemeshoperator3.v3.4.0")) }, [".", "--release", "3.1.2"]),
      ),
    ).toEqual([]);
    // Of the channel that it follows by default, some release installs it.
    expect(rulesOf(await check({ "m.yaml": file(mesh, subscription()) }))).toEqual([]);
  });

  test("releases of the user's own", async () => {
    const files = {
      "m/m.yaml": file(subscription("servicemeshoperator3.v3.9.0"), sail("Istio", "v1.40.0")),
      "releases.yaml": `apiVersion: meshstep.dev/v1alpha1
kind: OperatorReleases
distribution: openshift
releases:
  - version: 3.9.0
    installable: [1.40.0]
    endOfLife: []
`,
    };
    const without = await check(files, ["m"]);
    // A release that nobody knows may bring a version that nobody knows.
    expect([without.code, rulesOf(without)]).toEqual([0, []]);
    expect(without.err).toContain(
      "operator release 3.9.0 (Subscription/openshift-operators/servicemeshoperator3 spec.startingCSV) is not in the catalogue",
    );
    expect(await check(files, ["m", "--with", "releases.yaml"])).toMatchObject({ code: 0, out: "" });
  });
});

test("releases of the user's own that change what ships with meshstep", async () => {
  const releases = `apiVersion: meshstep.dev/v1alpha1
kind: OperatorReleases
distribution: openshift
releases:
  - version: 3.1.2
    installable: [1.26.4]
`;
  const files = { "m/m.yaml": file(sail("Istio", "v1.26.4")), "releases.yaml": releases };
  const result = await check(files, ["m", "--distribution", "openshift", "--with", "releases.yaml"]);
  expect([result.code, rulesOf(result)]).toEqual([0, ["warning[VER010]"]]);
  expect(result.out).toContain("releases.yaml:5:5: operator release 3.1.2 of OpenShift Service Mesh 3 ships with");
});

describe("the distribution is guessed", () => {
  const istio = sail("Istio", "v1.26.3");
  const vendor = { apiVersion: "route.openshift.io/v1", kind: "Route", metadata: { name: "r", namespace: "x" } };
  test.each<[string, string, object[]]>([
    [
      "a Subscription",
      "Sail Operator (Subscription/openshift-operators/sailoperator spec.name sailoperator)",
      [subscription(undefined, "sailoperator"), istio],
    ],
    [
      "another package",
      "Alauda Service Mesh 2 (Subscription/",
      [subscription(undefined, "servicemesh-operator2"), istio],
    ],
    [
      "an installed CSV",
      "operator release 3.1.2 (ClusterServiceVersion/x/servicemeshoperator3.v3.1.2)",
      [
        {
          apiVersion: "operators.coreos.com/v1alpha1",
          kind: "ClusterServiceVersion",
          metadata: { name: "servicemeshoperator3.v3.1.2", namespace: "x" },
        },
        istio,
      ],
    ],
    [
      "a profile",
      "OpenShift Service Mesh 3 (Istio/default spec.profile openshift-ambient)",
      [sail("Istio", "v1.26.3", { profile: "openshift-ambient" })],
    ],
    ["an object of the platform", "OpenShift Service Mesh 3 (route.openshift.io of Route/x/r)", [vendor, istio]],
    [
      "a label of the platform",
      "Alauda Service Mesh 2 (cpaas.io/project of Namespace/bookinfo)",
      [namespace({ "cpaas.io/project": "a" }), istio],
    ],
    ["a version that one has", "Sail Operator (no other distribution has v1.26.1)", [sail("Istio", "v1.26.1")]],
  ])("by %s", async (_, expected, objects) => {
    const { err } = await check({ "m.yaml": file(...objects) });
    expect(err).toContain(expected);
  });

  test.each<[string, string, string]>([
    ["several fit", "v1.26.3", "OpenShift Service Mesh 3 and Alauda Service Mesh 2 have v1.26.3 as well"],
    ["none fits", "v9.9.9", "no distribution has v9.9.9"],
  ])("or one is taken when %s", async (_, version, message) => {
    const { code, err } = await check({ "m.yaml": file(sail("Istio", version)) }, ["m.yaml"]);
    expect([code, err]).toEqual([
      version === "v9.9.9" ? 1 : 0,
      expect.stringContaining(
        `note: m.yaml: taken for Sail Operator (${message}: what only one of them would say is left out; --distribution names it)\n`,
      ),
    ]);
  });

  test("what only one that fits would say is left out", async () => {
    // Where ztunnel is trusted by itself is another namespace on OpenShift.
    const objects = [
      sail("Istio", "v1.28.5", { namespace: "istio-system", profile: "ambient" }),
      sail("IstioCNI", "v1.28.5", { profile: "ambient" }),
      { ...sail("ZTunnel", "v1.28.5", { namespace: "kube-system" }), apiVersion: "sailoperator.io/v1" },
    ];
    const files = { "m.yaml": file(...objects) };
    expect(rulesOf(await check(files, [".", "--distribution", "sail"]))).toEqual(["error[ZTN003]"]);
    expect(rulesOf(await check(files))).toEqual([]);
    expect(rulesOf(await check(files, ["--from", "m.yaml", "m.yaml"]))).toEqual([]);
  });
});

describe("what is in a folder", () => {
  test("no object of the Sail Operator", async () => {
    const result = await check({ "ns.yaml": file(namespace({ "istio.io/use-waypoint": "gone" })) });
    expect([result.code, rulesOf(result)]).toEqual([1, ["error[WPT001]"]]);
    expect(result.err).toContain(
      "note: .: no object of the Sail Operator; only the rules for namespaces, waypoints and schemas",
    );
  });

  test("no manifest at all", async () => {
    const { code, err } = await check({ "values.yaml": "a: 1", "kustomization.yaml": "resources: []" });
    expect([code, err]).toEqual([
      2,
      "error: .: no manifest found\n    A manifest is a YAML or JSON document with apiVersion and kind.\n",
    ]);
  });

  test.each([
    ["as init writes it", "apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\nmetadata: { name: prod }\n"],
    ["with a slip", "apiVersion: meshstep.dev/v1alpha1\nkind: mesh\t\nspec: { x: 1 }\n"],
  ])("a mesh.yaml %s is no manifest, and leads on to its plan", async (_, text) => {
    const { code, err } = await check({ "mesh.yaml": text }, ["mesh.yaml"]);
    expect([code, err]).toEqual([
      2,
      "error: mesh.yaml: no manifest found; a mesh of meshstep's is there, which no cluster takes\n    Plan and check what it becomes: meshstep plan -f mesh.yaml\n",
    ]);
  });

  test("templates only", async () => {
    const { code, err } = await check({ "t.yaml": "apiVersion: v1\nkind: X\nmetadata: {{ x }}\n" });
    expect([code, err]).toEqual([2, expect.stringContaining("There are templates, the first at t.yaml:3:")]);
  });

  test("templates beside manifests are left out, with a line for each file", async () => {
    const template = "apiVersion: v1\nkind: X\nmetadata: {{ x }}\n";
    const { code, err } = await check({ "t.yaml": `${template}---\n${template}`, "ns.yaml": file(namespace()) });
    expect(code).toBe(0);
    expect(err.match(/not judged: template/g)).toHaveLength(1);
  });

  test("a document that cannot be read fails, after everything else is said", async () => {
    const result = await check(
      { "x.yaml": "apiVersion: v1\nkind: [X\n", "istio.yaml": file(sail("Istio", "1.26.4")) },
      [".", "--distribution", "sail"],
    );
    expect([result.code, rulesOf(result)]).toEqual([2, ["error[VER006]"]]);
    expect(result.err).toMatch(
      /^error: x\.yaml:3:1: not YAML: .*\n(note: .*\n)*1 object, 1 error, 0 warnings, 1 not readable\nnext: .*\n$/,
    );
  });

  test("several clusters are several meshes; what has no Sail object belongs to each", async () => {
    const result = await check({
      "clusters/east/m.yaml": file(subscription("servicemeshoperator3.v3.1.2"), sail("Istio", "v1.26.4")),
      "clusters/west/mesh/m.yaml": file(
        subscription("servicemeshoperator3.v3.1.2"),
        sail("Istio", "v1.24.6", { profile: "ambient" }),
        sail("IstioCNI", "v1.24.6", { profile: "ambient" }),
        sail("ZTunnel", "v1.24.6", { namespace: "kube-system" }),
      ),
      "clusters/common/ns.yaml": file(namespace({ "istio.io/use-waypoint": "gone" })),
      "apps/ns.yaml": file({
        ...namespace({ "istio-injection": "enabled", "istio.io/rev": "x" }),
        metadata: {
          ...namespace().metadata,
          name: "shop",
          labels: { "istio-injection": "enabled", "istio.io/rev": "x" },
        },
      }),
    });
    // As one mesh, ZTunnel v1.24.6 would be two minors behind Istio v1.26.4.
    expect(rulesOf(result)).toEqual(["error[NS002]", "error[REV006]", "error[WPT001]"]);
    expect(result.err).toContain("note: clusters/east, clusters/west: taken for ");
  });
});

describe("what synth wrote", () => {
  const out = join(root, "out");

  test("is checked phase by phase, each with its own release, and step by step", async () => {
    const { code, err, out: text } = await runCli(["check", "prod-east", "sail-minors"], out);
    expect([code, text]).toEqual([0, ""]);
    expect(err).toMatch(/^\d{3} objects, 0 errors, 0 warnings\n$/);
  });

  function copy(): string {
    const folder = folderWith({});
    copyFolder(join(out, "prod-east"), join(folder, "prod-east"));
    return folder;
  }

  test("a phase that was edited by hand, also beside its neighbours", async () => {
    const cwd = copy();
    const path = join(
      cwd,
      "prod-east/phases/02-control-plane-v1.26.4/manifests/mesh/20-control-plane/istio-default.yaml",
    );
    writeFileSync(path, readFileSync(path, "utf8").replace("v1.26.4", "v1.24.6"));
    const result = await runCli(["check", "."], cwd);
    expect(result.code).toBe(1);
    expect(new Set(rulesOf(result))).toEqual(
      new Set(["error[SKEW001]", "error[SKEW003]", "error[SKEW004]", "warning[DEL002]"]),
    );
    expect(result.out).toContain(
      "prod-east/phases/02-control-plane-v1.26.4/manifests/mesh/20-control-plane/istio-default.yaml:12:12: Istio/default:",
    );
  });

  test("a phase that changes nothing is said at the plan", async () => {
    const cwd = copy();
    const phases = join(cwd, "prod-east/phases");
    rmSync(join(phases, "05-verify-v1.26.4/manifests"), { recursive: true });
    copyFolder(join(phases, "04-ztunnel-v1.26.4/manifests"), join(phases, "05-verify-v1.26.4/manifests"));
    const { out: text } = await runCli(["check", "prod-east"], cwd);
    expect(text).toMatch(/^error\[DEL003\] prod-east\/plan\.json:1:1: /m);
  });

  test("one phase alone knows its plan, from wherever it is named", async () => {
    const cwd = copy();
    for (const path of ["prod-east/phases/00-baseline", "prod-east/phases/00-baseline/manifests/mesh"]) {
      expect(await runCli(["check", path], cwd)).toMatchObject({ code: 0, err: expect.not.stringContaining("note") });
    }
    expect(await runCli(["check", "."], join(cwd, "prod-east/phases/00-baseline"))).toMatchObject({ code: 0 });
  });

  test("what the user says wins over the plan, and that is said", async () => {
    const phase = "prod-east/phases/00-baseline";
    const release = await runCli(["check", phase, "--release", "3.4.0"], out);
    expect([release.code, new Set(rulesOf(release))]).toEqual([1, new Set(["error[VER002]"])]);
    expect(release.err).toContain(
      "note: prod-east: checked under operator release 3.4.0, although its plan.json says 3.1.1\n",
    );
    const other = await runCli(["check", phase, "--distribution", "sail"], out);
    expect(other.err).toContain("note: prod-east: checked as sail, although its plan.json says openshift\n");
    expect(other.err).toContain("operator release 3.1.1 is not in the catalogue");
    expect(await runCli(["check", phase, "--release", "3.1.99"], out)).toMatchObject({
      code: 2,
      err: expect.stringContaining("--release 3.1.99: OpenShift Service Mesh 3 has no such release"),
    });
    expect((await runCli(["check", phase, "--release", "3.1.1"], out)).err).not.toContain("note");
  });

  test("a plan of a later version is not misread", async () => {
    const cwd = copy();
    writeFileSync(join(cwd, "prod-east/plan.json"), '{ "version": 2, "mesh": "prod-east" }');
    const { code, err } = await runCli(["check", "prod-east"], cwd);
    expect([code, err]).toEqual([2, expect.stringContaining("plan.json: of version 2; this meshstep reads version 1")]);
  });
});

describe("files as kustomize sees them", () => {
  const mesh = file(sail("Istio", "v1.28.3"));
  const shop = file(namespace());
  const args = [".", "--distribution", "sail"];
  const kustomization = (...resources: string[]) => `resources:\n${resources.map((one) => `  - ${one}\n`).join("")}`;

  test("what is listed is there, and what is there is listed", async () => {
    const good = {
      "kustomization.yaml": kustomization("mesh", "https://example.com/x.yaml", "github.com/a/b?ref=v1", "ns.yaml"),
      "ns.yaml": shop,
      "mesh/kustomization.yaml": kustomization("istio.yaml"),
      "mesh/istio.yaml": mesh,
    };
    expect(rulesOf(await check(good, args))).toEqual([]);
    const missing = await check({ ...good, "mesh/kustomization.yaml": kustomization("istio.yaml", "cni.yaml") }, args);
    expect([missing.code, rulesOf(missing)]).toEqual([1, ["error[KUS001]"]]);
    expect(missing.out).toContain("mesh/kustomization.yaml:3:5: resources names cni.yaml, which is not there");
    const leftOut = await check({ ...good, "kustomization.yaml": kustomization("mesh") }, args);
    expect([leftOut.code, rulesOf(leftOut)]).toEqual([0, ["warning[KUS001]"]]);
    expect(leftOut.out).toContain("ns.yaml:2:1: Namespace/bookinfo: ns.yaml stands beside kustomization.yaml");
    const folder = await check(
      {
        ...good,
        "l7/kustomization.yaml": kustomization("a.yaml"),
        "l7/a.yaml": file({ ...namespace(), metadata: { name: "x", annotations } }),
      },
      args,
    );
    expect(folder.out).toContain("kustomization.yaml:2:3: l7/ has a kustomization and is not in resources");
  });

  test("patches, generators and values are no objects that are left out; bases are found from overlays", async () => {
    const files = {
      "base/kustomization.yaml": kustomization("istio.yaml"),
      "base/istio.yaml": mesh,
      "overlay/kustomization.yaml": `${kustomization("../base")}patches: [{ path: patch.yaml }]\n`,
      "overlay/patch.yaml": mesh,
    };
    expect(rulesOf(await check(files, args))).toEqual([]);
  });

  test("fields, entries and patches that kustomize refuses", async () => {
    const said = async (text: string, more: Readonly<Record<string, string>> = {}) => {
      const cni = file({ ...sail("IstioCNI", "v1.28.5"), apiVersion: "sailoperator.io/v1" });
      const { out } = await check(
        { "mesh/istio.yaml": mesh, "mesh/cni.yaml": cni, "mesh/kustomization.yaml": text, ...more },
        args,
      );
      return out.match(/^error\[KUS001\].*/gm) ?? [];
    };
    const good = kustomization("istio.yaml", "cni.yaml");
    expect(await said(good)).toEqual([]);
    expect(await said(`${good}namePrefix: prod-\n`)).toEqual([expect.stringContaining("renames IstioCNI/default")]);
    expect(await said(good.replace("resources", "resource"))).toEqual([expect.stringContaining("no field resource")]);
    expect(await said(kustomization("istio.yaml", "cni.yaml", "cni.yaml"))).toEqual([
      expect.stringContaining("names cni.yaml twice"),
    ]);
    expect(await said(`kind: Kustomize\n${good}`)).toEqual([expect.stringContaining("not Kustomize")]);
    const patched = `${good}patches: [{ path: patch.yaml }]\n`;
    expect(await said(patched)).toEqual([expect.stringContaining("patches names patch.yaml, which is not there")]);
    expect(await said(patched, { "mesh/patch.yaml": mesh })).toEqual([]);
    expect(await said(patched, { "mesh/patch.yaml": mesh.replace('"default"', '"prod"') })).toEqual([
      expect.stringContaining("patch.yaml patches Istio/prod, which is not among these manifests"),
    ]);
    const inPlace = (name: string) =>
      `${good}patches: [{ patch: "apiVersion: sailoperator.io/v1\\nkind: Istio\\nmetadata: { name: ${name} }\\n" }]\n`;
    expect(await said(inPlace("default"))).toEqual([]);
    expect(await said(inPlace("prod"))).toEqual([
      expect.stringContaining("a patch written down here patches Istio/prod, which is not among these manifests"),
    ]);
  });

  test("what one kustomization does to all that is below it", async () => {
    const [a, b] = ["a", "b"].map((home) =>
      file({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one", namespace: home } }),
    ) as [string, string];
    const said = async (top: string, second = b) => {
      const cni = file({ ...sail("IstioCNI", "v1.28.5"), apiVersion: "sailoperator.io/v1" });
      const files = {
        "kustomization.yaml": `${kustomization("mesh")}${top}`,
        "mesh/kustomization.yaml": kustomization("istio.yaml", "cni.yaml", "a.yaml", "b.yaml"),
        "mesh/istio.yaml": mesh,
        "mesh/cni.yaml": cni,
        "mesh/a.yaml": a,
        "mesh/b.yaml": second,
      };
      return (await check(files, args)).out.match(/^error\[KUS001\].*/gm) ?? [];
    };
    expect(await said("namePrefix: x-\n")).toEqual([expect.stringContaining("renames IstioCNI/default")]);
    expect(await said("namespace: prod\n")).toEqual([
      expect.stringContaining(
        "namespace prod moves everything into one namespace, ConfigMap/a/one and ConfigMap/b/one included",
      ),
    ]);
    expect(await said("namespace: b\n")).toEqual([]);
    const circle = {
      "a/kustomization.yaml": kustomization("b"),
      "a/b/kustomization.yaml": kustomization("../../a"),
      "a/istio.yaml": mesh,
    };
    expect((await check(circle, args)).out).toContain("names ../../a, which lists this folder");
  });

  test("an object twice in one folder", async () => {
    const files = { "a.yaml": mesh, "b.yaml": mesh };
    const samples = await check(files, args);
    expect([samples.code, rulesOf(samples)]).toEqual([0, ["warning[DUP001]"]]);
    expect(samples.out).toContain("b.yaml:2:1: Istio/default: Istio/default is there twice, at a.yaml:2:1");
    const built = await check({ ...files, "kustomization.yaml": kustomization("a.yaml", "b.yaml") }, args);
    expect([built.code, rulesOf(built)]).toEqual([1, ["error[DUP001]"]]);
    expect(rulesOf(await check({ "east/a.yaml": mesh, "west/a.yaml": mesh }, args))).toEqual([]);
  });
});

describe("CRDs of the user's own", () => {
  const crd = (properties: object) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "istios.sailoperator.io" },
    spec: {
      group: "sailoperator.io",
      names: { kind: "Istio" },
      versions: [
        {
          name: "v1",
          served: true,
          schema: { openAPIV3Schema: { properties: { spec: { type: "object", properties } } } },
        },
        { name: "v1alpha1", served: false, schema: { openAPIV3Schema: { type: "object" } } },
      ],
    },
  });
  const files = {
    "m/m.yaml": file(sail("Istio", "v1.28.3", { brandNew: { port: "x" } })),
    "crds/istio.yaml": file(
      crd({ version: { type: "string" }, brandNew: { properties: { port: { type: "integer" } } } }),
    ),
  };
  const args = ["m", "--distribution", "sail", "--release", "1.28.3"];

  test("win over those that ship with meshstep", async () => {
    expect(rulesOf(await check(files, args))).toEqual(["error[VER005]"]);
    const result = await check(files, [...args, "--crds", "crds"]);
    expect([result.code, rulesOf(result)]).toEqual([1, ["error[SCH001]"]]);
    expect(result.out).toContain('spec.brandNew.port: expected a whole number, got "x" (the CRDs that --crds names)');
  });

  test("have to be there", async () => {
    const { code, err } = await check(files, [...args, "--crds", "m"]);
    expect([code, err]).toEqual([2, expect.stringContaining("--crds m: no CustomResourceDefinition with a schema")]);
    const live = await check(files, ["--live", "m", "--crds", "crds"]);
    expect([live.code, live.err]).toEqual([2, expect.stringContaining("--live checks what meshstep wrote")]);
  });
});

test("values of mesh.yaml are held against the schema at their own place", async () => {
  const mesh = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: x }
spec:
  distribution: sail
  dataPlane: ambient
  version: v1.28.3
  operator: { release: 1.28.3 }
  controlPlane:
    values:
      pilot:
        autoscaleMxa: 5
  ztunnel:
    values:
      ztunnel: { logLevl: debug, env: { A: 1 } }
`;
  const { code, err } = await runCli(["plan"], folderWith({ "mesh.yaml": mesh }));
  expect(code).toBe(1);
  expect(err.match(/^error.*$/gm)).toEqual([
    "error[SCH001] mesh.yaml:15:44: ZTunnel/default: spec.values.ztunnel.env.A: expected a text, got 1 (operator release 1.28.3)",
    "error[VER005] mesh.yaml:12:23: Istio/default: spec.values.pilot.autoscaleMxa is not served by operator release 1.28.3: the API server drops it",
    "error[VER005] mesh.yaml:15:27: ZTunnel/default: spec.values.ztunnel.logLevl is not served by operator release 1.28.3: the API server drops it",
  ]);
});

describe("from one folder to another", () => {
  const before = file(subscription("servicemeshoperator3.v3.1.2"), sail("Istio", "v1.24.6"), namespace());
  const after = file(subscription("servicemeshoperator3.v3.1.2"), sail("Istio", "v1.26.4"));
  const step = ["--from", "a", "b"];

  test("the rules on transitions", async () => {
    const result = await check({ "a/m.yaml": before, "b/m.yaml": after }, step);
    expect([result.code, rulesOf(result)]).toEqual([1, ["error[SNAP002]", "error[SKEW004]"]]);
    expect(result.out).toContain("b/m.yaml:30:16: Istio/default: spec.version goes from v1.24.6 to v1.26.4 in place");
  });

  test("an accepted jump", async () => {
    const files = { "a/m.yaml": before, "b/m.yaml": after + file(namespace()) };
    for (const jump of ["1.24->1.26", "1.26->1.24"]) {
      expect(await check(files, [...step, "--accept-vendor-jump", jump])).toMatchObject({ code: 0, out: "" });
    }
  });

  test("the operator's release before and after", async () => {
    const mesh = file(sail("Istio", "v1.27.9"));
    const result = await check(
      { "a/m.yaml": mesh, "b/m.yaml": mesh + file({ ...namespace(), metadata: { name: "x", annotations } }) },
      [...step, ...["--distribution", "openshift", "--from-release", "3.2.5", "--release", "3.3.2"]],
    );
    // That the release does not know the version is the same cause.
    expect(rulesOf(result)).toEqual(["error[VER003]"]);
  });

  test("phases of ours say by themselves what they are", async () => {
    const phases = join(root, "out/prod-east/phases");
    const { code, err } = await runCli(["check", "--from", "00-baseline", "01-operator-3.1.2"], phases);
    expect([code, err]).toEqual([0, expect.not.stringContaining("taken for")]);
  });

  test("that people replace the pods stands in the plan", async () => {
    const phases = join(root, "out/prod-ondelete/phases");
    const step = ["check", "--from", "03-cni-v1.28.5", "04-ztunnel-v1.28.5"];
    expect(await runCli(step, phases)).toMatchObject({ code: 0, out: "" });
    const cwd = folderWith({});
    copyFolder(join(root, "out/prod-ondelete"), join(cwd, "prod-ondelete"));
    const file = join(cwd, "prod-ondelete/plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("drain-nodes", "look-at-nodes"));
    const without = await runCli(step, join(cwd, "prod-ondelete/phases"));
    expect([without.code, rulesOf(without)]).toEqual([1, ["error[ZTN005]"]]);
  });

  test("a mesh for each cluster, of one that was there alone", async () => {
    const files = { "a/m.yaml": before, "b/east/m.yaml": after, "b/west/m.yaml": before };
    const { out, err } = await check(files, step);
    expect([out, err]).toEqual([expect.not.stringContaining("b/west"), expect.stringContaining("b/east, b/west")]);
  });
});

describe("a live folder on its way to a phase", () => {
  const mesh = join(root, "examples/openshift-ambient-patch/mesh.yaml");
  const live = () => {
    const cwd = folderWith({});
    copyFolder(join(root, "out/prod-east/phases/02-control-plane-v1.26.4/manifests"), join(cwd, "live"));
    return cwd;
  };

  test("the next one, or one that is named", async () => {
    const cwd = live();
    expect(await runCli(["check", "--live", "live", "-f", mesh], cwd)).toMatchObject({
      code: 0,
      err: expect.stringContaining("note: live: at 02-control-plane-v1.26.4; checked on its way to 03-cni-v1.26.4\n"),
    });
    expect((await runCli(["check", "--live", "live", "-f", mesh, "4"], cwd)).err).toContain("to 04-ztunnel-v1.26.4");
    expect(await runCli(["check", "--live", "live", "-f", mesh, "9"], cwd)).toMatchObject({
      code: 2,
      err: expect.stringContaining("prod-east has no phase 9"),
    });
  });

  test("a folder that stands where it is to go has nothing to change", async () => {
    const cwd = live();
    const here = await runCli(["check", "--live", "live", "-f", mesh, "2"], cwd);
    expect([here.code, here.out]).toEqual([0, ""]);
    expect(here.err).toContain("note: live: at 02-control-plane-v1.26.4; checked as that phase\n");
    copyFolder(join(root, "out/prod-east/phases/05-verify-v1.26.4/manifests"), join(cwd, "last"));
    const last = await runCli(["check", "--live", "last", "-f", mesh], cwd);
    expect([last.code, last.out]).toEqual([0, ""]);
    expect(last.err).toContain("at 05-verify-v1.26.4; checked as that phase, the last one\n");
    const istio = join(cwd, "last/mesh/20-control-plane/istio-default.yaml");
    writeFileSync(istio, `${readFileSync(istio, "utf8")}# by hand\n`);
    expect(await runCli(["check", "--live", "last", "-f", mesh], cwd)).toMatchObject({ code: 0, out: "" });
  });

  test("what was added by hand and would be deleted", async () => {
    const cwd = live();
    writeFileSync(
      join(cwd, "live/mesh/extra.yaml"),
      file({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "mine", namespace: "x" } }),
    );
    const { code, out, err } = await runCli(["check", "--live", "live", "-f", mesh], cwd);
    expect([code, err]).toEqual([1, expect.stringContaining("nearest to 02-control-plane")]);
    expect(out).toMatch(/^error\[SNAP002\] live\/mesh\/extra\.yaml:2:1: ConfigMap\/x\/mine: /);
  });
});

test.each<[string, readonly string[], string]>([
  ["a path that is not there", ["nope"], "nope: no such file or folder"],
  ["the standard input twice", ["-", "-"], "- stands for the standard input, once"],
  ["the standard input twice, once before", ["--from", "-", "-"], "- stands for the standard input, once"],
  ["two states before", ["--from", "a", "--live", "b", "c"], "--live and --from exclude each other"],
  ["a release of no state", ["--from-release", "3.1.2", "a"], "--from-release needs --from"],
  ["two phases", ["--live", "a", "1", "2"], "--live goes to one phase"],
  [
    "what mesh.yaml says",
    ["--live", "a", "--release", "3.1.2"],
    "--live takes distribution and release from mesh.yaml",
  ],
  [
    "a release that is not there",
    ["m.yaml", "--distribution", "openshift", "--release", "3.1.99"],
    "--release 3.1.99: OpenShift Service Mesh 3 has no such release",
  ],
  [
    "a jump that is none",
    ["m.yaml", "--accept-vendor-jump", "1.24"],
    "--accept-vendor-jump 1.24: no jump that a vendor publishes",
  ],
  [
    "a jump of another vendor",
    ["m.yaml", "--distribution", "alauda", "--accept-vendor-jump", "1.24->1.26"],
    "Published: 1.26->1.28, 1.28->1.30.",
  ],
  [
    "jumps where there are none",
    ["m.yaml", "--distribution", "sail", "--accept-vendor-jump", "1.24->1.26"],
    "There every minor is there.",
  ],
])("usage: %s", async (_, args, message) => {
  const { code, out, err } = await check({ "m.yaml": file(sail("Istio", "v1.26.4")) }, args);
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
});

test("reports for other tools name files from the root of the checkout", async () => {
  const cwd = folderWith({ "apps/m.yaml": file(sail("Istio", "1.26.4")) });
  const before = process.env["GITHUB_WORKSPACE"];
  process.env["GITHUB_WORKSPACE"] = cwd;
  try {
    const args = ["check", "m.yaml", "--distribution", "sail", "-o"];
    expect((await runCli([...args, "github"], join(cwd, "apps"))).out).toMatch(
      /^::error file=apps\/m\.yaml,line=13,col=16,/,
    );
    expect((await runCli([...args, "sarif"], join(cwd, "apps"))).out).toContain('"uri": "apps/m.yaml"');
    expect((await runCli([...args, "json"], join(cwd, "apps"))).out).toContain('"file": "m.yaml"');
  } finally {
    if (before === undefined) delete process.env["GITHUB_WORKSPACE"];
    else process.env["GITHUB_WORKSPACE"] = before;
  }
});
