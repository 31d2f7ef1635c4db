import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

type Files = Readonly<Record<string, string>>;

const object = (kind: string, name: string, annotations = "") =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop${annotations} }\n`;
const list = (...names: string[]) => `resources: [${names.join(", ")}]\n`;
const kustomization = (path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${path.replace("/", "-")}, namespace: flux-system }\nspec: { path: ./${path}, prune: true }\n`;

/** What is said of what is listed, or read, no more: each with its severity. */
function said(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [], distribution: "sail" }, { cwd: "/" });
  return findings.flatMap(({ rule, severity, message }) =>
    ["KUS001", "DEL013"].includes(rule) ? [`${severity} ${message}`] : [],
  );
}

const kept = ", annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }";
const waypoint = `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: waypoint, namespace: shop${kept} }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n`;
const bare = waypoint.replace(kept, "");
const notPruned = "commonAnnotations: { kustomize.toolkit.fluxcd.io/prune: disabled }\n";
const files = { "app/a.yaml": object("Service", "a"), "app/b.yaml": object("Service", "b") };
const flux = { "clusters/apps.yaml": kustomization("app") };
const both = { ...files, ...flux, "app/kustomization.yaml": list("a.yaml", "b.yaml") };

test.each<[string, Files, Files, unknown[]]>([
  [
    "a file that is still there",
    both,
    { ...both, "app/kustomization.yaml": list("a.yaml") },
    [expect.stringMatching(/^error b.yaml falls out of .*: whoever applies the rest deletes Service\/shop\/b/)],
  ],
  [
    "a waypoint that its annotations keep",
    { ...both, "app/b.yaml": waypoint },
    { ...both, "app/b.yaml": waypoint, "app/kustomization.yaml": list("a.yaml") },
    [
      expect.stringMatching(
        /^error b.yaml falls out of .*: the annotations of Gateway\/shop\/waypoint keep that in the cluster/,
      ),
    ],
  ],
  [
    "a waypoint that the kustomization keeps",
    { ...both, "app/b.yaml": bare, "app/kustomization.yaml": list("a.yaml", "b.yaml") + notPruned },
    { ...both, "app/b.yaml": bare, "app/kustomization.yaml": list("a.yaml") + notPruned },
    [
      expect.stringMatching(
        /^error b.yaml falls out of .*: the annotations of Gateway\/shop\/waypoint keep that in the cluster/,
      ),
    ],
  ],
  [
    "a waypoint after what is no part of the mesh, which the kustomization keeps, too",
    {
      ...both,
      "app/b.yaml": `${object("Service", "b")}---\n${bare}`,
      "app/kustomization.yaml": list("a.yaml", "b.yaml") + notPruned,
    },
    {
      ...both,
      "app/b.yaml": `${object("Service", "b")}---\n${bare}`,
      "app/kustomization.yaml": list("a.yaml") + notPruned,
    },
    [expect.stringMatching(/^error b.yaml falls out of .*: the annotations of Gateway\/shop\/waypoint keep/)],
  ],
  [
    "what is no part of the mesh, and the kustomization keeps",
    { ...both, "app/kustomization.yaml": list("a.yaml", "b.yaml") + notPruned },
    { ...both, "app/kustomization.yaml": list("a.yaml") + notPruned },
    [expect.stringMatching(/^warning b.yaml stands beside/)],
  ],
  [
    "a waypoint that another file has now",
    { ...both, "app/b.yaml": waypoint },
    { ...both, "app/b.yaml": waypoint, "app/kustomization.yaml": list("a.yaml", "c.yaml"), "app/c.yaml": waypoint },
    [expect.stringMatching(/^warning b.yaml stands beside/)],
  ],
  [
    "what is no part of the mesh, and its annotations keep",
    { ...both, "app/b.yaml": object("Service", "b", kept) },
    { ...both, "app/b.yaml": object("Service", "b", kept), "app/kustomization.yaml": list("a.yaml") },
    [expect.stringMatching(/^warning b.yaml stands beside/)],
  ],
  [
    "a file that was never listed",
    { ...both, "app/kustomization.yaml": list("a.yaml") },
    { ...both, "app/kustomization.yaml": list("a.yaml"), "app/a.yaml": object("Service", "a", ", labels: { a: b }") },
    [expect.stringMatching(/^warning b.yaml stands beside/)],
  ],
  [
    "a file whose object another one has now",
    both,
    { ...both, "app/kustomization.yaml": list("a.yaml", "c.yaml"), "app/c.yaml": object("Service", "b") },
    [expect.stringMatching(/^warning b.yaml stands beside/)],
  ],
  [
    "a folder, and somebody applies the rest",
    {
      ...flux,
      "app/kustomization.yaml": list("one", "two"),
      "app/one/kustomization.yaml": list("a.yaml"),
      "app/one/a.yaml": object("Service", "a"),
      "app/two/kustomization.yaml": list("b.yaml"),
      "app/two/b.yaml": object("Service", "b"),
    },
    {
      ...flux,
      "app/kustomization.yaml": list("two"),
      "app/one/kustomization.yaml": list("a.yaml"),
      "app/one/a.yaml": object("Service", "a"),
      "app/two/kustomization.yaml": list("b.yaml"),
      "app/two/b.yaml": object("Service", "b"),
    },
    [expect.stringMatching(/^error one\/ falls out of resources: whoever applies the rest deletes Service\/shop\/a/)],
  ],
  [
    "a folder of a folder of what somebody applies",
    {
      ...flux,
      "app/kustomization.yaml": list("all"),
      "app/all/kustomization.yaml": list("one", "c.yaml"),
      "app/all/c.yaml": object("Service", "c"),
      "app/all/one/kustomization.yaml": list("a.yaml"),
      "app/all/one/a.yaml": object("Service", "a"),
    },
    {
      ...flux,
      "app/kustomization.yaml": list("all"),
      "app/all/kustomization.yaml": list("c.yaml"),
      "app/all/c.yaml": object("Service", "c"),
      "app/all/one/kustomization.yaml": list("a.yaml"),
      "app/all/one/a.yaml": object("Service", "a"),
    },
    [expect.stringMatching(/^error one\/ falls out of resources: whoever applies the rest deletes Service\/shop\/a/)],
  ],
  [
    "a folder that has got an owner of its own",
    {
      ...flux,
      "app/kustomization.yaml": list("one"),
      "app/one/kustomization.yaml": list("a.yaml"),
      "app/one/a.yaml": object("Service", "a"),
    },
    {
      ...flux,
      "clusters/one.yaml": kustomization("app/one"),
      "app/kustomization.yaml": list("c.yaml"),
      "app/c.yaml": object("Service", "c"),
      "app/one/kustomization.yaml": list("a.yaml"),
      "app/one/a.yaml": object("Service", "a"),
    },
    [],
  ],
])("lists: %s", (_what, before, after, expected) => expect(said(before, after)).toEqual(expected));

