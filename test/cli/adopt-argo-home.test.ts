import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Argo CD may take Applications from other namespaces than the one that it runs in; its projects and settings count in that one alone.
 */

const sail = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const application = (namespace: string, project = "platform", kind = "Application") => {
  const spec = `{ project: "${project}", source: { repoURL: "https://git.example.com/ops", path: mesh }, destination: { name: in-cluster } }`;
  const template = `{ generators: [{ list: { elements: [{ team: platform }] } }], template: { metadata: { name: mesh }, spec: ${spec} } }`;
  return `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: mesh${namespace && `, namespace: ${namespace}`} }\nspec: ${kind === "Application" ? spec : template}\n`;
};
const project = (namespace: string, from: string, name = "platform") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\nspec: { sourceNamespaces: [${from}] }\n`;
const config = (namespace: string, name = "argocd-cm", data = "{}") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata: ${data}\n`;
const chart = (values: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: argo, namespace: hub }\nspec: { project: default, source: { repoURL: https://argoproj.github.io/argo-helm, chart: argo-cd, targetRevision: 8.0.0, helm: { ${values} } }, destination: { name: in-cluster, namespace: hub } }\n`;

const at = (namespace: string, applicationNamespace?: string) => ({
  namespace,
  ...(applicationNamespace !== undefined && { applicationNamespace }),
});
const elsewhere = "the new Applications stand in team-a as well (spec.delivery.argocd.applicationNamespace)";
const perhaps = "where it runs in team-a, make that spec.delivery.argocd.namespace in mesh.yaml";
const unknown = "nothing here says whether Argo CD runs in team-a, where Application/team-a/mesh stands";

interface Row {
  readonly what: string;
  readonly files: Record<string, string>;
  readonly argocd: object | undefined;
  readonly says?: string;
}

const rows: readonly Row[] = [
  { what: "argocd", files: { "app.yaml": application("argocd") }, argocd: at("argocd") },
  { what: "none", files: { "app.yaml": application("") }, argocd: undefined },
  { what: "one that nobody knows", files: { "app.yaml": application("team-a") }, argocd: at("team-a"), says: unknown },
  {
    what: "one from which its project takes it",
    files: { "app.yaml": application("team-a"), "hub/project.yaml": project("argocd", "team-*") },
    argocd: at("argocd", "team-a"),
    says: elsewhere,
  },
  {
    what: "a set's, from which its project takes it",
    files: {
      "app.yaml": application("team-a", "{{team}}", "ApplicationSet"),
      "hub/project.yaml": project("hub", "'/^team-[a-z]$/'"),
    },
    argocd: at("hub", "team-a"),
    says: elsewhere,
  },
  {
    what: "one with the project beside it",
    files: { "app.yaml": application("team-a"), "hub/project.yaml": project("team-a", "") },
    argocd: at("team-a"),
  },
  {
    what: "one that has settings, although a project of that name is elsewhere",
    files: {
      "app.yaml": application("team-a"),
      "hub/project.yaml": project("hub", "team-b"),
      "hub/cm.yaml": config("team-a"),
    },
    argocd: at("team-a"),
  },
  {
    what: "one whose project elsewhere takes from others only",
    files: { "app.yaml": application("team-a"), "hub/project.yaml": project("hub", "team-b") },
    argocd: at("hub", "team-a"),
    says: perhaps,
  },
  {
    what: "one that is called after Argo CD, and a project of that name elsewhere",
    files: { "app.yaml": application("openshift-gitops"), "hub/project.yaml": project("hub", "team-b") },
    argocd: at("openshift-gitops"),
  },
  {
    what: "one that the parameters of Argo CD name",
    files: {
      "app.yaml": application("argo-teams", "default"),
      "hub/cm.yaml": config("hub", "argocd-cmd-params-cm", '{ application.namespaces: "team-b, argo-*" }'),
    },
    argocd: at("hub", "argo-teams"),
  },
  {
    what: "one that the operator's object names",
    files: {
      "app.yaml": application("team-a", "default"),
      "hub/argocd.yaml":
        "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: main, namespace: hub }\nspec: { sourceNamespaces: [team-a] }\n",
    },
    argocd: at("hub", "team-a"),
    says: elsewhere,
  },
  {
    what: "one that values of its chart name",
    files: {
      "app.yaml": application("team-a", "default"),
      "hub/argo.yaml": chart('valuesObject: { configs: { params: { application.namespaces: "team-a,team-b" } } }'),
    },
    argocd: at("hub", "team-a"),
    says: elsewhere,
  },
  {
    what: "one that a text of values names",
    files: {
      "app.yaml": application("team-a", "default"),
      "hub/argo.yaml": chart('values: "configs:\\n  params:\\n    application.namespaces: team-a\\n"'),
    },
    argocd: at("hub", "team-a"),
    says: elsewhere,
  },
  {
    what: "one beside which Argo CD is installed elsewhere",
    files: {
      "app.yaml": application("team-a", "default"),
      "hub/kustomization.yaml":
        "namespace: hub\nresources: [https://raw.githubusercontent.com/argoproj/argo-cd/v3.0.0/manifests/install.yaml]\n",
    },
    argocd: at("hub", "team-a"),
    says: perhaps,
  },
  {
    what: "one whose project is put elsewhere by a kustomization",
    files: {
      "app.yaml": application("team-a"),
      "hub/kustomization.yaml": "namespace: hub\nresources: [project.yaml]\n",
      "hub/project.yaml": project("", "team-a"),
    },
    argocd: at("hub", "team-a"),
    says: elsewhere,
  },
  {
    what: "one that two of them take from",
    files: {
      "app.yaml": application("team-a"),
      "hub/project.yaml": project("hub", "team-a"),
      "hub2/project.yaml": project("hub2", "team-a"),
    },
    argocd: at("team-a"),
    says: unknown,
  },
];

for (const { what, files, argocd, says } of rows)
  test(`the namespace of an Application: ${what}`, async () => {
    // What stands around the mesh says it as well as what is named.
    for (const inputs of [["."], ["mesh"]]) {
      const folder = folderWith({
        ".git/HEAD": "",
        "mesh/all.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}`,
        ...files,
      });
      const { code, err } = await runCli(["adopt", ...inputs, "--distribution", "sail"], folder);
      expect({ code, err }).toEqual({ code: expect.any(Number), err: expect.stringContaining(says ?? "") });
      expect(err).not.toMatch(/^error/m);
      if (says === undefined) expect(err).not.toContain("nothing here says whether Argo CD runs");
      const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
        spec: { delivery: { argocd?: object } };
      };
      expect(spec.delivery.argocd).toEqual(argocd);
    }
  });

test("the command that prints what such an Application applies names its namespace", async () => {
  const folder = folderWith({
    "mesh/all.yaml": sail("Istio"),
    "mesh/kustomization.yaml": "resources: [all.yaml]\n",
    "app.yaml": application("team-a").replace("path: mesh", "path: mesh, plugin: { name: x }"),
  });
  const { err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(err).toContain("argocd app manifests team-a/mesh | meshstep adopt -");
});
