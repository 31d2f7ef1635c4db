import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/*
 * Two clusters from one base, and the ApplicationSets by which people bring them there: each of their generators makes an Application of
 * each cluster's folder. What breaks such a set is one change more.
 */

type Files = Readonly<Record<string, string>>;

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
  [`clusters/${name}/network.yaml`]: `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { values: { global: { network: net-${name} } } }\n`,
  [`clusters/${name}/payments.yaml`]: `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: payments\n  labels: { istio.io/rev: default, site: ${name} }\n  annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }\n`,
});
const tree: Files = {
  "base/kustomization.yaml": "resources: [istio.yaml, cni.yaml]\n",
  "base/istio.yaml": sail("Istio", "namespace: istio-system, updateStrategy: { type: InPlace }"),
  "base/cni.yaml": sail("IstioCNI", "namespace: istio-cni"),
  ...cluster("east"),
  ...cluster("west"),
};

const git = "repoURL: https://git.corp.example/mesh.git";

interface Parts {
  readonly generators: string;
  readonly path: string;
  readonly destination: string;
  /** @default the one source of `path` */
  readonly source?: string;
  /** @default default */
  readonly project?: string;
  /** Whatever else the set says. */
  readonly rest?: string;
  readonly goTemplate?: boolean;
}

const set = ({ generators, path, destination, source, project = "default", rest = "", goTemplate = true }: Parts) =>
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  goTemplate: ${goTemplate}
  generators:
${generators.replace(/^/gm, "    ")}
  template:
    metadata: { name: mesh }
    spec:
      project: ${project}
${source ?? `      source: { ${git}, targetRevision: main, path: '${path}' }`}
      destination: { ${destination}, namespace: istio-system }
${rest}`;

const directories = `- git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }] }`;
const elements = (...names: readonly string[]) =>
  [
    "- list:",
    "    elements:",
    ...names.map((name) => `      - { cluster: ${name}, url: 'https://${name}.example:6443' }`),
  ].join("\n");
const both = elements("east", "west");
const byPath = { path: "{{ .path.path }}", destination: "name: '{{ .path.basename }}'" };
const byName = { path: "clusters/{{ .cluster }}", destination: "server: '{{ .url }}'" };

/** What is said of these files, and not of the tree alone. */
function said(files: Files): readonly string[] {
  return newIn({ ...tree, ...files }).map(({ rule, severity, place, message }) => {
    return `${severity} ${rule} ${place?.file}:${place?.line} ${message}`;
  });
}

function newIn(files: Files) {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.filter(({ rule }) => !["REV002", "CP001", "HA001", "VER002"].includes(rule));
}

test.each<[what: string, parts: Parts]>([
  ["folders", { generators: directories, ...byPath }],
  [
    "folders, to an address",
    { generators: directories, ...byPath, destination: "server: 'https://{{ .path.basename }}.example:6443'" },
  ],
  [
    "folders, by a part of their path",
    { generators: directories, ...byPath, destination: "name: '{{ index .path.segments 1 }}'" },
  ],
  [
    "folders, through a function",
    { generators: directories, ...byPath, destination: "name: '{{ .path.basename | upper }}'" },
  ],
  [
    "folders, in the other language",
    { generators: directories, path: "{{path}}", destination: "name: '{{path[1]}}'", goTemplate: false },
  ],
  [
    "folders without one of them",
    {
      generators: `- git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }, { path: clusters/west, exclude: true }] }`,
      ...byPath,
      destination: "server: https://kubernetes.default.svc",
    },
  ],
  ["a list", { generators: both, ...byName }],
  [
    "a list, in the other language",
    { generators: both, path: "clusters/{{cluster}}", destination: "server: '{{url}}'", goTemplate: false },
  ],
  [
    "a list, of which a selector takes one",
    {
      generators: `${both}\n  selector: { matchLabels: { cluster: east } }`,
      ...byName,
      destination: "server: https://kubernetes.default.svc",
    },
  ],
  [
    "clusters",
    {
      generators: "- clusters: { selector: { matchLabels: { mesh: corp } } }",
      path: "clusters/{{ .name }}",
      destination: "server: '{{ .server }}'",
    },
  ],
  [
    "files",
    {
      generators: `- git: { ${git}, revision: main, files: [{ path: 'clusters/*/config.json' }] }`,
      path: "{{ .path.path }}",
      destination: "server: '{{ .address }}'",
    },
  ],
  [
    "folders, and the clusters that are called so",
    {
      generators: `- matrix:\n    generators:\n      - git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }] }\n      - clusters: { selector: { matchLabels: { site: '{{ .path.basename }}' } } }`,
      path: "{{ .path.path }}",
      destination: "name: '{{ .name }}'",
    },
  ],
  [
    "folders, and an element for each",
    {
      generators: `- matrix:\n    generators:\n      - git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }] }\n      - list: { elements: [{ to: 'https://{{ .path.basename }}.example:6443' }] }`,
      path: "{{ .path.path }}",
      destination: "server: '{{ .to }}'",
    },
  ],
  [
    "a list, over which another writes",
    {
      generators: `- merge:\n    mergeKeys: [cluster]\n    generators:\n      - list: { elements: [{ cluster: east, to: https://a.example }, { cluster: west, to: https://a.example }] }\n      - list: { elements: [{ cluster: west, to: https://b.example }] }`,
      path: "clusters/{{ .cluster }}",
      destination: "server: '{{ .to }}'",
    },
  ],
  [
    "folders, whose cluster a patch says",
    {
      generators: directories,
      path: "{{ .path.path }}",
      destination: "server: https://kubernetes.default.svc",
      rest: "  templatePatch: |\n    spec:\n      destination:\n        server: https://{{ .path.basename }}.example:6443\n",
    },
  ],
  [
    "a list whose elements have repositories of their own",
    {
      generators: elements("east", "north"),
      ...byName,
      source:
        "      source: { repoURL: 'https://git.corp.example/{{ .cluster }}.git', path: 'clusters/{{ .cluster }}' }",
    },
  ],
])("nothing is wrong with %s", (_, parts) => {
  expect(said({ "argocd/mesh.yaml": set(parts) })).toEqual([]);
});

