import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { testWithKubectl } from "../support/kubectl";
import { runCli } from "../support/run-cli";

/*
 * What an engine adds to the files is part of what runs: adopt builds with it, or refuses with the command that brings it.
 */

const sail = (kind: string, version = "v1.28.3", values = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system${values} }\n`;
const mesh = `${sail("Istio")}---\n${sail("IstioCNI")}`;
const listing = (...what: readonly string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${what.join(", ")}]\n`;
const kustomization = (spec: string, path = "./mesh", name = "mesh") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 10m, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }\n`;
const application = (source: string, name = "mesh", kind = "Application") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, targetRevision: HEAD, ${source} }, destination: { server: https://kubernetes.default.svc, namespace: istio-system } }\n`;
const release = (spec: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 1h, chart: { spec: { chart: ./charts/mesh, sourceRef: { kind: GitRepository, name: flux-system } } }, ${spec} }\n`;
const releaseOf = (chartRef: string, spec = "values: { version: v1.28.5 }", namespace = "flux-system") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: mesh, namespace: ${namespace} }\nspec: { interval: 1h, chartRef: ${chartRef}, ${spec} }\n`;
const helmChart = (rest = "") =>
  `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nmetadata: { name: mesh, namespace: flux-system }\nspec: { chart: ./charts/mesh, sourceRef: { kind: GitRepository, name: flux-system }${rest} }\n`;
const registry = (ref: string) =>
  `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: mesh, namespace: flux-system }\nspec: { url: oci://ghcr.io/acme/charts/mesh, ref: ${ref} }\n`;
