import { folderWith } from "../../../support/folder";
import { runCli } from "../../../support/run-cli";

/* A chart whose template has spec.version from a value that is called otherwise in its values.yaml. */

const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec:\n  version: ${version}\n  namespace: istio-system\n`;
const chart = (values: string, version: string, more: Readonly<Record<string, string>> = {}) => ({
  "apps/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\n",
  "charts/mesh/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 0.1.0\n",
  "charts/mesh/values.yaml": values,
  "charts/mesh/templates/all.yaml": `# one\n---\n${istio(version)}`,
  ...more,
});
const said = async (files: Readonly<Record<string, string>>) => {
  const { out } = await runCli(["check", ".", "-o", "json"], folderWith(files));
  return (
    JSON.parse(out) as { findings: { rule: string; message: string; place: { file: string; line: number } }[] }
  ).findings
    .filter(({ rule }) => rule === "VER004")
    .map(({ place, message }) => `${place.file}:${place.line} ${message.split(",")[0]}`);
};
const read = "{{ .Values.mesh.version }}";
const found = "charts/mesh/templates/all.yaml:8 spec.version is .Values.mesh.version";
const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 1h, chart: { spec: { chart: ./charts/mesh, sourceRef: { kind: GitRepository, name: ops } } }, ${values} }\n`;

test.each<[string, Readonly<Record<string, string>>]>([
  ["a slip in values.yaml", chart("mesh: { verison: v1.28.3, name: a }\n", read)],
  ["a slip in the template", chart("mesh: { istio: v1.28.3 }\n", read)],
  ["in quotes", chart("mesh: { verison: v1.28.3 }\n", '"{{ .Values.mesh.version | quote }}"')],
  [
    "other values of whoever installs it",
    chart("mesh: { verison: v1.28.3 }\n", read, { "flux/mesh.yaml": release("values: { replicas: 2 }") }),
  ],
  [
    "another one than the other parts have",
    chart("mesh: { istio: v1.28.3 }\n", read, {
      "charts/mesh/templates/cni.yaml": istio("{{ .Values.mesh.istio }}").replace("kind: Istio", "kind: IstioCNI"),
    }),
  ],
])("%s", async (_what, files) => {
  expect(await said(files)).toEqual([found]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["it is there", chart("mesh: { version: v1.28.3, verison: a }\n", read)],
  [
    "it has something in its stead",
    chart("mesh: { verison: v1.28.3 }\n", '{{ .Values.mesh.version | default "v1.28.3" }}'),
  ],
  ["it is asked of whoever installs it", chart("mesh: { name: a }\n", `${read} # {{ .Values.mesh.name }}`)],
  ["nothing of that name is there at all", chart("other: { verison: v1.28.3 }\n", read)],
  [
    "other values of the chart have it",
    chart("mesh: { verison: a }\n", read, { "charts/mesh/prod.yaml": "mesh: { version: v1.28.3 }\n" }),
  ],
  [
    "whoever installs it gives it",
    chart("mesh: { verison: a }\n", read, { "flux/mesh.yaml": release("values: { mesh: { version: v1.28.3 } }") }),
  ],
  [
    "whoever installs it gives what is not here",
    chart("mesh: { verison: a }\n", read, { "flux/mesh.yaml": release("valuesFrom: [{ kind: ConfigMap, name: x }]") }),
  ],
  [
    "the template reads all of it somewhere",
    chart("mesh: { verison: a }\n", read, { "charts/mesh/templates/b.yaml": "{{ toYaml .Values.mesh }}\n" }),
  ],
])("good: %s", async (_what, files) => {
  expect(await said(files)).toEqual([]);
});
