import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { hasHelm, hasKustomize, testWithHelm } from "../support/helm";
import { runCli } from "../support/run-cli";
import { testWhere } from "../support/where";

/*
 * The same as the tests with a Helm that is none, by one that is: what it takes for a flag, a chart and a link, only it can say.
 */

type Files = Record<string, string | Uint8Array>;

const git = { ".git/HEAD": "ref: refs/heads/main\n" };
const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata:\n  name: default\nspec:\n  version: {{ .Values.version }}\n  namespace: ${kind.toLowerCase()}-system${more}\n`;
const chartAt = (folder: string, templates: Record<string, string>, more = ""): Record<string, string> => ({
  [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${folder.split("/").at(-1)}\nversion: 1.0.0\n${more}`,
  [`${folder}/values.yaml`]: "version: v1.28.3\n",
  ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`${folder}/templates/${name}`, text])),
});

async function adopted(files: Files, ...inputs: string[]) {
  const folder = folderWith({ ...git, ...files });
  const { code, err } = await runCli(["adopt", ...inputs, "--distribution", "sail"], folder);
  const file = join(folder, "mesh.yaml");
  const mesh = existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
  return { code, err, folder, spec: mesh?.spec as Record<string, unknown> | undefined };
}

testWithHelm("a chart with values of its Application, for a cluster that has the operator", async () => {
  const cni = `{{- if .Capabilities.APIVersions.Has "sailoperator.io/v1/IstioCNI" }}\n${sail("IstioCNI")}{{- end }}\n`;
  const files = {
    ...chartAt("mesh", {
      "istio.yaml": sail("Istio"),
      "cni.yaml": cni,
      "NOTES.txt": "{{ .Values.version }} is there\n",
    }),
    "values/east.yaml": "version: v1.28.1\n",
    "apps/mesh.yaml":
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, helm: { valueFiles: [../values/east.yaml], parameters: [{ name: version, value: v1.28.2 }, { name: list, value: '{a,b}' }] } }, destination: { namespace: istio-system } }\n",
  };
  const { code, spec } = await adopted(files, ".");
  expect({ code, version: spec?.["version"], cni: spec?.["cni"] }).toEqual({
    code: 0,
    version: "v1.28.2",
    cni: { namespace: "istiocni-system" },
  });
});

testWithHelm("a chart that takes others by their folders, of which nothing is written into it", async () => {
  const base = chartAt("base", { "istio.yaml": sail("Istio") });
  const takes = 'dependencies: [{ name: base, version: 1.x.x, repository: "file://../base" }]\n';
  const files = { ...base, ...chartAt("mesh", {}, takes), "mesh/values.yaml": "base: { version: v1.28.2 }\n" };
  const { code, spec, folder } = await adopted(files, ".");
  expect({ code, version: spec?.["version"] }).toEqual({ code: 0, version: "v1.28.2" });
  expect(readdirSync(join(folder, "mesh")).sort()).toEqual(["Chart.yaml", "values.yaml"]);
});

testWithHelm("a packed chart that another one holds is read for what it asks as well", async () => {
  const inside = chartAt("base", { "istio.yaml": `{{- if lookup "v1" "Node" "" "" }}{{ end }}\n${sail("Istio")}` });
  const files = {
    ...chartAt(
      "mesh",
      {},
      'dependencies: [{ name: base, version: 1.x.x, repository: "https://charts.example.com" }]\n',
    ),
    "mesh/charts/base-1.0.0.tgz": packed(inside),
  };
  const { code, err } = await adopted(files, "mesh");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining("(lookup in charts/base/templates/istio.yaml)"),
  });
});

testWithHelm(
  "values that a schema refuses are told with what it says, unless its Application passes the schema over",
  async () => {
    const application = (helm: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { source: { repoURL: https://git.example.com/ops, path: mesh, helm: { ${helm} } }, destination: { namespace: istio-system } }\n`;
    const files = {
      ...chartAt("mesh", { "istio.yaml": sail("Istio") }),
      "mesh/values.schema.json": '{"type":"object","required":["cluster"]}',
    };
    expect((await adopted({ ...files, "apps/mesh.yaml": application("") }, ".")).err).toMatch(
      /meet the specifications of the schema.*cluster/,
    );
    const passed = { ...files, "apps/mesh.yaml": application("skipSchemaValidation: true") };
    expect((await adopted(passed, ".")).code).toBe(0);
  },
);

testWithHelm("a chart of a registry that is not here is asked for by nobody", async () => {
  const takes = 'dependencies: [{ name: base, version: 1.x.x, repository: "https://charts.example.com" }]\n';
  const { code, err } = await adopted(chartAt("mesh", { "istio.yaml": sail("Istio") }, takes), "mesh");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("helm dependency build mesh brings them") });
});

testWhere(hasHelm && hasKustomize, "helm and kustomize are not installed")(
  "a chart that kustomize renders, beside its folder and with values of its own",
  async () => {
    const files = {
      ...chartAt("charts/mesh", { "istio.yaml": sail("Istio") }),
      "prod/kustomization.yaml":
        "helmGlobals: { chartHome: ../charts }\nhelmCharts: [{ name: mesh, releaseName: mesh, valuesInline: { version: v1.28.2 } }]\n",
    };
    const { code, spec, folder } = await adopted(files, ".");
    expect({ code, version: spec?.["version"] }).toEqual({ code: 0, version: "v1.28.2" });
    expect(readdirSync(join(folder, "prod"))).toEqual(["kustomization.yaml"]);
  },
);

/** An archive as Helm packs it. */
function packed(files: Record<string, string>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write(`${Buffer.byteLength(text).toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write("0ustar\u000000", 156);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
