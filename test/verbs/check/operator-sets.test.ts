import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* The operator's chart in every cluster by one ApplicationSet, whose elements say the version. Release 1.28.3 installs v1.28.3 and not v1.29.6; 1.30.3 installs both. */

type Files = Readonly<Record<string, string>>;
type Versions = Readonly<Record<"east" | "west", string>>;

const kept =
  'annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true" }';
const istio = (version: string) => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default, ${kept} }
spec: { version: ${version}, namespace: istio-system, updateStrategy: { type: InPlace } }
`;

interface Parts {
  readonly generators: string;
  readonly version: string;
  readonly destination?: string;
  readonly isGo?: boolean;
  /** More of its spec. */
  readonly more?: string;
}

const set = ({ generators, version, destination = "name: '{{cluster}}'", isGo, more = "" }: Parts) => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: operator, namespace: argocd }
spec:
  goTemplate: ${isGo === true}
  generators: ${generators}
  template:
    metadata: { name: 'operator-{{cluster}}' }
    spec:
      project: default
      source: { repoURL: https://istio-ecosystem.github.io/sail-operator, chart: sail-operator, targetRevision: '${version}' }
      destination: { ${destination}, namespace: sail-operator }
${more}`;
  return isGo ? text.replaceAll(/\{\{(\w)/g, "{{.$1") : text;
};

/** A mesh for each cluster by a set of its own, which names the clusters by their folders. */
const meshSet = (destination = "name: '{{path[1]}}'") => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  generators: [{ git: { repoURL: https://git.example.com/mesh.git, directories: [{ path: clusters/* }] } }]
  template:
    metadata: { name: 'mesh-{{path[1]}}' }
    spec:
      project: default
      source: { repoURL: https://git.example.com/mesh.git, path: '{{path}}' }
      destination: { ${destination} }
`;

const overlay = (version?: string) => `resources: [../../base]
${version ? `patches: [{ target: { kind: Istio }, patch: "[{ op: replace, path: /spec/version, value: ${version} }]" }]\n` : ""}`;

const tree = (operator: Files, versions: Partial<Versions> = {}): Files => ({
  "base/kustomization.yaml": "resources: [istio.yaml]\n",
  "base/istio.yaml": istio("v1.28.3"),
  "clusters/east/kustomization.yaml": overlay(versions.east),
  "clusters/west/kustomization.yaml": overlay(versions.west),
  "argocd/mesh.yaml": meshSet(),
  ...operator,
});

const list = ({ east, west }: Versions) =>
  `[{ list: { elements: [{ cluster: east, chart: ${east} }, { cluster: west, chart: ${west} }] } }]`;
const file = "argocd/operator.yaml";
const server = "https://{{cluster}}.example:6443";

const ways: readonly (readonly [what: string, of: (versions: Versions) => Files])[] = [
  ["a list", (versions) => ({ [file]: set({ generators: list(versions), version: "{{chart}}" }) })],
  [
    "a list, filled in by Go",
    (versions) => ({ [file]: set({ generators: list(versions), version: "{{chart}}", isGo: true }) }),
  ],
  [
    "a part of the version",
    ({ east, west }) => ({
      [file]: set({ generators: list({ east: east.slice(2), west: west.slice(2) }), version: "1.{{chart}}" }),
    }),
  ],
  [
    "a matrix",
    ({ east, west }) => ({
      [file]: set({
        generators: `[{ matrix: { generators: [{ list: { elements: [{ cluster: east, chart: ${east} }, { cluster: west, chart: ${west} }] } }, { list: { elements: [{ wave: one }] } }] } }]`,
        version: "{{chart}}",
      }),
    }),
  ],
  [
    "a merge",
    ({ east, west }) => ({
      [file]: set({
        generators: `[{ merge: { mergeKeys: [cluster], generators: [{ list: { elements: [{ cluster: east, chart: ${west} }, { cluster: west, chart: ${west} }] } }, { list: { elements: [{ cluster: east, chart: ${east} }] } }] } }]`,
        version: "{{chart}}",
      }),
    }),
  ],
  [
    "files of Git",
    ({ east, west }) => ({
      [file]: set({
        generators: "[{ git: { repoURL: https://git.example.com/mesh.git, files: [{ path: settings/*.json }] } }]",
        version: "{{operator.chart}}",
      }),
      "settings/east.json": `{ "cluster": "east", "operator": { "chart": "${east}" } }`,
      "settings/west.json": `{ "cluster": "west", "operator": { "chart": "${west}" } }`,
    }),
  ],
  [
    "a patch of the template",
    ({ east, west }) => ({
      [file]: set({
        generators: list({ east, west }),
        version: "1.30.3",
        isGo: true,
        more: "  templatePatch: |\n    spec:\n      source:\n        targetRevision: '{{chart}}'\n",
      }),
    }),
  ],
  [
    "addresses that the mesh names otherwise",
    (versions) => ({
      [file]: set({ generators: list(versions), version: "{{chart}}", destination: `server: "${server}"` }),
    }),
  ],
  [
    "an Application each",
    ({ east, west }) => ({
      [file]: [
        ["east", east],
        ["west", west],
      ]
        .map(
          ([name, version]) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: operator-${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://istio-ecosystem.github.io/sail-operator, chart: sail-operator, targetRevision: ${version} }
  destination: { name: ${name}, namespace: sail-operator }
`,
        )
        .join("---\n"),
    }),
  ],
];