const ofMesh = (more = "") => ({
  "clusters/more.yaml": kustomization("more"),
  "more/a.yaml": object("Service", "a"),
  "mesh/istio.yaml":
    "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n",
  ...(more && { "clusters/mesh.yaml": kustomization("mesh").replace("prune: true", more) }),
});

test.each<[string, string, unknown[]]>([
  [
    "deletes",
    "prune: true",
    [expect.stringMatching(/^error Kustomization mesh applied Istio\/default, .* with prune it deletes/)],
  ],
  [
    "leaves",
    "prune: true, deletionPolicy: Orphan",
    [expect.stringMatching(/^warning Kustomization mesh applied Istio\/default, .* it leaves that in the cluster/)],
  ],
  [
    "leaves, as the objects ask it to,",
    "prune: true, wait: true",
    [expect.stringMatching(/^warning Kustomization mesh applied Istio\/default, .* it leaves that in the cluster/)],
  ],
])("a Kustomization that is gone %s what it applied", (what, more, expected) =>
  expect(said(keeping(what, ofMesh(more)), keeping(what, ofMesh()))).toEqual(expected),
);

/** With objects that are not to be pruned, where that is asked. */
function keeping(what: string, all: Files): Files {
  const kept = "metadata: { name: default, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }";
  const istio = (all["mesh/istio.yaml"] ?? "").replace("metadata: { name: default }", kept);
  return what.includes("objects") ? { ...all, "mesh/istio.yaml": istio } : all;
}

