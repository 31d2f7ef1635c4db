import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const istio = (version: string, name = "default") => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: ${name} }
spec: { version: ${version}, namespace: istio-system }
`;
const kustomization = (rest: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${rest}`;
const meshIn = (folder: string, file = "mesh.yaml") =>
  (parse(readFileSync(join(folder, file), "utf8")) as { spec: Record<string, unknown> }).spec;
const prints = (text: string) => `return ${JSON.stringify(text)};`;

describe("what a tool has to build", () => {
  const patched = {
    "overlay/kustomization.yaml": kustomization("resources: [../base]\npatches: [{ path: patch.yaml }]\n"),
    "overlay/patch.yaml": "spec: {}\n",
    "base/kustomization.yaml": kustomization("resources: [istio.yaml]\n"),
    "base/istio.yaml": istio("v1.28.1"),
  };
  const chart = { "chart/Chart.yaml": "apiVersion: v2\nname: mesh\n", "chart/templates/istio.yaml": "{{ x }}\n" };

  test.each([
    ["kustomize", patched, "overlay", "kustomize build overlay"],
    ["kubectl", patched, "overlay", "kubectl kustomize overlay"],
    ["helm", chart, "chart", "helm template chart"],
  ])("is built by %s, in memory", async (program, files, input, name) => {
    const folder = folderWith(files);
    const config = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: istio-system }\n";
    const { code, err } = await withPrograms({ [program]: prints(istio("v1.28.3") + config) }, () =>
      runCli(["adopt", input, "--distribution", "sail"], folder),
    );
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("holds what the 2 objects read hold") });
    expect(meshIn(folder)["version"]).toBe("v1.28.3");
    expect(readFileSync(join(folder, "adopted/configmap-a.yaml"), "utf8")).toContain(
      `# Adopted by meshstep from ${name}.`,
    );
    expect(readdirSync(folder).sort()).toEqual(
      [...new Set([...Object.keys(files).map((one) => one.split("/")[0]), "adopted", "mesh.yaml"])].sort(),
    );
  });

  test("a chart whose folder is no release name", async () => {
    const { "chart/Chart.yaml": yaml, "chart/templates/istio.yaml": template } = chart;
    const folder = folderWith({ "My_Chart/Chart.yaml": yaml, "My_Chart/templates/istio.yaml": template });
    const helm = `if (args[1] !== "my-chart") throw "invalid release name"; return ${JSON.stringify(istio("v1.28.3"))};`;
    const { code } = await withPrograms({ helm }, () =>
      runCli(["adopt", "My_Chart", "--distribution", "sail"], folder),
    );
    expect(code).toBe(0);
  });

  test("is named where there is no tool, or where it fails", async () => {
    const adopt = (programs: Record<string, string>, files: Record<string, string>, input: string) =>
      withPrograms(programs, () => runCli(["adopt", input], folderWith(files)));
    expect((await adopt({}, patched, "overlay")).err).toBe(
      "error: overlay/kustomization.yaml:4:1: uses patches, so what it stands for has to be built first (kustomize and kubectl are not on the PATH; kubectl alone is enough)\n    kubectl kustomize overlay | meshstep adopt -\n",
    );
    expect((await adopt({ kustomize: 'throw "no base";' }, patched, "overlay")).err).toContain(
      "(kustomize build overlay failed: error: no base)",
    );
    const logs =
      'process.stderr.write(`E1127 11:33:02.895111   29343 run.go:72] "command failed" err="no base"\\n`); process.exit(1);';
    expect((await adopt({ kubectl: logs }, patched, "overlay")).err).toContain(
      '(kubectl kustomize overlay failed: "command failed" err="no base")',
    );
    expect((await adopt({}, chart, "chart")).err).toBe(
      "error: chart/Chart.yaml: a Helm chart, which has to be built first (helm is not on the PATH)\n    helm template NAME chart --namespace NAMESPACE --values FILE | meshstep adopt -\n",
    );
  });
});

