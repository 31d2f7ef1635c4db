import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { kubernetesEnds } from "../../src/platform/windows";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Charts as they lie about in repositories: what they ask of a cluster, what they hold for a moment, which other charts they take, and who makes their Applications.
 */

type Files = Record<string, string>;

const git = { ".git/HEAD": "ref: refs/heads/main\n" };
const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system${more} }\n`;
const chartAt = (folder: string, templates: Files, more = ""): Files => ({
  [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${folder.split("/").at(-1)}\nversion: 1.0.0\n${more}`,
  ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`${folder}/templates/${name}`, text])),
});
/** What Helm prints of some templates. */
const printed = (templates: Files, chart = "mesh") =>
  Object.entries(templates)
    .map(([name, text]) => `---\n# Source: ${chart}/templates/${name}\n${text}`)
    .join("");

/** Runs adopt with a Helm that is this function in JavaScript. */
async function adopted(files: Files, helm: string, inputs: readonly string[] = ["."], stdin = "") {
  const folder = folderWith({ ...git, ...files });
  const { code, err } = await withPrograms({ helm }, () =>
    runCli(["adopt", ...inputs, "--distribution", "sail"], folder, stdin),
  );
  const file = join(folder, "mesh.yaml");
  const mesh = existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
  const copies = existsSync(join(folder, "adopted")) ? readdirSync(join(folder, "adopted")) : [];
  return { code, err, copies, version: mesh?.spec.version as string | undefined };
}

const plain = { "istio.yaml": sail("Istio") };
const print = (text: string) => `return ${JSON.stringify(text)};`;