test.each<[what: string, files: Files, expected: readonly string[]]>([
  [
    "both folders go to one cluster",
    { "argocd/mesh.yaml": set({ generators: both, ...byName, destination: "server: https://kubernetes.default.svc" }) },
    [
      "error DUP001 base/cni.yaml",
      "error DUP001 base/istio.yaml",
      "error NS004 clusters/east/payments.yaml",
      "error NS004 clusters/west/payments.yaml",
    ],
  ],
  [
    "an element without a folder",
    { "argocd/mesh.yaml": set({ generators: elements("east", "west", "south"), ...byName }) },
    ["error DEL011 argocd/mesh.yaml:11 clusters/south is no folder of this repository"],
  ],
  [
    "an element without a folder, in the other language",
    {
      "argocd/mesh.yaml": set({
        generators: elements("east", "west", "south"),
        path: "clusters/{{cluster}}",
        destination: "server: '{{url}}'",
        goTemplate: false,
      }),
    },
    ["error DEL011 argocd/mesh.yaml:11 clusters/south is no folder of this repository"],
  ],
  [
    "no element with a folder",
    { "argocd/mesh.yaml": set({ generators: both, ...byName, path: "cluster/{{ .cluster }}" }) },
    ["error DEL011 argocd/mesh.yaml:15 cluster/east is no folder of this repository, nor is that of any other element"],
  ],
  [
    "a template that begins in no folder",
    {
      "argocd/mesh.yaml": set({
        generators: "- clusters: {}",
        path: "cluster/{{ .name }}",
        destination: "server: '{{ .server }}'",
      }),
    },
    ["error DEL011 argocd/mesh.yaml:12 cluster is no folder of this repository"],
  ],
])("%s", (_, files, expected) => {
  const lines = said(files);
  expect(lines).toHaveLength(expected.length);
  for (const [index, line] of expected.entries()) expect(lines[index]).toContain(line);
});