describe("several meshes", () => {
  const clusters = {
    "clusters/east/istio.yaml": istio("v1.28.3"),
    "clusters/west/istio.yaml": istio("v1.28.1"),
    "clusters/north/istio.yaml": istio("v1.28.3").replace(
      "v1.28.3,",
      "v1.28-latest, updateStrategy: { type: RevisionBased },",
    ),
  };

  test("are listed, so that the user can choose", async () => {
    const folder = folderWith(clusters);
    const { code, err } = await runCli(["adopt", "clusters"], folder);
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: clusters: 3 meshes: clusters/east, clusters/north, clusters/west\n    Adopt one by its folder, together with the folders of what belongs to it, or all of them, each into a file of its own: meshstep adopt clusters --all\n",
    });
    expect(existsSync(join(folder, "mesh.yaml"))).toBe(false);
    expect((await runCli(["adopt", "clusters/east", "--distribution", "sail"], folder)).code).toBe(0);
  });

  test("are adopted by --all, one file each; one that cannot be does not stop the others", async () => {
    const folder = folderWith(clusters);
    const { code, err } = await runCli(["adopt", "clusters", "--all", "-o", "out", "--distribution", "sail"], folder);
    expect(code).toBe(2);
    expect(err).toContain("== clusters/north\nerror: Istio/default is RevisionBased, and v1.28-latest is an alias");
    expect(meshIn(folder, "out/east/mesh.yaml")["version"]).toBe("v1.28.3");
    expect(meshIn(folder, "out/west/mesh.yaml")["version"]).toBe("v1.28.1");
    expect(existsSync(join(folder, "out/north/mesh.yaml"))).toBe(false);
    expect((await runCli(["plan", "-f", "out/east/mesh.yaml"], folder)).code).toBe(0);
  });

  test("as overlays of one base", async () => {
    const overlay = (env: string) => kustomization(`resources: [../../base]\npatches: [{ path: ${env}.yaml }]\n`);
    const folder = folderWith({
      "base/kustomization.yaml": kustomization("resources: [istio.yaml]\n"),
      "base/istio.yaml": istio("v1.28.1"),
      "overlays/dev/kustomization.yaml": overlay("dev"),
      "overlays/prod/kustomization.yaml": overlay("prod"),
      "overlays/apps/kustomization.yaml": kustomization("namePrefix: x-\n"),
    });
    const kustomize = `const env = args[1].split("/").at(-1); return env === "apps" ? "" : ${JSON.stringify(istio("VERSION"))}.replace("VERSION", env === "dev" ? "v1.28.3" : "v1.28.2");`;
    await withPrograms({ kustomize }, async () => {
      expect((await runCli(["adopt", "."], folder)).err).toContain("2 meshes: overlays/dev, overlays/prod\n");
      expect((await runCli(["adopt", ".", "--all", "--distribution", "sail"], folder)).code).toBe(0);
    });
    expect(["dev", "prod"].map((env) => meshIn(folder, `meshes/${env}/mesh.yaml`)["version"])).toEqual([
      "v1.28.3",
      "v1.28.2",
    ]);
  });

  test("of which one cannot be built, and is of something else", async () => {
    const remote = "https://example.invalid/base.yaml";
    const folder = folderWith({
      "istio/kustomization.yaml": kustomization("resources: [istio.yaml]\n"),
      "istio/istio.yaml": istio("v1.28.3"),
      "shop/kustomization.yaml": kustomization(`resources: [${remote}]\nnamespace: shop\n`),
    });
    const { code, err } = await withPrograms({ kustomize: `throw "${"x ".repeat(300)}no such host";` }, () =>
      runCli(["adopt", ".", "--distribution", "sail"], folder),
    );
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("no such host); left out") });
    expect(err.split("\n")[0]?.length).toBeLessThan(400);
  });

  test("beside templates, the first few of which are named", async () => {
    const names = ["a", "b", "c", "d", "e"].map((name) => [`t/${name}.yaml`, "apiVersion: v1\nkind: {{ .x }}\n"]);
    const folder = folderWith({ "istio.yaml": istio("v1.28.3"), ...Object.fromEntries(names) });
    const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
    expect({ code, notes: err.match(/a template that has to be filled in/g)?.length }).toEqual({ code: 0, notes: 3 });
    expect(err).toContain("note: 2 more files with templates left out\n");
  });

  test("a base is what its only overlay makes of it", async () => {
    const folder = folderWith({
      "base/kustomization.yaml": kustomization("resources: [istio.yaml]\n"),
      "base/istio.yaml": istio("v1.28.1"),
      "prod/kustomization.yaml": kustomization("resources: [../base]\npatches: [{ path: p.yaml }]\n"),
      "prod/p.yaml": "spec: {}\n",
    });
    await withPrograms({ kustomize: prints(istio("v1.28.3")) }, async () => {
      expect((await runCli(["adopt", ".", "--distribution", "sail"], folder)).code).toBe(0);
    });
    expect(meshIn(folder)["version"]).toBe("v1.28.3");
  });

  test("folders of one name get the names above them", async () => {
    const folder = folderWith({
      "sydney/self/istio.yaml": istio("v1.28.3"),
      "perth/self/istio.yaml": istio("v1.28.1"),
    });
    expect((await runCli(["adopt", ".", "--all", "--distribution", "sail"], folder)).code).toBe(0);
    expect(readdirSync(join(folder, "meshes")).sort()).toEqual(["perth", "sydney"]);
  });

  test("in one folder: one for each control plane", async () => {
    const folder = folderWith({
      "live/all.yaml": `${istio("v1.28.3", "one")}---\n${istio("v1.28.3", "two").replace("istio-system", "second")}`,
    });
    expect((await runCli(["adopt", "live", "--all", "--distribution", "sail"], folder)).code).toBe(0);
    expect(["one", "two"].map((name) => meshIn(folder, `meshes/${name}/mesh.yaml`)["controlPlane"])).toMatchObject([
      { name: "one" },
      { name: "two", namespace: "second" },
    ]);
  });
});