describe("what only a cluster knows", () => {
  const asking = (text: string) => chartAt("mesh", { "istio.yaml": text });

  test("a chart is built for the namespace that Helm takes by itself, and not for that of somebody's context", async () => {
    const helm = `if (args[args.indexOf("--namespace") + 1] !== "default") throw "no namespace"; ${print(printed(plain))}`;
    expect((await adopted(asking("{{ x }}"), helm)).code).toBe(0);
  });

  test("the kinds of the operator are there where its mesh runs", async () => {
    const text = '{{- if .Capabilities.APIVersions.Has "sailoperator.io/v1" }}';
    const helm = `return args.includes("sailoperator.io/v1") ? ${JSON.stringify(printed(plain))} : "";`;
    expect(await adopted(asking(text), helm)).toMatchObject({ code: 0, version: "v1.28.3" });
  });

  const other = printed({ "istio.yaml": sail("Istio", ", profile: ambient") });
  test.each<[what: string, text: string, helm: string, by: string]>([
    [
      "an API",
      '{{ .Capabilities.APIVersions.Has "route.openshift.io/v1" }}',
      `return args.includes("route.openshift.io/v1") ? ${JSON.stringify(other)} : ${JSON.stringify(printed(plain))};`,
      "differs, by the APIs that the cluster has (route.openshift.io/v1)",
    ],
    [
      "the version of Kubernetes",
      '{{ semverCompare ">=1.33" .Capabilities.KubeVersion.Version }}',
      `return args.includes("${kubernetesEnds().max}.0") ? ${JSON.stringify(other)} : ${JSON.stringify(printed(plain))};`,
      "differs, by the version of Kubernetes",
    ],
    [
      "the first release",
      "{{ if .Release.IsInstall }}",
      `return args.includes("--is-upgrade") ? "" : ${JSON.stringify(printed(plain))};`,
      "differs, by whether it is installed or upgraded",
    ],
    [
      "chance",
      "{{ randAlphaNum 5 }}",
      `return ${JSON.stringify(printed(plain))}.replace("istio-system", "n" + process.pid);`,
      "differs, by chance",
    ],
    [
      "what stands there",
      '{{ lookup "v1" "Secret" "a" "b" }}',
      print(printed(plain)),
      "(lookup in templates/istio.yaml)",
    ],
    ["the time", "{{ now }}", print(printed(plain)), "(now in templates/istio.yaml)"],
  ])("a part of a mesh that depends on %s is refused", async (_, text, helm, by) => {
    const { code, err, version } = await adopted(asking(text), helm);
    expect({ code, err, version }).toEqual({ code: 2, err: expect.stringContaining(by), version: undefined });
    expect(err).toContain("helm get manifest NAME -n NAMESPACE | meshstep adopt -");
  });

  test("what depends on it and is no part of a mesh keeps nobody", async () => {
    const files = chartAt("mesh", { "istio.yaml": "{{ x }}", "secret.yaml": "{{ randAlphaNum 5 }}" });
    const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: RANDOM }\n";
    const helm = `return ${JSON.stringify(printed({ ...plain, "secret.yaml": secret }))}.replace("RANDOM", "p" + process.pid);`;
    expect((await adopted(files, helm)).code).toBe(0);
  });

  test("a part that is only made where an API is there is refused, although it is not made here", async () => {
    const cni = printed({ "cni.yaml": sail("IstioCNI") });
    const helm = `return ${JSON.stringify(printed(plain))} + (args.includes("security.openshift.io/v1") ? ${JSON.stringify(cni)} : "");`;
    const { code, err } = await adopted(asking('{{ .Capabilities.APIVersions.Has "security.openshift.io/v1" }}'), helm);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("IstioCNI/default of mesh is there or not"),
    });
  });

  test("a helper asks for all that include it", async () => {
    const files = chartAt("mesh", {
      "_helpers.tpl":
        '{{ define "one" }}{{ lookup "v1" "Node" "" "" }}{{ end }}{{ define "two" }}{{ include "one" . }}{{ end }}',
      "istio.yaml": '{{ include "two" . }}',
    });
    expect((await adopted(files, print(printed(plain)))).err).toContain("(lookup in templates/istio.yaml)");
  });

  test("an object of the operator that is not made for that leaves no whole mesh", async () => {
    const files = chartAt("mesh", {
      "istio.yaml": "{{ x }}",
      "zt.yaml": `{{- if lookup "v1" "Node" "" "" }}\n${sail("ZTunnel")}{{ end }}`,
    });
    const { code, err } = await adopted(files, print(printed(plain)));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("(lookup in templates/zt.yaml)") });
  });

  test("Argo CD has none of that either: no lookup, always the first release, and what its Application says of the cluster", async () => {
    const text = '{{ lookup "v1" "Node" "" "" }}{{ .Release.IsInstall }}{{ .Capabilities.APIVersions.Has "a/v1" }}';
    const app = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, helm: { apiVersions: [b/v1], kubeVersion: 1.31.0, skipSchemaValidation: true } }, destination: { namespace: istio-system } }\n`;
    const helm = `const all = args.join(" "); if (all.includes("mesh --namespace istio-system") && !all.endsWith("--kube-version 1.31.0 --skip-schema-validation --api-versions b/v1")) throw all; if (all.includes("is-upgrade")) throw all; ${print(printed(plain))}`;
    const { code, err } = await adopted({ ...asking(text), "apps/mesh.yaml": app }, helm);
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("built with its own values") });
  });
});

describe("what passes", () => {
  const hook = (kind: string, name: string, moments: string, more = "") =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: istio-system, annotations: { helm.sh/hook: "${moments}"${more} } }\n`;
  const all = printed({
    ...plain,
    "t.yaml": hook("Pod", "try", "test"),
    "j.yaml": hook("Pod", "before", "pre-install,pre-upgrade"),
    "c.yaml": hook("ConfigMap", "gone", "pre-install", ", helm.sh/hook-delete-policy: hook-succeeded"),
    "k.yaml": hook("ConfigMap", "stays", "post-install"),
  });
  const says =
    "left out, as Helm runs them at a moment and keeps nothing of it: Pod/istio-system/try (test), Pod/istio-system/before (pre-install,pre-upgrade), ConfigMap/istio-system/gone (pre-install)";

  test("in a chart is left out, and told", async () => {
    const { code, err, copies } = await adopted(chartAt("mesh", { "istio.yaml": "{{ x }}" }), print(all));
    expect({ code, copies, err }).toEqual({
      code: 0,
      copies: ["configmap-stays.yaml"],
      err: expect.stringContaining(says),
    });
  });

  test("in what helm template prints as well", async () => {
    const { err, copies } = await adopted({}, "throw 1", ["-"], all);
    expect({ copies, err }).toEqual({ copies: ["configmap-stays.yaml"], err: expect.stringContaining(says) });
  });

  test("for Argo CD is a test alone: it runs the others as its own hooks", async () => {
    const app = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh }, destination: { namespace: istio-system } }\n`;
    const files = { ...chartAt("mesh", { "istio.yaml": "{{ x }}" }), "apps/mesh.yaml": app };
    const { err, copies } = await adopted(files, print(all));
    expect(copies).toEqual(["configmap-gone.yaml", "configmap-stays.yaml", "pod-before.yaml"]);
    expect(err).toContain("left out, as Helm runs it at a moment and keeps nothing of it: Pod/istio-system/try (test)");
  });
});

describe("charts of charts", () => {
  const takes = (name: string, repository: string, version = "1.x.x") =>
    `dependencies: [{ name: ${name}, version: ${version}, repository: "${repository}" }]\n`;
  const base = chartAt("base", { "istio.yaml": sail("Istio") });
  /** Prints the mesh where the chart holds the other one. */
  const helm = `const fs = require("node:fs"); const inside = args[2] + "/charts/base/Chart.yaml"; if (!fs.existsSync(inside)) throw "found in Chart.yaml, but missing in charts/ directory: base"; ${print(printed(plain))}`;

  test("one that another takes by its folder is built into that, and is none by itself; nothing is written into it", async () => {
    const files = { ...base, ...chartAt("mesh", {}, takes("base", "file://../base")) };
    const folder = folderWith({ ...git, ...files });
    const { code, err } = await withPrograms({ helm }, () => runCli(["adopt", ".", "--distribution", "sail"], folder));
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("holds what the 1 object read hold") });
    expect(readdirSync(join(folder, "mesh"))).toEqual(["Chart.yaml"]);
  });

  test.each<[what: string, files: Files, says: string]>([
    [
      "of another version",
      { ...base, ...chartAt("mesh", {}, takes("base", "file://../base", "2.x.x")) },
      "helm dependency build mesh has to be right first: it takes base at 2.x.x, and ../base is 1.0.0",
    ],
    [
      "that lacks one itself",
      {
        ...chartAt("base", {}, takes("common", "https://charts.example.com")),
        ...chartAt("mesh", {}, takes("base", "file://../base")),
      },
      "../base holds no chart common, which it takes itself",
    ],
    [
      "of a registry",
      chartAt("mesh", {}, takes("base", "https://charts.example.com")),
      "missing in charts/ directory: base)\n    helm dependency build mesh brings them; then adopt once more",
    ],
  ])("one %s is refused with what to do", async (_, files, says) => {
    const { code, err } = await adopted(files, helm, ["mesh"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
  });

  test("a library is nothing by itself", async () => {
    const files = { ...chartAt("common", {}, "type: library\n"), ...chartAt("mesh", { "istio.yaml": "{{ x }}" }) };
    const only = `if (args[2].endsWith("common")) throw "library charts are not installable"; ${print(printed(plain))}`;
    expect(await adopted(files, only)).toMatchObject({ code: 0, err: expect.not.stringContaining("common") });
    expect((await adopted(files, only, ["common"])).err).toContain("common/Chart.yaml: a library for other charts");
  });

  test("one that is nothing with its own values says so", async () => {
    const { code, err } = await adopted(chartAt("mesh", { "istio.yaml": "{{ x }}" }), 'return "";', ["mesh"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("mesh/Chart.yaml: with its own values it is no object at all"),
    });
  });
});

test("charts of others that nobody can build are named in one line", async () => {
  const other = (name: string) => chartAt(`charts/${name}`, { "a.yaml": "kind: ConfigMap\n" });
  const files = { ...chartAt("mesh", { "istio.yaml": "{{ x }}" }), ...other("grafana"), ...other("loki") };
  const helm = `if (!args[2].endsWith("mesh")) throw "missing in charts/ directory: up"; ${print(printed(plain))}`;
  const { code, err } = await adopted(files, helm);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining(
      "note: left out, as Helm cannot build them, and nothing in there speaks of a mesh: charts/grafana, charts/loki\n",
    ),
  });
  const ours = { ...files, "charts/loki/values.yaml": "istio: true\n" };
  expect((await adopted(ours, helm)).err).toContain(
    "charts/loki/Chart.yaml: a Helm chart, which has to be built first",
  );
});

describe("values that engines give", () => {
  const release = (from: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 1h, targetNamespace: istio-system, chart: { spec: { chart: ./mesh, sourceRef: { kind: GitRepository, name: flux-system } } }, valuesFrom: [${from}] }\n`;
  const map = (value: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: values, namespace: flux-system }\ndata: { v: "${value}" }\n`;
  const chart = chartAt("mesh", { "istio.yaml": "{{ .Values.istio.version }}" });
  /** Puts the values, or what it reads there, where the version stands. */
  const helm = `const fs = require("node:fs"); const at = args.indexOf("--values"); const given = at < 0 ? "{}" : fs.readFileSync(args[at + 1], "utf8"); const version = JSON.parse(given).istio?.version ?? "v1.28.1"; return ${JSON.stringify(printed(plain))}.replace("v1.28.3", version);`;

  test.each([
    ["v1.28.2", "v1.28.2"],
    ["'v1.28.2'", "v1.28.2"],
  ])("one value at a path: %s", async (value, version) => {
    const from = "{ kind: ConfigMap, name: values, valuesKey: v, targetPath: istio.version }";
    const files = { ...chart, "apps/mesh.yaml": release(from), "apps/map.yaml": map(value) };
    expect(await adopted(files, helm)).toMatchObject({ code: 0, version });
  });

  test.each([
    ["a list", "istio[0].version", "v1.28.2"],
    ["more than a word", "istio.version", "a,b=c"],
  ])("%s is not followed, and says so", async (_, path, value) => {
    const from = `{ kind: ConfigMap, name: values, valuesKey: v, targetPath: "${path}" }`;
    const files = { ...chart, "apps/mesh.yaml": release(from), "apps/map.yaml": map(value) };
    const { code, err } = await adopted(files, helm);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("spec.valuesFrom takes values from ConfigMap/values"),
    });
  });

  test.each([
    ["../env/*.yaml", "is a pattern, and not followed here"],
    ["secrets://a.yaml", "is fetched from elsewhere"],
    ["gone.yaml", "is not found here"],
  ])("a file of Argo CD that is not known: %s", async (file, why) => {
    const app = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, helm: { valueFiles: ["${file}"] } }, destination: { namespace: istio-system } }\n`;
    const { code, err } = await adopted({ ...chart, "apps/mesh.yaml": app }, helm);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`valueFiles names ${file}, which ${why}`) });
  });
});