const set = (source: string, elements: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: meshes, namespace: argocd }\nspec:\n  generators: [{ list: { elements: [${elements}] } }]\n  template: { metadata: { name: "{{cluster}}-mesh" }, spec: { project: default, source: { repoURL: https://git.example.com/ops, ${source} }, destination: { server: https://kubernetes.default.svc, namespace: istio-system } } }\n`;
const patch = `[{ target: { kind: "Istio|IstioCNI" }, patch: '[{ "op": "replace", "path": "/spec/version", "value": "v1.28.5" }]' }]`;

const folders = { "mesh/kustomization.yaml": listing("all.yaml"), "mesh/all.yaml": mesh };
const chart = {
  "charts/mesh/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.2.3\n",
  "charts/mesh/values.yaml": "version: v1.28.3\n",
  "charts/mesh/prod.yaml": "version: v1.28.5\n",
  "charts/mesh/templates/istio.yaml": "kind: Istio\nspec: { version: {{ .Values.version }} }\n",
};

/** Reads what it is given as the real one does, as far as versions go. */
const kustomize = `const fs = require("fs");
const [file] = ["kustomization.yaml"].map((name) => fs.readFileSync(args[1] + "/" + name, "utf8"));
const to = /v1\\.28\\.[5-9]/.exec(file);
const all = fs.readFileSync(args[1] + "/all.yaml", "utf8");
return to ? all.replaceAll("v1.28.3", to[0]) : all;`;
const helm = `const fs = require("fs");
let version = "v1.28.3";
args.forEach((one, index) => {
  if (args[index - 1] === "--values") version = /v1\\.28\\.\\d/.exec(fs.readFileSync(one, "utf8"))?.[0] ?? version;
  if (args[index - 1] === "--set") version = one.split("=")[1];
});
return ${JSON.stringify(mesh)}.replaceAll("v1.28.3", version) + "---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: args, namespace: istio-system }\\ndata: { release: " + args[1] + ", namespace: " + args[4] + " }\\n";`;

const versionIn = (folder: string, file = "mesh.yaml") =>
  (parse(readFileSync(join(folder, file), "utf8")) as { spec: { version: string } }).spec.version;
const adopt = (folder: string, programs: Record<string, string>, ...args: string[]) =>
  withPrograms(programs, () => runCli(["adopt", ".", "--distribution", "sail", ...args], folder));

describe("what an engine makes of a folder is taken, and told", () => {
  test.each<[what: string, files: Record<string, string>, note: string]>([
    [
      "patches of Flux",
      { ...folders, "clusters/mesh.yaml": kustomization(`patches: ${patch}`) },
      "Kustomization/flux-system/mesh has it built, with spec: patches",
    ],
    [
      "patches of Flux over plain files",
      { "mesh/all.yaml": mesh, "clusters/mesh.yaml": kustomization(`patches: ${patch}`) },
      "with spec: patches",
    ],
    [
      "patches of Argo CD",
      { ...folders, "apps/mesh.yaml": application(`path: mesh, kustomize: { patches: ${patch} }`) },
      "Application/argocd/mesh has it built, with spec.source.kustomize: patches",
    ],
    [
      "patches that a parent writes into the Kustomization",
      {
        ...folders,
        "clusters/prod/mesh.yaml": kustomization("wait: true"),
        "clusters/all.yaml": kustomization(
          `patches: [{ target: { kind: Kustomization }, patch: "[{ op: add, path: /spec/patches, value: v1.28.5 }]" }]`,
          "./clusters/prod",
          "all",
        ),
      },
      "clusters/prod is read as Kustomization/flux-system/all has it built",
    ],
    [
      "values of an Application",
      { ...chart, "apps/mesh.yaml": application("path: charts/mesh, helm: { valuesObject: { version: v1.28.5 } }") },
      "with spec.source.helm: valuesObject",
    ],
    [
      "values as a text",
      { ...chart, "apps/mesh.yaml": application(`path: charts/mesh, helm: { values: "version: v1.28.5" }`) },
      "with spec.source.helm: values",
    ],
    [
      "a file of values",
      { ...chart, "apps/mesh.yaml": application("path: charts/mesh, helm: { valueFiles: [prod.yaml] }") },
      "with spec.source.helm: valueFiles",
    ],
    [
      "parameters",
      {
        ...chart,
        "apps/mesh.yaml": application("path: charts/mesh, helm: { parameters: [{ name: version, value: v1.28.5 }] }"),
      },
      "with spec.source.helm: parameters",
    ],
    [
      "parameters of a file beside the chart, for this Application alone",
      {
        ...chart,
        "apps/mesh.yaml": application("path: charts/mesh, helm: { parameters: [{ name: version, value: v1.28.4 }] }"),
        "charts/mesh/.argocd-source.yaml": "helm: { parameters: [{ name: version, value: v1.28.6 }] }\n",
        "charts/mesh/.argocd-source-mesh.yaml": "helm: { parameters: [{ name: version, value: v1.28.5 }] }\n",
        "charts/mesh/.argocd-source-other.yaml": "helm: { parameters: [{ name: version, value: v1.28.7 }] }\n",
      },
      "with spec.source.helm: parameters, .argocd-source.yaml, .argocd-source-mesh.yaml",
    ],
    [
      "patches of a file in the folder",
      {
        ...folders,
        "apps/mesh.yaml": application("path: mesh"),
        "mesh/.argocd-source.yaml": `kustomize: { patches: ${patch} }\n`,
      },
      "with spec.source.kustomize: patches, .argocd-source.yaml",
    ],
    [
      "values of a HelmRelease",
      { ...chart, "apps/mesh.yaml": release("values: { version: v1.28.5 }") },
      "HelmRelease/flux-system/mesh has it built, with spec: values",
    ],
    [
      "values of a ConfigMap",
      {
        ...chart,
        "apps/mesh.yaml": release("valuesFrom: [{ kind: ConfigMap, name: mesh }]"),
        "apps/values.yaml":
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mesh, namespace: flux-system }\ndata: { values.yaml: 'version: v1.28.5' }\n",
      },
      "with spec: valuesFrom",
    ],
    [
      "values of a HelmRelease that names a HelmChart",
      { ...chart, "apps/mesh.yaml": releaseOf("{ kind: HelmChart, name: mesh }") + helmChart() },
      "HelmRelease/flux-system/mesh has it built, with spec: values",
    ],
    [
      "files of values of a HelmChart in another file and namespace",
      {
        ...chart,
        "apps/mesh.yaml": releaseOf("{ kind: HelmChart, name: mesh, namespace: flux-system }", "timeout: 5m", "mesh"),
        "apps/chart.yaml": helmChart(", valuesFiles: [charts/mesh/values.yaml, charts/mesh/prod.yaml]"),
      },
      "charts/mesh is read as HelmRelease/mesh/mesh has it built",
    ],
    [
      "values of a HelmRelease that takes this version of the chart from a registry",
      { ...chart, "apps/mesh.yaml": releaseOf("{ kind: OCIRepository, name: mesh }") + registry("{ tag: 1.2.3 }") },
      "HelmRelease/flux-system/mesh has it built, with spec: values",
    ],
    [
      "values of an Application that takes this version of the chart from a registry",
      {
        ...chart,
        "apps/mesh.yaml": application("chart: mesh, helm: { valuesObject: { version: v1.28.5 } }").replace(
          "HEAD",
          "1.2.3",
        ),
      },
      "Application/argocd/mesh has it built, with spec.source.helm: valuesObject",
    ],
    [
      "patches of a HelmRelease",
      {
        ...chart,
        "apps/mesh.yaml": release(`postRenderers: [{ kustomize: { images: [], patches: ${patch} } }]`),
      },
      "HelmRelease/flux-system/mesh has it built, with spec: postRenderers",
    ],
    [
      "the element of a set",
      {
        ...chart,
        "apps/mesh.yaml": set(
          "path: charts/mesh, helm: { parameters: [{ name: version, value: '{{version}}' }] }",
          "{ cluster: prod, version: v1.28.5 }",
        ),
      },
      "ApplicationSet/argocd/meshes has it built",
    ],
  ])("%s", async (_, files, note) => {
    const folder = folderWith(files);
    const { code, err } = await adopt(folder, { kustomize, helm });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(note) });
    if (!note.startsWith("clusters")) expect(versionIn(folder)).toBe("v1.28.5");
  });

  test("a chart is built for the release and the namespace of whoever installs it", async () => {
    const folder = folderWith({ ...chart, "apps/mesh.yaml": application("path: charts/mesh") });
    const { err } = await adopt(folder, { helm });
    expect(err).not.toContain("built for namespace default");
    expect(readFileSync(join(folder, "adopted/configmap-args.yaml"), "utf8")).toContain(
      "release: mesh\n  namespace: istio-system",
    );
  });
});

