import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* What is piped together may be of two moments or of two clusters: nothing of it wins in silence, whichever comes last. */

const istio = (of: { version?: string; uid?: string; annotation?: string } = {}) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default, uid: ${of.uid ?? "a"}, annotations: { ${of.annotation ?? ""} } }\nspec: { version: ${of.version ?? "v1.28.3"}, namespace: istio-system }\n`;
const namespace = (uid: string, label = "enabled") =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, uid: ${uid}, labels: { istio-injection: ${label} } }\n`;
const revision = (version: string, inUse = "True") =>
  `apiVersion: sailoperator.io/v1\nkind: IstioRevision\nmetadata: { name: default, uid: r, ownerReferences: [{ apiVersion: sailoperator.io/v1, kind: Istio, name: default, uid: a }] }\nspec: { version: ${version}, namespace: istio-system }\nstatus: { conditions: [{ type: InUse, status: "${inUse}" }] }\n`;
const subscription = (release: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: sailoperator, namespace: operators, uid: s }\nspec: { name: sailoperator, source: community-operators, channel: stable, sourceNamespace: olm }\nstatus: { installedCSV: sailoperator.v${release} }\n`;
const pod = (revisionOf: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web-0, namespace: shop, uid: p, annotations: { istio.io/rev: ${revisionOf} } }\nspec: { containers: [{ name: a, image: "a:1" }] }\n`;
const application = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd, uid: m }\nspec: { source: { repoURL: "https://git.example.com/ops", path: ${path} }, destination: { name: in-cluster } }\n`;
const route = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: web, namespace: istio-system }\nspec: { hosts: [${host}] }\n`;
const tracked = (name: string) => `argocd.argoproj.io/tracking-id: "${name}:sailoperator.io/Istio:/default"`;

const adopt = (folder: string, input: readonly string[], ...files: readonly string[]) =>
  runCli(["adopt", "-", ...files, "--distribution", "sail", "-o", "mesh.yaml"], folder, input.join("---\n"));

test.each<[what: string, input: readonly string[], says: string]>([
  [
    "another version",
    [istio(), istio({ version: "v1.28.1" })],
    "<stdin>:6:1: a second Istio/default that differs from the first at <stdin>:1:1",
  ],
  [
    "another label",
    [istio(), namespace("n"), namespace("n", "disabled")],
    "<stdin>:10:1: a second Namespace/shop that differs from the first at <stdin>:6:1",
  ],
  [
    "what two Applications make of one object",
    [istio({ annotation: tracked("a") }), istio({ annotation: `${tracked("b")}, team: b` })],
    "<stdin>:6:1: a second Istio/default that differs from the first at <stdin>:1:1",
  ],
  [
    "what two Applications make of one route",
    [istio(), route("a"), route("b")],
    "<stdin>:11:1: a second VirtualService/istio-system/web that differs from the first at <stdin>:6:1",
  ],
  [
    "another folder that an Application reads",
    [istio(), application("a"), application("b")],
    "<stdin>:11:1: a second Application/argocd/mesh that differs from the first at <stdin>:6:1",
  ],
  [
    "another version behind an alias",
    [istio({ version: "v1.28-latest" }), revision("v1.28.1"), istio({ version: "v1.28-latest" }), revision("v1.28.3")],
    "<stdin>:17:1: a second IstioRevision/default of another moment than the first at <stdin>:6:1",
  ],
  [
    "whether a revision is in use",
    [istio(), revision("v1.28.3"), revision("v1.28.3", "False")],
    "<stdin>:12:1: a second IstioRevision/default of another moment than the first at <stdin>:6:1",
  ],
  [
    "another release that is installed",
    [istio(), subscription("1.28.3"), subscription("1.29.1")],
    "<stdin>:12:1: a second Subscription/operators/sailoperator of another moment than the first at <stdin>:6:1",
  ],
  [
    "another revision that a pod is connected to",
    [istio(), pod("default-v1-28-1"), pod("default-v1-28-3")],
    "<stdin>:11:1: a second Pod/shop/web-0 of another moment than the first at <stdin>:6:1",
  ],
  [
    "another cluster with the same mesh",
    [istio(), namespace("one"), istio(), namespace("two")],
    "<stdin>:15:1: a second Namespace/shop with another uid than the first at <stdin>:6:1",
  ],
])("two states in one pipe are refused: %s", async (_, input, says) => {
  const folder = folderWith({});
  const { code, err } = await adopt(folder, input);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`error: ${says}\n`) });
  expect(err).toContain("adopt reads one state of one cluster");
  expect(existsSync(join(folder, "mesh.yaml"))).toBe(false);
});

test("two dumps in files of one folder, too", async () => {
  const folder = folderWith({ "dumps/east.yaml": istio({ uid: "east" }), "dumps/west.yaml": istio({ uid: "west" }) });
  const { code, err } = await runCli(["adopt", "dumps/east.yaml", "dumps/west.yaml", "--distribution", "sail"], folder);
  expect(code).toBe(2);
  expect(err).toContain(
    "error: dumps/west.yaml:1:1: a second Istio/default with another uid than the first at dumps/east.yaml:1:1\n",
  );
});

test("what was read twice and says the same is one state", async () => {
  const all = [istio(), namespace("n"), revision("v1.28.3"), subscription("1.28.3"), pod("default"), application("a")];
  const again = all.map((one) => one.replace("metadata: { ", 'metadata: { resourceVersion: "2", '));
  const { code } = await adopt(folderWith({}), [...all, ...again]);
  expect(code).toBe(0);
});

test("a dump beside the files that it came from", async () => {
  const folder = folderWith({ "istio.yaml": istio().replace(" uid: a,", "") });
  expect((await adopt(folder, [istio()], "istio.yaml")).code).toBe(0);
});