describe("engines' objects of charts", () => {
  const application = (version: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, helm: { valuesObject: { v: ${version} } } }, destination: { namespace: istio-system } }\n`;
  const files = {
    ...chartAt("mesh", { "istio.yaml": "{{ .Values.v }}" }),
    ...chartAt("apps", { "app.yaml": "apiVersion: argoproj.io/v1alpha1\n{{ x }}\n" }),
  };
  /** The chart of the Applications, and one of the version that it is given, which is v1.28.1 otherwise. */
  const helm = (apps: string) =>
    `const fs = require("node:fs"); if (!args[2].endsWith("mesh")) { ${apps} } const file = args[args.indexOf("--values") + 1]; const version = args.includes("--values") ? JSON.parse(fs.readFileSync(file, "utf8")).v : "v1.28.1"; return ${JSON.stringify(printed(plain))}.replace("v1.28.3", version);`;

  test("say how a folder is built that is named alone", async () => {
    const { code, err, version } = await adopted(files, helm(print(application("v1.28.2"))), ["mesh"]);
    expect({ code, version }).toEqual({ code: 0, version: "v1.28.2" });
    expect(err).toContain(
      "objects of Argo CD or Flux are read as charts make them with their own values, as nothing here installs these: apps/Chart.yaml",
    );
  });

  test("are told of where their chart cannot be built", async () => {
    const { code, err, version } = await adopted(files, helm('throw "clusterName must be set";'), ["mesh"]);
    expect({ code, version }).toEqual({ code: 0, version: "v1.28.1" });
    expect(err).toContain(
      "not read: apps/Chart.yaml (helm template apps failed: error: clusterName must be set), which makes objects of Argo CD or Flux",
    );
  });

  test("are those of the values that somebody gives to their chart", async () => {
    const root = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: root, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: apps, helm: { valuesObject: { of: east } } }, destination: { namespace: argocd } }\n`;
    const apps = `return ${JSON.stringify(application("VERSION"))}.replace("VERSION", args.includes("--values") ? "v1.28.2" : "v1.28.0");`;
    const { err, version } = await adopted({ ...files, "root.yaml": root }, helm(apps), ["mesh"]);
    expect({ version, err }).toEqual({ version: "v1.28.2", err: expect.not.stringContaining("with their own values") });
  });
});