describe("what nobody here can follow is refused, with the command that brings it", () => {
  test.each<[what: string, files: Record<string, string>, says: readonly string[], programs?: Record<string, string>]>([
    [
      "without kustomize",
      { ...folders, "clusters/mesh.yaml": kustomization(`patches: ${patch}`) },
      [
        "Kustomization/flux-system/mesh makes something else of mesh by spec: patches (kustomize and kubectl are not on the PATH",
        "flux build kustomization mesh -n flux-system --path ./mesh | meshstep adopt -",
      ],
    ],
    [
      "without helm",
      { ...chart, "apps/mesh.yaml": application("path: charts/mesh, helm: { valuesObject: { version: v1.28.5 } }") },
      [
        "Application/argocd/mesh makes something else of charts/mesh by spec.source.helm: valuesObject (helm is not on the PATH)",
        "argocd app manifests mesh | meshstep adopt -",
      ],
    ],
    [
      "values of a Secret",
      { ...chart, "apps/mesh.yaml": release("valuesFrom: [{ kind: Secret, name: mesh }]") },
      [
        "takes values from Secret/mesh, which are not known here",
        "helm get manifest mesh -n flux-system | meshstep adopt -",
      ],
      { helm },
    ],
    [
      "values of a Secret, into another namespace, of a release that is kept in a third one",
      {
        ...chart,
        "apps/mesh.yaml": release(
          "valuesFrom: [{ kind: Secret, name: mesh }], targetNamespace: istio-system, storageNamespace: records",
        ),
      },
      ["helm get manifest istio-system-mesh -n records | meshstep adopt - -n istio-system"],
      { helm },
    ],
    [
      "another version of the chart in a registry",
      { ...chart, "apps/mesh.yaml": releaseOf("{ kind: OCIRepository, name: mesh }") + registry("{ tag: 1.3.0 }") },
      [
        "spec.chartRef takes chart mesh of a registry at 1.3.0, and what stands here is 1.2.3",
        "helm get manifest mesh -n flux-system | meshstep adopt -",
      ],
      { helm },
    ],
    [
      "any version of it",
      {
        ...chart,
        "apps/mesh.yaml": release("values: { version: v1.28.5 }")
          .replace("GitRepository", "HelmRepository")
          .replace("./charts/", ""),
      },
      ["spec.chart.spec.version takes chart mesh of a registry, and what stands here is 1.2.3"],
      { helm },
    ],
    [
      "a source that is not found, called like the chart",
      { ...chart, "apps/mesh.yaml": releaseOf("{ kind: HelmChart, name: mesh }") },
      ["spec.chartRef names HelmChart/mesh, which is not found here"],
      { helm },
    ],
    [
      "patches of a HelmRelease, without kustomize",
      { ...chart, "apps/mesh.yaml": release(`postRenderers: [{ kustomize: { patches: ${patch} } }]`) },
      [
        "HelmRelease/flux-system/mesh makes something else of charts/mesh by spec: postRenderers (kustomize and kubectl are not on the PATH",
        "helm get manifest mesh -n flux-system | meshstep adopt -",
      ],
      { helm },
    ],
    [
      "without helm, of a HelmChart",
      { ...chart, "apps/mesh.yaml": releaseOf("{ kind: HelmChart, name: mesh }") + helmChart() },
      ["HelmRelease/flux-system/mesh makes something else of charts/mesh by spec: values (helm is not on the PATH)"],
    ],
    [
      "a file of values of another repository",
      { ...chart, "apps/mesh.yaml": application("path: charts/mesh, helm: { valueFiles: [$conf/prod.yaml] }") },
      ["valueFiles names $conf/prod.yaml, which is not found here"],
      { helm },
    ],
    [
      "a file beside the chart that is no YAML",
      {
        ...chart,
        "apps/mesh.yaml": application("path: charts/mesh"),
        "charts/mesh/.argocd-source-mesh.yaml": "helm: [\n",
      },
      [".argocd-source-mesh.yaml of that folder is no YAML", "argocd app manifests mesh | meshstep adopt -"],
      { helm },
    ],
    [
      "a plugin",
      { ...folders, "apps/mesh.yaml": application("path: mesh, plugin: { name: vault }") },
      ["spec.source.plugin builds it", "argocd app manifests mesh"],
      { kustomize },
    ],
    [
      "what a generator fills in",
      {
        ...folders,
        "apps/mesh.yaml": set("path: mesh, kustomize: { namePrefix: '{{other}}-' }", "{ cluster: prod }"),
      },
      ["spec.source.kustomize holds what its generators fill in", "argocd app manifests prod-mesh"],
      { kustomize },
    ],
    [
      "two that make different things of one folder",
      {
        ...folders,
        "clusters/a.yaml": kustomization(`patches: ${patch}`, "./mesh", "a"),
        "clusters/b.yaml": kustomization("wait: true", "./mesh", "b"),
      },
      [
        "Kustomization/flux-system/a, Kustomization/flux-system/b make different things of mesh",
        "flux build kustomization a -n flux-system --path ./mesh | meshstep adopt -, flux build kustomization b",
      ],
      { kustomize },
    ],
  ])("%s", async (_, files, says, programs = {}) => {
    const folder = folderWith(files);
    const { code, err } = await adopt(folder, programs);
    expect(code).toBe(2);
    for (const one of says) expect(err).toContain(one);
    expect(existsSync(join(folder, "mesh.yaml"))).toBe(false);
  });
});

