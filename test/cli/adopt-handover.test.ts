import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Somebody applies the mesh that is adopted: what is taken out of what prunes is deleted, so adopt says in which order it changes hands.
 */

const istio = (metadata = "name: default") => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { ${metadata} }
spec: { version: v1.28.3, namespace: istio-system }
`;
const application = (
  name: string,
  path: string,
  sync = "automated: { prune: true }",
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/ops.git, path: ${path}, targetRevision: HEAD }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy: { ${sync} }
`;
const kustomization = (
  path: string,
  ref = "name: flux-system",
  more = "",
  name = "mesh",
) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 10m, path: ${path}, prune: true, sourceRef: { kind: GitRepository, ${ref} }${more} }
`;
const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: sail, namespace: sail-operator }
spec: { interval: 1h, chart: { spec: { chart: sail-operator, version: 1.28.3, sourceRef: { kind: HelmRepository, name: sail } } } }
`;

const set = (repoURL = "https://git.example.com/ops.git") => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: meshes, namespace: argocd }
spec:
  generators: [{ git: { repoURL: https://git.example.com/ops.git, directories: [{ path: clusters/* }] } }]
  template: { metadata: { name: '{{path.basename}}' }, spec: { project: default, source: { repoURL: '${repoURL}', path: '{{path}}' }, destination: { server: https://kubernetes.default.svc } } }
`;

async function adopted(files: Record<string, string>, ...args: string[]) {
  const folder = folderWith(files);
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail", ...args], folder);
  const notes = err.split("\n").filter((line) => line.startsWith("note: "));
  return { folder, code, notes: notes.map((line) => line.slice("note: ".length)) };
}
const deliveryIn = (folder: string) =>
  (parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as { spec: { delivery?: object } }).spec.delivery;

test("an Application that prunes: protect, halt, deliver, take out, go on", async () => {
  const files = { "mesh/istio.yaml": istio(), "apps/mesh.yaml": application("mesh", "mesh") };
  const { folder, code, notes } = await adopted(files);
  expect({ code, notes }).toEqual({
    code: 0,
    notes: [
      "left where they are, as they are the delivery and no part of the mesh: Application/argocd/mesh",
      "Application/argocd/mesh applies Istio/default today; what is taken out of there is pruned, a control plane that is in use included. In this order (docs/adopt.md of meshstep says why):",
      "  1. protect Istio/default where they are: meshstep check mesh --fix writes Prune=false; commit that, and wait until it is in the cluster",
      "  2. halt Application/argocd/mesh: take out spec.syncPolicy.automated, in Git where it comes from there, and wait until it is in the cluster",
      "  3. deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until its Applications are Synced; each needs one sync without FailOnSharedResource for that",
      "  4. take the mesh's files out of mesh, and nothing else: Application/argocd/mesh itself stays",
      "  5. let it go on as before, but only when that commit is the status.sync.revision of each Application: what goes on earlier applies the one before it once more, which takes everything back, and then prunes it",
      "Application/argocd/mesh reads HEAD, and nothing here says which branch that is: spec.delivery.repository.revision is main, which mesh.yaml takes without a word; write that branch there where it is another one",
    ],
  });
  expect(deliveryIn(folder)).toEqual({
    engine: "argocd",
    repository: { url: "https://git.example.com/ops.git" },
    argocd: { namespace: "argocd" },
  });
  // The command that is printed does it.
  await runCli(["check", "mesh", "--fix"], folder);
  const again = await runCli(["adopt", ".", "--distribution", "sail", "--force"], folder);
  expect(again.err).not.toContain("protect Istio");
  expect(again.err).toContain("what the mesh runs on is protected from being pruned there");
  expect(again.err).toContain("note:   1. halt Application/argocd/mesh");
});

test("a file that mesh.yaml names where it is gets a copy before it leaves its folder", async () => {
  const route = (name: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: ${name}, namespace: shop }\nspec: { parentRefs: [{ group: "", kind: Service, name: web }] }\n`;
  const files = { "mesh/istio.yaml": istio(), "flux.yaml": kustomization("./mesh"), "beside/b.yaml": route("b") };
  const step = async (more: Record<string, string>) =>
    (await adopted({ ...files, ...more })).notes.find((line) => line.includes("deliver the live folder"));
  expect(await step({})).toMatch(/^ {2}3\. deliver the live folder/);
  expect(await step({ "mesh/a.yaml": route("a") })).toContain(
    "3. copy mesh/a.yaml to a folder beside mesh.yaml, and name the copy in spec.manifests instead, as it leaves its folder below; then deliver the live folder",
  );
  // What gets a file of its own stays where that is.
  expect(
    await step({
      "mesh/a.yaml": `${route("a")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\n`,
    }),
  ).toMatch(/^ {2}3\. deliver/);
});

test("a tag on one revision is protected by hand, as --fix may not", async () => {
  const tag = (name: string, target: string) =>
    `apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata: { name: ${name} }\nspec: { targetRef: ${target} }\n`;
  const { notes, folder } = await adopted({
    "mesh/istio.yaml": istio().replace("spec: {", "spec: { updateStrategy: { type: RevisionBased },"),
    "mesh/tags.yaml": `${tag("stable", "{ kind: IstioRevision, name: default-v1-28-3 }")}---\n${tag("newest", "{ kind: Istio, name: default }")}`,
    "apps/mesh.yaml": application("mesh", "mesh"),
  });
  expect(notes).toContain(
    "  1. protect Istio/default, IstioRevisionTag/stable, IstioRevisionTag/newest where they are: meshstep check mesh --fix writes Prune=false, and write the annotation argocd.argoproj.io/sync-options: Prune=false,Delete=false onto IstioRevisionTag/stable by hand, as --fix leaves tags on one revision, which may be holds; commit that, and wait until it is in the cluster",
  );
  await runCli(["check", "mesh", "--fix"], folder);
  const [stable, newest] = readFileSync(join(folder, "mesh/tags.yaml"), "utf8").split("---");
  expect(stable).not.toContain("Prune=false");
  expect(newest).toContain("Prune=false");
});

test("a set is halted in its template, and keeps a folder for each Application", async () => {
  const { folder, notes } = await adopted({ "clusters/prod/istio.yaml": istio(), "set.yaml": set() });
  expect(notes.join("\n")).toContain(
    "halt ApplicationSet/argocd/meshes: take out spec.template.spec.syncPolicy.automated of a set (which halts every Application that it makes)",
  );
  expect(notes.join("\n")).toContain("deletes the Application of a folder that is gone");
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toMatch(/^# Adopted from "\."\. Read/);
  expect(deliveryIn(folder)).toMatchObject({ repository: { url: "https://git.example.com/ops.git" } });
});

test("which repository a set reads is not said where it fills that in", async () => {
  const { folder } = await adopted({ "clusters/prod/istio.yaml": istio(), "set.yaml": set("{{repo}}") });
  expect(deliveryIn(folder)).toEqual({ engine: "argocd", argocd: { namespace: "argocd" } });
});

test("one that does not prune by itself", async () => {
  const sync = "automated: { selfHeal: true }";
  const { notes } = await adopted({
    "mesh/istio.yaml": istio(),
    "apps/mesh.yaml": application("mesh", "mesh", sync),
  });
  expect(notes[1]).toContain("is deleted by the next sync or reconciliation that prunes");
});

test("a Kustomization of an overlay, and the operator's own release beside the mesh", async () => {
  const list = (what: string) =>
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${what}]\n`;
  const { folder, notes } = await adopted({
    "infra/prod/kustomization.yaml": list("../base"),
    "infra/base/kustomization.yaml": list("istio.yaml, operator.yaml"),
    "infra/base/istio.yaml": istio(),
    "infra/base/operator.yaml": release,
    "clusters/prod.yaml": kustomization("./infra/prod"),
  });
  expect(notes).toContainEqual(
    "HelmRelease/sail-operator/sail: the operator itself, which stays where it is; taken away, it is uninstalled",
  );
  expect(notes).toContainEqual(
    "  1. protect Istio/default where they are: meshstep check infra --fix writes prune: disabled; commit that, and wait until it is in the cluster",
  );
  expect(notes.join("\n")).not.toContain("HelmRelease/sail-operator/sail applies");
  expect(deliveryIn(folder)).toEqual({ engine: "flux" });
});

test("a Kustomization of a source of its own", async () => {
  const { folder } = await adopted({
    "mesh/istio.yaml": istio(),
    "clusters/prod.yaml": kustomization("./mesh", "name: ops"),
  });
  expect(deliveryIn(folder)).toEqual({
    engine: "flux",
    flux: { sourceRef: { kind: "GitRepository", name: "ops" } },
  });
});

test.each<[string, string, string | undefined]>([
  ["a tag", "v1.4.0", undefined],
  ["the branch of an environment", "env/prod", "env/prod"],
])("%s is read, which a checkout need not be", async (_what, revision, written) => {
  const { folder, notes } = await adopted({
    "mesh/istio.yaml": istio(),
    "apps/mesh.yaml": application("mesh", "mesh").replace("HEAD", revision),
  });
  expect(notes).toContain(
    `Application/argocd/mesh reads revision ${revision}: what was read here is what runs only where that is checked out; adopt in a checkout of it otherwise`,
  );
  expect(deliveryIn(folder)).toMatchObject({ repository: { url: "https://git.example.com/ops.git" } });
  expect(JSON.stringify(deliveryIn(folder))).toContain(written ?? "ops.git");
  expect(JSON.stringify(deliveryIn(folder))).not.toContain("v1.4.0");
});

test("a Git source of Flux at a tag", async () => {
  const { notes } = await adopted({
    "mesh/istio.yaml": istio(),
    "clusters/a.yaml": `${kustomization("./mesh", "name: ops")}---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: ops, namespace: flux-system }
spec: { interval: 1m, url: https://git.example.com/ops.git, ref: { tag: v2.0.0 } }
`,
  });
  expect(notes.join("\n")).toContain("Kustomization/flux-system/mesh reads revision v2.0.0:");
});

describe("a Kustomization that applies to another cluster", () => {
  const edge = ", kubeConfig: { secretRef: { name: edge, key: config } }, serviceAccountName: mesh";
  const reached = { kubeConfig: { secretRef: { name: "edge", key: "config" } }, serviceAccountName: "mesh" };

  test("the live folder goes there, too", async () => {
    const { folder } = await adopted({
      "mesh/istio.yaml": istio(),
      "clusters/hub.yaml": kustomization("./mesh", undefined, edge),
    });
    expect(deliveryIn(folder)).toEqual({ engine: "flux", flux: reached });
  });

  test("also where several bring the mesh", async () => {
    const { folder } = await adopted({
      "mesh/istio.yaml": istio(),
      "clusters/a.yaml": kustomization("./mesh", "name: a", edge, "a"),
      "clusters/b.yaml": kustomization("./mesh", "name: b", edge, "b"),
    });
    expect(deliveryIn(folder)).toEqual({ engine: "flux", flux: reached });
  });
});

test("a source in another namespace than the Kustomization", async () => {
  const { folder } = await adopted({
    "mesh/istio.yaml": istio(),
    "clusters/prod.yaml": kustomization("./mesh", "name: flux-system, namespace: sources"),
  });
  expect(deliveryIn(folder)).toEqual({
    engine: "flux",
    flux: { sourceRef: { kind: "GitRepository", name: "flux-system", namespace: "sources" } },
  });
});

test("an Application of something else says nothing of the mesh", async () => {
  const files = { "mesh/istio.yaml": istio(), "shop/kustomization.yaml": "resources: []\n" };
  const { folder, notes } = await adopted({ ...files, "apps/shop.yaml": application("shop", "shop") });
  expect(notes).toEqual([
    "left where they are, as they are the delivery and no part of the mesh: Application/argocd/shop",
  ]);
  expect(deliveryIn(folder)).toBeUndefined();
});

test("of several meshes each is told who applies it, also where that stands elsewhere in the tree", async () => {
  const folder = folderWith({
    "mesh/east/istio.yaml": istio(),
    "mesh/west/istio.yaml": istio(),
    "apps/all.yaml": `${application("east", "mesh/east")}---\n${application("west", "mesh/west")}`,
  });
  const { err } = await runCli(["adopt", ".", "--all", "--distribution", "sail"], folder);
  expect(err).toMatch(/== mesh\/east\n(note: .*\n)*note: Application\/argocd\/east applies Istio\/default today/);
  expect(err).toMatch(/== mesh\/west\n(note: .*\n)*note: Application\/argocd\/west applies Istio\/default today/);
});

test("marks of a cluster's objects name who applies them", async () => {
  const folder = folderWith({});
  const marked = istio(
    "name: default, uid: a, annotations: { argocd.argoproj.io/tracking-id: 'mesh:sailoperator.io/Istio:/default' }",
  );
  writeFileSync(join(folder, "dump.yaml"), marked);
  const { err } = await runCli(["adopt", "dump.yaml", "--distribution", "sail"], folder);
  expect(err).toContain(
    "note: Application/mesh applies Istio/default today; what is taken out of there is deleted by the next sync or reconciliation that prunes. In this order (docs/adopt.md of meshstep says why)",
  );
});

test("what OLM makes by itself is in no phase, however it was dumped", async () => {
  const olm = (kind: string, name: string) =>
    `---\napiVersion: operators.coreos.com/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: operators }\nspec: {}\n`;
  const { folder, code, notes } = await adopted({
    "dump.yaml": `${istio()}${olm("ClusterServiceVersion", "sailoperator.v1.28.3")}${olm("InstallPlan", "install-a")}`,
  });
  expect({ code, notes }).toEqual({
    code: 0,
    notes: ["left to the controllers that made them: 1 ClusterServiceVersion, 1 InstallPlan"],
  });
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).not.toContain("manifests");
});

test("every part has its Application: all of them are halted, that of the Subscription as well, and no list is cut short", async () => {
  const part = (kind: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-${kind.toLowerCase()} }\n`;
  const subscription =
    "apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: sailoperator, namespace: operators }\nspec: { name: sailoperator, source: community-operators, channel: stable }\n";
  const names = ["operator", "mesh", "cni", "routes"];
  const { notes } = await adopted({
    "parts/operator/sub.yaml": subscription,
    "parts/mesh/istio.yaml": istio(),
    "parts/cni/cni.yaml": part("IstioCNI"),
    "parts/routes/ns.yaml":
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: istio-istiocni }\n",
    ...Object.fromEntries(names.map((name) => [`apps/${name}.yaml`, application(name, `parts/${name}`)])),
  });
  const step = (words: string) => notes.slice(notes.findIndex((note) => note.includes(words))).slice(1, 5);
  expect(step("2. halt these 4; take out spec.syncPolicy.automated").sort()).toEqual(
    names.map((name) => `     - Application/argocd/${name}`).sort(),
  );
  expect(step("4. take the mesh's files out of these 4, and nothing else; what applied them stays:").sort()).toEqual(
    names.map((name) => `     - parts/${name}`).sort(),
  );
  expect(notes.filter((note) => note.startsWith("  ")).join("\n")).not.toMatch(/and \d+ more/);
});

describe("what reads all of the repository", () => {
  const root = "resources: [mesh/istio.yaml]\n";
  const files = { ".git/HEAD": "ref: refs/heads/main\n", "kustomization.yaml": root, "mesh/istio.yaml": istio() };

  test.each([
    ["Kustomization/flux-system/mesh", kustomization("./"), ", if GitRepository flux-system is this repository"],
    ["Application/argocd/mesh", application("mesh", "."), ", if https://git.example.com/ops.git is this repository"],
    // What else of the same source stands here says that it is this one.
    ["Application/argocd/mesh", `${application("mesh", ".")}---\n${application("apps", "apps")}`, ""],
  ])("%s", async (id, engine, condition) => {
    const { notes } = await adopted({ ...files, "apps/mesh.yaml": engine });
    expect(notes.join("\n")).toContain(`${id} applies Istio/default today${condition}; what is taken out of there`);
  });

  test.each([
    // Others read this repository by another name.
    [
      "another repository",
      `${kustomization("./", "name: podinfo")}---\n${kustomization("./apps", "name: ops").replace("name: mesh", "name: apps")}`,
    ],
    ["a chart", application("mesh", "").replace("path: ,", "chart: x,")],
  ])("%s is not this one", async (_, engine) => {
    const { notes } = await adopted({ ...files, "apps/mesh.yaml": engine });
    expect(notes.join("\n")).not.toContain("applies Istio/default");
  });

  test("what a kustomization at the top leaves out, nobody applies", async () => {
    const { notes } = await adopted(
      {
        ...files,
        "kustomization.yaml": "resources: []\n",
        "apps/mesh.yaml": kustomization("./"),
      },
      "mesh",
      "apps",
    );
    expect(notes.join("\n")).not.toContain("applies Istio/default");
  });
});

describe("what comes by a pipe in a repository", () => {
  const files = { ".git/HEAD": "ref: refs/heads/main\n", "apps/mesh.yaml": application("mesh", "charts/mesh") };
  const piped = async (...args: string[]) => {
    const folder = folderWith(files);
    const { err } = await runCli(["adopt", "-", ...args, "--distribution", "sail"], folder, istio());
    return { err, delivery: deliveryIn(folder) };
  };

  test("says that who applies it was not looked at", async () => {
    const { err, delivery } = await piped();
    expect(err).toContain(
      "note: which of Application/argocd/mesh applies what came by the pipe was not looked at: name its file beside -, or write spec.delivery; what is taken out of it",
    );
    expect(delivery).toBeUndefined();
  });

  test("and takes the one that is named", async () => {
    const { err, delivery } = await piped("apps/mesh.yaml");
    expect(err).toContain("Application/argocd/mesh applies Istio/default today, if it brings what came by the pipe");
    expect(err).not.toContain("was not looked at");
    expect(delivery).toMatchObject({ engine: "argocd", repository: { url: "https://git.example.com/ops.git" } });
  });
});
