import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";
import { runCli } from "../../../support/run-cli";

/*
 * Templates of charts are no manifests, also where what is filled in stands in quotes and all of it is YAML.
 */

const quoted = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: "{{ .Values.name }}" }
spec: { version: "{{ .Values.version }}", namespace: istio-system }
`;
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: "{{ .Release.Namespace }}" }\n';
const whole =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v9.9.9, namespace: istio-system }\n";
const chart = { "mesh/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.0.0\n" };

const findingsIn = (files: Record<string, string>) =>
  checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) }).findings.map(
    ({ rule, place }) => `${rule} ${place?.file}`,
  );

test.each([
  ["beside Chart.yaml", "mesh/templates/all.yaml"],
  ["in a folder of templates", "mesh/templates/parts/all.yaml"],
  ["of a chart that the chart holds", "mesh/charts/inner/templates/all.yaml"],
])("a template %s is judged by nobody", async (_, file) => {
  const files = { ...chart, "mesh/charts/inner/Chart.yaml": "name: inner\n", [file]: `${quoted}---\n${namespace}` };
  expect(findingsIn({ ...files, "apps/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n" })).toEqual(
    [],
  );
  const { err } = await runCli(["check", "."], folderWith(files));
  expect(err).toContain("There is a Helm chart that brings Istio");
});

test("what is filled in nowhere is judged, in a chart as well, and what only looks like a template elsewhere", () => {
  expect(findingsIn({ ...chart, "mesh/templates/all.yaml": `${namespace}---\n${whole}` })).toContain(
    "VER001 mesh/templates/all.yaml",
  );
  expect(findingsIn({ "templates/all.yaml": whole.replace("default", '"{{ x }}"') })).toContain(
    "VER001 templates/all.yaml",
  );
});

test("hooks of Helm are no waves: nobody relies on what Argo CD awaits", () => {
  const hook =
    "apiVersion: batch/v1\nkind: Job\nmetadata: { name: before, namespace: istio-system, annotations: { helm.sh/hook: pre-install } }\nspec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a:1 }] } } }\n";
  const of = (annotations: string) =>
    findingsIn({
      "all.yaml": `${whole.replace("name: default", `name: default, annotations: { ${annotations} }`)}---\n${hook}`,
    });
  expect(of("")).not.toContain("DEL001 all.yaml");
  expect(of('argocd.argoproj.io/sync-wave: "1"')).toContain("DEL001 all.yaml");
});