describe("what changes nothing of the mesh is as it was", () => {
  test.each<[what: string, files: Record<string, string>]>([
    ["a Kustomization that adds nothing", { ...folders, "clusters/mesh.yaml": kustomization("wait: true") }],
    [
      "a namespace for objects that have none",
      { ...folders, "clusters/mesh.yaml": kustomization("targetNamespace: istio-system") },
    ],
    [
      "patches over another folder",
      {
        ...folders,
        "shop/kustomization.yaml": listing("a.yaml"),
        "shop/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n",
        "clusters/shop.yaml": kustomization(`patches: ${patch}`, "./shop"),
      },
    ],
    ["an Application of the folder as it stands", { ...folders, "apps/mesh.yaml": application("path: mesh") }],
    [
      "a chart of a registry",
      { ...folders, "apps/x.yaml": application("chart: x, helm: { valuesObject: { version: v1.28.5 } }") },
    ],
  ])("%s", async (_, files) => {
    const folder = folderWith(files);
    const { code } = await adopt(folder, {});
    expect({ code, version: versionIn(folder) }).toEqual({ code: 0, version: "v1.28.3" });
  });
});

testWithKubectl("kubectl builds what Flux would", async () => {
  const spec = [
    `patches: ${patch}`,
    "components: [../more]",
    "commonMetadata: { labels: { team: a }, annotations: { note: b } }",
  ].join(", ");
  const folder = folderWith({
    ...folders,
    "more/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ target: { kind: Istio }, patch: '[{ "op": "add", "path": "/spec/profile", "value": "empty" }]' }]\n`,
    "clusters/mesh.yaml": kustomization(spec),
  });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining("with spec: patches, components, labels, annotations"),
  });
  const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
  for (const one of ["version: v1.28.5", "team: a", "note: b", "profile: empty"]) expect(text).toContain(one);
});

