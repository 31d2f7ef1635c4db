import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* Objects that somebody else reads or makes: what is said of the mesh is not said of them. */

type Files = Readonly<Record<string, string>>;

const object = (apiVersion: string, kind: string, metadata: string, rest = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { ${metadata} }\n${rest}`;
const said = (files: Files, rule: string) =>
  checkPaths(["."], { acceptedJumps: [], distribution: "openshift" }, { cwd: folderWith(files) }).findings.flatMap(
    (one) => (one.rule === rule ? [one.object] : []),
  );

describe("both generations of OpenShift Service Mesh", () => {
  const subscription = (name: string) =>
    object(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      `name: ${name}, namespace: openshift-operators`,
      `spec: { name: ${name}, channel: stable, installPlanApproval: Manual, source: redhat-operators, sourceNamespace: openshift-marketplace }\n`,
    );
  const files = {
    "istio.yaml": object(
      "sailoperator.io/v1",
      "Istio",
      "name: ossm3",
      "spec: { version: v1.26.4, namespace: istio-system }\n",
    ),
    "smcp.yaml": object(
      "maistra.io/v2",
      "ServiceMeshControlPlane",
      "name: basic, namespace: istio-system",
      "spec: { version: v2.6 }\n",
    ),
    "sub.yaml": subscription("servicemeshoperator3"),
  };
  const namespace = (labels: string) => object("v1", "Namespace", `name: shop, labels: { ${labels} }`);

  test.each<[what: string, more: Files]>([
    ["both operators are here", { "old.yaml": subscription("servicemeshoperator") }],
    ["a namespace has moved", { "shop.yaml": namespace('istio.io/rev: ossm3, maistra.io/ignore-namespace: "true"') }],
  ])("run beside each other in a migration: %s", (_, more) => {
    expect(said({ ...files, ...more }, "SCH003")).toEqual([]);
  });

  test("are a slip where nothing says so", () => {
    expect(said({ ...files, "shop.yaml": namespace("istio.io/rev: ossm3") }, "SCH003")).toEqual([
      "ServiceMeshControlPlane/istio-system/basic",
    ]);
  });
});

test("a revision that the operator has made is applied by no engine, and skips no dry run", () => {
  const skipping =
    'annotations: { argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true, argocd.argoproj.io/tracking-id: "mesh:sailoperator.io/Istio:/default" }';
  const revision = (owner: string) => ({
    "istio.yaml": object(
      "sailoperator.io/v1",
      "Istio",
      `name: default, ${skipping}`,
      "spec: { version: v1.26.4, namespace: istio-system }\n",
    ),
    "revision.yaml": object(
      "sailoperator.io/v1",
      "IstioRevision",
      `name: default${owner}`,
      "spec: { version: v1.26.4, namespace: istio-system }\n",
    ),
  });
  const owner = ", ownerReferences: [{ apiVersion: sailoperator.io/v1, kind: Istio, name: default, uid: a }]";
  expect(said(revision(owner), "DEL005")).toEqual([]);
  expect(said(revision(""), "DEL005")).toEqual(["IstioRevision/default"]);
});