describe("charts that kustomize renders", () => {
  const rendering = (more = "", text = "{{ .Values.v }}") => ({
    ...chartAt("charts/mesh", { "istio.yaml": text }),
    "prod/kustomization.yaml": `helmGlobals: { chartHome: ../charts }\nhelmCharts: [{ name: mesh${more} }]\n`,
  });
  /** A kustomize that reads what stands beside the folder only when it is told to. */
  const kustomize = (made: string) =>
    `if (!args.includes("--enable-helm")) throw "must specify --enable-helm"; if (!args.includes("LoadRestrictionsNone")) throw "values.yaml is not in or below prod"; ${made}`;

  async function built(files: Files, made: string, input = ".") {
    const folder = folderWith({ ...git, ...files });
    const programs = { kustomize: kustomize(made), helm: 'throw "nobody asked";' };
    const { code, err } = await withPrograms(programs, () =>
      runCli(["adopt", input, "--distribution", "sail"], folder),
    );
    return { code, err };
  }

  test("and that stand here are rendered by it, and are nothing by themselves", async () => {
    for (const input of [".", "prod"])
      expect(await built(rendering(), print(sail("Istio")), input)).toEqual({
        code: 0,
        err: expect.not.stringContaining("left out"),
      });
  });

  test("and that do not are asked for by nobody", async () => {
    const { code, err } = await built(
      rendering(", repo: https://charts.example.com, version: 1.0.0"),
      print(sail("Istio")),
      "prod",
    );
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("kustomize builds charts only where it is told to, and helm is there"),
    });
  });

  test.each<[what: string, text: string, made: string, by: string]>([
    [
      "chance",
      "{{ uuidv4 }}",
      `return ${JSON.stringify(sail("Istio"))}.replace("istio-system", "n" + process.pid);`,
      "by chance",
    ],
    ["the time", "{{ now }}", print(sail("Istio")), "by when it is built (now in "],
  ])("and that depend on %s are refused", async (_, text, made, by) => {
    expect(await built(rendering("", text), made)).toEqual({ code: 2, err: expect.stringContaining(by) });
  });

  test("are asked nothing that kustomize has no answer for either", async () => {
    const text = '{{ lookup "v1" "Node" "" "" }}{{ .Capabilities.APIVersions.Has "a/v1" }}';
    expect((await built(rendering("", text), print(sail("Istio")))).code).toBe(0);
  });

  test.each([
    [
      "the older field",
      { "prod/kustomization.yaml": "helmChartInflationGenerator: [{ chartName: mesh, chartHome: ../charts }]\n" },
    ],
    [
      "a generator",
      {
        "prod/kustomization.yaml": "generators: [gen.yaml]\n",
        "prod/gen.yaml":
          "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: { name: mesh }\nname: mesh\nchartHome: ../charts\n",
      },
    ],
  ])("by %s as well", async (_, files) => {
    expect((await built({ ...rendering(), ...files }, print(sail("Istio")))).code).toBe(0);
  });
});