describe("a fleet of Flux", () => {
  const variable = (name: string) => `$\{${name}}`;
  const giver = (cluster: string, version: string, rest = `network: net-${cluster}`) =>
    kustomization(`postBuild: { substitute: { version: ${version}, ${rest} } }`, `./infra/${cluster}`);
  const values = `, values: { global: { network: "${variable("network")}" } }`;
  const route = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: a, namespace: istio-system }\nspec: { hosts: ["a.${variable("network")}.example.com"], resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }] }\n`;
  const files = (prod = giver("prod", "v1.28.3")) => ({
    "infra/base/kustomization.yaml": listing("all.yaml"),
    "infra/base/all.yaml": `${sail("Istio", `"${variable("version")}"`, values)}---\n${sail("IstioCNI", `"${variable("version")}"`)}---\n${route}`,
    "infra/dev/kustomization.yaml": listing("../base"),
    "infra/prod/kustomization.yaml": listing("../base"),
    "clusters/dev/mesh.yaml": giver("dev", "v1.28.5"),
    "clusters/prod/mesh.yaml": prod,
  });

  test("each mesh has the values of its own cluster, whatever --istio-version says", async () => {
    const folder = folderWith(files());
    const { code } = await adopt(folder, {}, "--all", "--istio-version", "v1.28.4");
    expect(code).toBe(0);
    for (const [cluster, version] of [
      ["dev", "v1.28.5"],
      ["prod", "v1.28.3"],
    ] as const) {
      const text = readFileSync(join(folder, `meshes/${cluster}/mesh.yaml`), "utf8");
      expect(text).toContain(`\n  version: ${version}\n`);
      expect(text).toContain(`network: net-${cluster}\n`);
      const carried = readFileSync(join(folder, `meshes/${cluster}/adopted/serviceentry-a.yaml`), "utf8");
      expect(carried).toContain(`- a.net-${cluster}.example.com`);
    }
  });

  test("what has no value is refused for that mesh, and not for the others", async () => {
    const folder = folderWith(files(giver("prod", "v1.28.3", "other: a")));
    const { code, err } = await adopt(folder, {}, "--all");
    expect(code).toBe(2);
    expect(err).toContain(
      `Istio/default holds ${variable("network")}: Kustomization/flux-system/mesh fills it in, and nothing here says its value`,
    );
    expect(err).toContain("flux build kustomization mesh -n flux-system --path ./infra/prod | meshstep adopt -");
    expect(existsSync(join(folder, "meshes/prod/mesh.yaml"))).toBe(false);
    expect(versionIn(folder, "meshes/dev/mesh.yaml")).toBe("v1.28.5");
  });

  test("of ConfigMaps of one name each cluster's own is taken", async () => {
    const map = (version: string) =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: vars, namespace: flux-system }\ndata: { version: ${version}, network: a }\n`;
    const from = (cluster: string) =>
      kustomization("postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] }", `./infra/${cluster}`);
    const folder = folderWith({
      ...files(),
      "clusters/dev/mesh.yaml": from("dev") + map("v1.28.5"),
      "clusters/prod/mesh.yaml": from("prod"),
      "clusters/prod/vars.yaml": map("v1.28.3"),
    });
    expect((await adopt(folder, {}, "--all")).code).toBe(0);
    expect(["dev", "prod"].map((one) => versionIn(folder, `meshes/${one}/mesh.yaml`))).toEqual(["v1.28.5", "v1.28.3"]);
  });

  test("a variable that nobody fills in is in no mesh.yaml, nor in what it carries", async () => {
    const folder = folderWith({ "all.yaml": `${sail("Istio", "v1.28.3", values)}` });
    const { code, err } = await adopt(folder, {});
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining(
        `Istio/default holds ${variable("network")}, and nothing here says what that becomes`,
      ),
    });
    const routes = folderWith({ "all.yaml": `${sail("Istio")}---\n${route}` });
    expect((await adopt(routes, {})).err).toContain(`ServiceEntry/istio-system/a holds ${variable("network")}`);
  });
});

test("one folder of a repository is read as what stands elsewhere in the repository has it applied", async () => {
  const folder = folderWith({
    ".git/HEAD": "",
    ...chart,
    "apps/mesh.yaml": application("path: charts/mesh, helm: { valuesObject: { version: v1.28.5 } }"),
  });
  const { code } = await withPrograms({ helm }, () =>
    runCli(["adopt", "charts/mesh", "--distribution", "sail"], folder),
  );
  expect({ code, version: versionIn(folder) }).toEqual({ code: 0, version: "v1.28.5" });
});
