import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

export type Files = Readonly<Record<string, string>>;

const sail = (kind: string, spec: string) => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata:
  name: default
  annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true" }
spec: { version: v1.28.3, ${spec} }
`;
const cluster = (name: string): Files => ({
  [`clusters/${name}/kustomization.yaml`]:
    "resources: [../../base, payments.yaml]\npatches: [{ path: network.yaml }]\n",
  [`clusters/${name}/config.json`]: `{ "address": "https://${name}.example:6443" }`,
  [`clusters/${name}/network.yaml`]: `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { values: { global: { network: net-${name} } } }\n`,
  [`clusters/${name}/payments.yaml`]: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: payments\n  labels: { istio.io/rev: default, site: ${name} }\n  annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }\n`,
});
export const tree: Files = {
  "base/kustomization.yaml": "resources: [istio.yaml, cni.yaml]\n",
  "base/istio.yaml": sail("Istio", "namespace: istio-system, updateStrategy: { type: InPlace }"),
  "base/cni.yaml": sail("IstioCNI", "namespace: istio-cni"),
  ...cluster("east"),
  ...cluster("west"),
};

export const git = "repoURL: https://git.corp.example/mesh.git";

export interface Parts {
  readonly generators: string;
  readonly path: string;
  readonly destination: string;
  /** @default the one source of `path` */
  readonly source?: string;
  /** @default default */
  readonly project?: string;
  /** The name of each Application. */
  readonly name?: string;
  /** The sync policy of its Applications. */
  readonly policy?: string;
  /** Whatever else the set says. */
  readonly rest?: string;
  readonly goTemplate?: boolean;
}

export const set = ({
  generators,
  path,
  destination,
  source,
  project = "default",
  policy = "",
  rest = "",
  goTemplate = true,
  name = goTemplate ? "'mesh-{{ .cluster }}'" : "'mesh-{{cluster}}'",
}: Parts) =>
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  goTemplate: ${goTemplate}
  generators:
${generators.replace(/^/gm, "    ")}
  template:
    metadata: { name: ${name} }
    spec:
      project: ${project}
${source ?? `      source: { ${git}, targetRevision: main, path: '${path}' }`}
      destination: { ${destination}, namespace: istio-system }
${policy && `      syncPolicy: { ${policy} }\n`}${rest}`;

export const directories = `- git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }] }`;
export const elements = (...names: readonly string[]) =>
  [
    "- list:",
    "    elements:",
    ...names.map((name) => `      - { cluster: ${name}, url: 'https://${name}.example:6443' }`),
  ].join("\n");
export const both = elements("east", "west");
export const byPath = { path: "{{ .path.path }}", destination: "name: '{{ .path.basename }}'" };
export const byName = { path: "clusters/{{ .cluster }}", destination: "server: '{{ .url }}'" };

/** What is said of these files, and not of the tree alone. */
export function said(files: Files): readonly string[] {
  return newIn({ ...tree, ...files }).map(({ rule, severity, place, message }) => {
    return `${severity} ${rule} ${place?.file}:${place?.line} ${message}`;
  });
}

function newIn(files: Files) {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.filter(({ rule }) => !["REV002", "CP001", "HA001", "VER002"].includes(rule));
}