test("what an Application or a Kustomization takes along when it goes", () => {
  const istio = { "app/istio.yaml": ofMesh()["mesh/istio.yaml"] };
  const renamed = (finalizers: string): readonly [Files, Files] => {
    const [was, is] = ["app", "core"].map((name) => ({
      ...istio,
      [`argocd/${name}.yaml`]: (application("", true, name)[`argocd/${name}.yaml`] ?? "").replace(
        "namespace: argocd",
        `namespace: argocd${finalizers}`,
      ),
    }));
    return [was ?? {}, is ?? {}];
  };
  expect(gone(...renamed(", finalizers: [resources-finalizer.argocd.argoproj.io]"))).toEqual([
    expect.stringMatching(/with it by its finalizer what it has applied, Istio\/default, although Application core/),
  ]);
  expect(gone(...renamed(""))).toEqual([expect.stringMatching(/^Application app is gone: .* what is missing$/)]);
  expect(
    gone(ofMesh("prune: true"), {
      ...ofMesh(),
      "clusters/core.yaml": kustomization("mesh").replace("name: mesh", "name: core"),
    }),
  ).toEqual([
    expect.stringMatching(/with it by prune what it has applied, Istio\/default, although Kustomization core/),
  ]);
});

/** What is said of objects that are gone. */
function gone(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [], distribution: "sail" }, { cwd: "/" });
  return findings.flatMap(({ rule, message }) => (rule === "SNAP002" ? [message] : []));
}

const application = (directory: string, prune = true, name = "app") => ({
  [`argocd/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  destination: { server: https://kubernetes.default.svc }\n  source: { repoURL: https://git.example/a.git, path: app${directory} }\n  syncPolicy: { automated: { prune: ${prune} } }\n`,
});
const directory = (text: string) => `, directory: { ${text} }`;
const reading = (text: string, more: Files = {}) => ({
  ...files,
  "app/below/c.yaml": object("Service", "c"),
  ...application(text),
  ...more,
});

test.each<[string, Files, Files, unknown[]]>([
  [
    "what it leaves out by a pattern",
    reading(""),
    reading(directory("exclude: b.yaml")),
    [
      "error Application app reads less than before (directory.exclude is b.yaml): it deletes Service/shop/b, which it has applied",
    ],
  ],
  [
    "what another pattern does not take",
    reading(""),
    reading(directory("include: a.yaml")),
    [expect.stringContaining("directory.include is a.yaml")],
  ],
  [
    "what is in folders below",
    reading(directory("recurse: true")),
    reading(""),
    [expect.stringContaining("(it goes into no folders below): it deletes Service/shop/c")],
  ],
  ["what it did not read before", reading(directory("exclude: b.yaml")), reading(directory("include: a.yaml")), []],
  [
    "what another one reads",
    reading(""),
    reading(directory("exclude: b.yaml"), application(directory("include: b.yaml"), true, "more")),
    [],
  ],
  ["what it does not prune", reading(""), reading("", application(directory("exclude: b.yaml"), false)), []],
  [
    "what is kept",
    reading("", {
      "app/b.yaml": object(
        "Service",
        "b",
        ", annotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' }",
      ),
    }),
    reading(directory("exclude: b.yaml"), {
      "app/b.yaml": object(
        "Service",
        "b",
        ", annotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' }",
      ),
    }),
    [],
  ],
])("an Application: %s", (_what, before, after, expected) => expect(said(before, after)).toEqual(expected));