const choices = { acceptedJumps: [] } as const;
const concerns = /^(VER00[1237]|VER01|SUB|SKEW)/;
const said = (files: Files, before?: Files) => {
  const to = folderWith(files);
  const { findings } = before
    ? checkTransition({ from: folderWith(before), to: [to] }, choices, { cwd: "/" })
    : checkPaths([to], choices, { cwd: "/" });
  return findings.flatMap(({ rule, object, message, place }) =>
    concerns.test(rule) ? [`${rule} ${object} ${message} (${place?.file.slice(to.length + 1)}:${place?.line})`] : [],
  );
};

describe.each(ways)("%s", (_, of) => {
  const alike = of({ east: "1.30.3", west: "1.30.3" });
  const old = of({ east: "1.28.3", west: "1.30.3" });

  test("says the release of all clusters, where that is one", () => {
    expect(said(tree(alike, { east: "v1.27.9" }))).toEqual([
      expect.stringMatching(/^VER002 Istio\/default spec.version v1.27.9 is end of life in operator release 1.30.3/),
    ]);
    expect(said(tree(alike, { east: "v1.29.6" }))).toEqual([]);
  });

  test("says the release of each cluster", () => {
    expect(said(tree(old, { east: "v1.29.6", west: "v1.29.6" }))).toEqual([
      expect.stringMatching(/^VER001 Istio\/default operator release 1.28.3 does not know .*east/),
    ]);
    expect(said(tree(old, { west: "v1.29.6" }))).toEqual([]);
  });

  test("of one that takes what all have as it is, too", () => {
    const files = { ...tree(old), "base/istio.yaml": istio("v1.29.6") };
    expect(said(files)).toEqual([
      expect.stringMatching(/^VER001 Istio\/default operator release 1.28.3 does not know .*east/),
    ]);
  });

  test("goes down in one cluster", () => {
    expect(said(tree(old), tree(alike))).toEqual([
      expect.stringMatching(/^VER011 .*the operator goes down from 1.30.3 to 1.28.3: /),
    ]);
    expect(said(tree(alike), tree(alike))).toEqual([]);
  });

  test("goes down under a mesh that the old one does not know", () => {
    const versions = { east: "v1.29.6", west: "v1.29.6" };
    expect(said(tree(old, versions), tree(alike, versions)).sort()).toEqual([
      expect.stringMatching(
        /^VER003 Istio\/default v1.29.6 runs under operator release 1.30.3, and operator release 1.28.3 does not.*east/,
      ),
      expect.stringMatching(/^VER011 /),
    ]);
  });
});