describe("a cluster, through kubectl", () => {
  const items = [istio("v1.28.3")].map((text) => {
    const object = parse(text) as { metadata: object };
    return { ...object, metadata: { ...object.metadata, uid: "x" } };
  });
  const kubectl = `
    require("node:fs").appendFileSync(process.env.MESHSTEP_CALLS, args.join(" ") + "\\n");
    if (args.includes("forbidden") && args.includes("get")) throw "istios is forbidden";
    if (args.includes("nowhere")) throw 'context "nowhere" does not exist';
    if (args.includes("api-resources")) return "istios.sailoperator.io\\ngateways.gateway.networking.k8s.io\\nsecrets\\npods\\n";
    return ${JSON.stringify(JSON.stringify({ apiVersion: "v1", kind: "List", items }))};`;
  const adopt = (folder: string, ...args: string[]) => {
    process.env["MESHSTEP_CALLS"] = join(folder, "calls");
    return withPrograms({ kubectl }, () => runCli(["adopt", ...args, "--distribution", "sail"], folder));
  };

  test("what is served is read, and nothing is written but mesh.yaml", async () => {
    const folder = folderWith({});
    const { code, err } = await adopt(folder, "--context", "prod");
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("holds what the 1 object read hold") });
    expect(meshIn(folder)["version"]).toBe("v1.28.3");
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe(
      "--context prod api-resources --verbs=list -o name\n" +
        "--context prod get namespaces,gateways.gateway.networking.k8s.io,istios.sailoperator.io -A -o json --request-timeout=20s\n",
    );
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("# Adopted from kubectl get --context prod.");
    expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain(
      "  # guessed: the context that was read\n  name: prod\n",
    );
  });

  test("with revisions side by side pods are read as well, where they may be", async () => {
    const made = (version: string) => ({
      apiVersion: "sailoperator.io/v1",
      kind: "IstioRevision",
      metadata: {
        name: `default-${version.replaceAll(".", "-")}`,
        uid: "a",
        ownerReferences: [{ apiVersion: "sailoperator.io/v1", kind: "Istio", name: "default", uid: "b" }],
      },
      spec: { version },
    });
    const mesh = [
      {
        apiVersion: "sailoperator.io/v1",
        kind: "Istio",
        metadata: { name: "default", uid: "b" },
        spec: { version: "v1.28.3", namespace: "istio-system", updateStrategy: { type: "RevisionBased" } },
      },
      made("v1.28.3"),
      made("v1.28.2"),
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "shop", uid: "c", labels: { "istio.io/rev": "default-v1-28-3" } },
      },
    ];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web", namespace: "shop", uid: "d", annotations: { "istio.io/rev": "default-v1-28-3" } },
    };
    const list = (items: readonly object[]) =>
      JSON.stringify(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    const program = (answer: string) => `
      if (args.includes("api-resources")) return "istios.sailoperator.io\\nistiorevisions.sailoperator.io\\npods\\n";
      if (args.some((one) => one.endsWith(",pods"))) { ${answer} }
      return ${list(mesh)};`;
    const adopted = async (answer: string) => {
      const folder = folderWith({});
      const args = ["adopt", "--context", "prod", "--distribution", "sail"];
      const { code, err } = await withPrograms({ kubectl: program(answer) }, () => runCli(args, folder));
      return { code, err, running: meshIn(folder)["running"] };
    };
    const running = { controlPlane: ["v1.28.2", "v1.28.3"], revisions: { shop: "v1.28.3" } };
    expect(await adopted(`return ${list([...mesh, pod])};`)).toMatchObject({
      code: 0,
      running: { ...running, workloads: { shop: "v1.28.3" } },
    });
    const unseen = await adopted('throw "pods is forbidden";');
    expect(unseen).toEqual({ code: 0, err: expect.stringContaining("taken to have restarted in part"), running });
  });

  test("no such context, no client, paths beside it", async () => {
    const folder = folderWith({});
    expect((await adopt(folder, "--context", "nowhere")).err).toContain("there is no context nowhere");
    const without = await withPrograms({}, () => runCli(["adopt", "--context", "a"], folder));
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining("kubectl is not on the PATH") });
    expect((await adopt(folder, "--context", "forbidden")).err).toBe(
      "error: kubectl get: error: istios is forbidden\n",
    );
    expect((await adopt(folder, "live", "--context", "a")).err).toContain("--context reads a cluster instead of paths");
    expect(existsSync(join(folder, "mesh.yaml"))).toBe(false);
  });
});

