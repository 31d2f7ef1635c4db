import {
  both,
  byName,
  byPath,
  directories,
  elements,
  type Files,
  git,
  type Parts,
  said,
  set,
  tree,
} from "./set-support";

/*
 * Two clusters from one base, and the ApplicationSets by which people bring them there: each of their generators makes an Application of
 * each cluster's folder. What breaks such a set is one change more.
 */

const project = (repository: string) => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: mesh, namespace: argocd }
spec:
  sourceRepos: ["${repository}"]
  destinations: [{ server: "*", namespace: "*" }]
  clusterResourceWhitelist: [{ group: "*", kind: "*" }]
`;

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
      "error NS004 clusters/east/payments.yaml",
      "error NS004 clusters/west/payments.yaml",
      "warning DUP001 base/istio.yaml:1 two Applications of ApplicationSet mesh both apply Istio/default, IstioCNI/default",
    ],
  ],
  [
    "two elements with one address, in folders that hold nothing but what they change",
    {
      ...Object.fromEntries(
        ["east", "west"].flatMap((name) => [
          [`clusters/${name}/kustomization.yaml`, "resources: [../../base]\npatches: [{ path: network.yaml }]\n"],
          [`clusters/${name}/payments.yaml`, ""],
        ]),
      ),
      "argocd/mesh.yaml": set({ generators: both.replace("//west", "//east"), ...byName }),
    },
    [
      "error DUP001 base/istio.yaml:1 two Applications of ApplicationSet mesh both apply Istio/default, IstioCNI/default",
    ],
  ],
  [
    "patterns that match nothing in the folder that they begin in",
    {
      "argocd/folders.yaml": set({ generators: directories.replace("*", "*/mesh"), ...byPath }),
      "argocd/files.yaml": set({
        generators: `- git: { ${git}, revision: main, files: [{ path: 'clusters/*/config.yml' }] }`,
        ...byPath,
      }).replace("name: mesh,", "name: files,"),
    },
    [
      "warning DEL011 argocd/files.yaml:7 no file of clusters/ is matched by clusters/*/config.yml",
      "warning DEL011 argocd/folders.yaml:7 no folder of clusters/ is matched by clusters/*/mesh",
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
  [
    "a project that is not here, and one that nobody is in",
    {
      "argocd/mesh.yaml": set({ generators: both, ...byName, project: "mesh-prod" }),
      "argocd/project.yaml": project("https://git.corp.example/mesh.git"),
    },
    ["warning DEL014 argocd/mesh.yaml:14 AppProject mesh-prod is not among these manifests"],
  ],
  [
    "options of the Applications",
    {
      "argocd/mesh.yaml": set({
        generators: both,
        ...byName,
        policy: "syncOptions: [ServerSideAply=true, Replace=true], managedNamespaceMetadata: { labels: { a: b } }",
      }),
    },
    [
      "error DEL013 argocd/mesh.yaml:17 ServerSideAply is no option that Argo CD reads",
      "error DEL007 argocd/mesh.yaml:17 ApplicationSet with Replace=true",
      "warning DEL013 argocd/mesh.yaml:17 managedNamespaceMetadata without CreateNamespace=true",
    ],
  ],
  [
    "waves of which only what differs is applied",
    {
      "argocd/mesh.yaml": set({ generators: both, ...byName, policy: "syncOptions: [ApplyOutOfSyncOnly=true]" }),
      "base/cni.yaml": `${tree["base/cni.yaml"]}`.replace(/annotations: \{/, '$& argocd.argoproj.io/sync-wave: "2",'),
    },
    [
      "warning DEL013 argocd/mesh.yaml:17 ApplyOutOfSyncOnly=true: what has not changed is left out of the waves",
      "warning DEL001 base/cni.yaml:5 it is in the last wave",
    ],
  ],
  [
    "an element without what the template asks for",
    { "argocd/mesh.yaml": set({ generators: both.replace("url: 'https://west", "uri: 'https://west"), ...byName }) },
    ["error DEL013 argocd/mesh.yaml:10 an element without url, which the template asks for"],
  ],
  [
    "one name for two Applications",
    { "argocd/mesh.yaml": set({ generators: both, ...byName, name: "mesh" }) },
    ["error DEL013 argocd/mesh.yaml:12 two elements make an Application called mesh"],
  ],
  [
    "policies in the place of the other",
    {
      "argocd/mesh.yaml": set({
        generators: both,
        ...byName,
        policy: "preserveResourcesOnDeletion: true",
        rest: "  syncPolicy: { automated: {}, applicationsSync: create }\n",
      }),
    },
    [
      "error DEL013 argocd/mesh.yaml:17 spec.template.spec.syncPolicy.preserveResourcesOnDeletion is no field",
      "error DEL013 argocd/mesh.yaml:18 spec.syncPolicy.automated is no field",
      "error DEL013 argocd/mesh.yaml:18 applicationsSync is create; it takes",
    ],
  ],
])("%s", (_, files, expected) => {
  const lines = said(files);
  expect(lines).toHaveLength(expected.length);
  for (const [index, line] of expected.entries()) expect(lines[index]).toContain(line);
});

test.each<[what: string, files: Files]>([
  [
    "a project of somebody else, beside one for another repository",
    {
      "argocd/mesh.yaml": set({ generators: both, ...byName, project: "mesh-prod" }),
      "argocd/project.yaml": project("https://git.corp.example/shop.git"),
    },
  ],
  [
    "a project of somebody else, beside one for any repository",
    {
      "argocd/mesh.yaml": set({ generators: both, ...byName, project: "mesh-prod" }),
      "argocd/project.yaml": project("*"),
    },
  ],
  [
    "a project of somebody else, beside one that others are in",
    {
      "argocd/mesh.yaml": set({ generators: both, ...byName, project: "mesh-prod" }),
      "argocd/other.yaml": set({ generators: "- clusters: {}", ...byName, project: "mesh" }).replace(
        "name: mesh,",
        "name: other,",
      ),
      "argocd/project.yaml": project("https://git.corp.example/mesh.git"),
    },
  ],
  [
    "one wave, of which only what differs is applied",
    { "argocd/mesh.yaml": set({ generators: both, ...byName, policy: "syncOptions: [ApplyOutOfSyncOnly=true]" }) },
  ],
  [
    "a destination that a patch writes",
    {
      "argocd/mesh.yaml": set({
        generators: both,
        ...byName,
        destination: "server: ''",
        rest: "  templatePatch: |\n    spec:\n      destination:\n        server: '{{ .url }}'\n",
      }),
    },
  ],
  [
    "a name for one element, and an address for another",
    {
      "argocd/mesh.yaml": set({
        generators:
          "- list: { elements: [{ cluster: east, name: east, url: '' }, { cluster: west, name: '', url: 'https://w.example' }] }",
        ...byName,
        destination: "name: '{{ .name }}', server: '{{ .url }}'",
      }),
    },
  ],
  [
    "policies in their places",
    {
      "argocd/mesh.yaml": set({
        generators: both,
        ...byName,
        policy: "automated: {}",
        rest: "  syncPolicy: { preserveResourcesOnDeletion: true, applicationsSync: create-update }\n",
      }),
    },
  ],
  [
    "what only some elements have, under a condition",
    {
      "argocd/mesh.yaml": set({
        generators: both.replace("url: 'https://west", "uri: 'https://west"),
        ...byName,
        destination: "server: '{{ if .url }}{{ .url }}{{ else }}https://west.example:6443{{ end }}'",
      }),
    },
  ],
  [
    "a base that each element has in a namespace of its own",
    {
      "teams/base/kustomization.yaml": "resources: [account.yaml]\n",
      "teams/base/account.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: team }\n",
      "teams/a/kustomization.yaml": "resources: [../base]\n",
      "teams/b/kustomization.yaml": "resources: [../base]\n",
      "argocd/teams.yaml": set({
        generators: "- list: { elements: [{ team: a }, { team: b }] }",
        path: "",
        destination: "server: https://kubernetes.default.svc",
        name: "'{{ .team }}'",
        source: `      source: { ${git}, path: 'teams/{{ .team }}', kustomize: { namespace: 'team-{{ .team }}' } }`,
      }),
    },
  ],
])("nothing is wrong with %s", (_, files) => {
  expect(said(files)).toEqual([]);
});
