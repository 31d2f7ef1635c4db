import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* Applications whose path is all of a repository: where that begins, what they apply of it, and what they say of all. */

type Files = Readonly<Record<string, string>>;

const repository = "https://git.example.com/platform/mesh.git";
const app = (source: string, { options = "", path = ".", name = "mesh", url = repository } = {}) =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: "${url}", path: ${path}, ${source} }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy: { automated: { prune: true }, syncOptions: [${options}] }
`;
const skipped = "SkipDryRunOnMissingResource=true";
const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default, annotations: { argocd.argoproj.io/sync-options: "${skipped}" } }\nspec: { version: v1.28.3, namespace: istio-system${more} }\n`;
const files = (application: string, more: Files = {}): Files => ({
  "bootstrap/app.yaml": application,
  "mesh/istio.yaml": sail("Istio"),
  "mesh/cni.yaml": sail("IstioCNI"),
  "operator/subscription.yaml":
    "apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: sailoperator, namespace: operators }\nspec: { name: sailoperator, channel: stable, source: c, sourceNamespace: olm, startingCSV: sailoperator.v1.28.3 }\n",
  "shop/policy.yaml":
    "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: nothing, namespace: shop }\nspec: {}\n",
  ...more,
});
const said = (all: Files) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(all) })
    .findings.filter(({ rule }) => /^(DEL005|DEL013|DUP001)$/.test(rule))
    .map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
const recursing = (patterns = "") => `directory: { recurse: true${patterns} }`;
const dryRun = expect.stringContaining("without SkipDryRunOnMissingResource=true");
const lost = (names: string) => expect.stringContaining(`leaves out ${names}`);

test.each<[what: string, all: Files, expected: readonly unknown[]]>([
  ["its options are those of all objects", files(app(recursing(), { options: skipped })), []],
  ["without the option", files(app(recursing())), [dryRun]],
  [
    "an Application of another repository beside one of this: nobody tells where it begins",
    files(app(recursing(), { options: skipped, url: "https://git.example.com/other/app.git" }), {
      "bootstrap/shop.yaml": app("targetRevision: main", { path: "mesh", name: "parts" }),
    }),
    [dryRun],
  ],
  [
    "where the path of another one of it begins",
    files(app(recursing(), { options: skipped }), {
      "bootstrap/shop.yaml": app("targetRevision: HEAD", { path: "operator", name: "operator" }),
      "docs/note.yaml": app("targetRevision: main", { path: "web", name: "web", url: "https://git.example.com/a/web" }),
    }),
    [expect.stringMatching(/^DUP001/)],
  ],
  [
    "parts that a pattern leaves out",
    files(app(recursing(", exclude: '{bootstrap/*,mesh/*}'"), { options: skipped })),
    [lost("Istio/default, IstioCNI/default")],
  ],
  [
    "the operator, too",
    files(app(recursing(", exclude: '{bootstrap/*,operator/*}'"), { options: skipped })),
    [lost("Subscription/operators/sailoperator")],
  ],
  ["only itself", files(app(recursing(", exclude: 'bootstrap/*'"), { options: skipped })), []],
  [
    "it does not go into the folders",
    files(app("targetRevision: main", { options: skipped })),
    [lost("Istio/default, IstioCNI/default"), dryRun],
  ],
  [
    "two with a half each",
    files(app(recursing(", include: 'mesh/*'"), { options: skipped }), {
      "bootstrap/rest.yaml": app(recursing(", exclude: '{mesh,bootstrap}/*'"), { options: skipped, name: "rest" }),
    }),
    [],
  ],
])("%s", (_what, all, expected) => expect(said(all)).toEqual(expected));

describe("an ApplicationSet over folders", () => {
  const set = (directory: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: clusters, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ git: { repoURL: ${repository}, revision: main, directories: [{ path: clusters/* }] } }]
  template:
    metadata: { name: "{{ .path.basename }}" }
    spec:
      project: default
      source: { repoURL: ${repository}, targetRevision: main, path: "{{ .path.path }}", directory: ${directory} }
      destination: { name: "{{ .path.basename }}" }
`;
  const clusters = (directory: string) => ({
    "set.yaml": set(directory),
    ...Object.fromEntries(
      ["a", "b"].flatMap((name) => [
        [`clusters/${name}/mesh/istio.yaml`, sail("Istio")],
        [`clusters/${name}/apps.yaml`, "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\n"],
      ]),
    ),
  });

  test.each<[what: string, directory: string, expected: readonly unknown[]]>([
    ["all is read", "{ recurse: true }", []],
    ["a pattern leaves parts out", "{ recurse: true, exclude: 'mesh/*' }", [lost("Istio/default")]],
    ["a pattern that is filled in", "{ recurse: true, exclude: '{{ .path.basename }}/*' }", []],
    ["it does not go into the folders", "{}", [lost("Istio/default")]],
  ])("%s", (_what, directory, expected) => expect(said(clusters(directory))).toEqual(expected));
});