test("what plugins build is built where they are", async () => {
  const folder = folderWith({
    "kustomization.yaml": "resources: [istio.yaml]\ngenerators: [ksops.yaml]\n",
    "istio.yaml": "",
  });
  const kubectl = `throw "loading generator plugins: external plugins disabled; unable to load external plugin 'ksops'";`;
  const { code, err } = await withPrograms({ kubectl }, () => runCli(["adopt", "."], folder));
  expect(code).toBe(2);
  expect(err).toContain("kustomize build --enable-alpha-plugins --enable-exec . | meshstep adopt -");
});

test("charts of a kustomization are built where kustomize is told to", async () => {
  const folder = folderWith({ "kustomization.yaml": "helmCharts: [{ name: mesh, releaseName: mesh }]\n" });
  const kubectl = `throw "trouble configuring builtin HelmChartInflationGenerator with config: ...: must specify --enable-helm";`;
  const { code, err } = await withPrograms({ kubectl }, () => runCli(["adopt", "."], folder));
  expect(code).toBe(2);
  expect(err).toContain("    kustomize build --enable-helm . | meshstep adopt -\n");
});

test("charts of kustomizations below one that cannot be built are named", async () => {
  const folder = folderWith({
    "east/kustomization.yaml": "helmCharts: [{ name: apps, releaseName: apps }]\n",
    "east/overlays/mesh/kustomization.yaml": "helmCharts: [{ name: mesh, releaseName: mesh }]\n",
    "east/overlays/shop/kustomization.yaml": "resources: []\n",
  });
  const kubectl = `throw "must specify --enable-helm";`;
  const { code, err } = await withPrograms({ kubectl }, () => runCli(["adopt", "."], folder));
  expect(code).toBe(2);
  expect(err).toContain("east/kustomization.yaml:1:1: uses helmCharts");
  expect(err).toMatch(/ {2}not read: what kustomize has Helm render in east\/overlays\/mesh\/kustomization\.yaml\n$/);
});

test("where something is left out, what installs Istio instead is said all the same", async () => {
  const folder = folderWith({
    "smcp.yaml":
      "apiVersion: maistra.io/v2\nkind: ServiceMeshControlPlane\nmetadata: { name: basic, namespace: istio-system }\n",
    "set.yaml": "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: {{ name }}-apps\n",
  });
  const { code, err } = await runCli(["adopt", "."], folder);
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: no Istio object in the input: ServiceMeshControlPlane\/istio-system\/basic says that it is installed by OpenShift Service Mesh 2\n/,
  );
  expect(err).toContain("set.yaml:4:");
});
