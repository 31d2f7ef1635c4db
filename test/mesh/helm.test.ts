import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";

const meshOf = (operator: object, distribution = "sail", release = "1.28.3") =>
  meshFromSpec("test", {
    distribution,
    dataPlane: "ambient",
    version: distribution === "sail" ? "v1.28.3" : "v1.28.5",
    operator: { release, ...operator },
  } as MeshSpecInput);
const helm = { namespace: "sail-operator" };

test("an operator that Helm installs is where its chart is", () => {
  expect(meshOf({ helm }).operator.helm).toEqual(helm);
  expect(meshOf({ helm, namespace: "sail-operator" }).operator.helm).toEqual(helm);
});

test("what installs the chart is not carried: each phase would hold the operator at one version", () => {
  const object = {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "sail", namespace: "gitops" },
    spec: { chart: { spec: { chart: "sail-operator", version: "1.28.3" } } },
  };
  const spec = (operator: object) =>
    ({
      distribution: "sail",
      dataPlane: "ambient",
      version: "v1.28.3",
      operator: { release: "1.28.3", ...operator },
    }) as MeshSpecInput;
  const carried = (operator: object) => () => meshFromSpec("test", spec(operator), { carried: [object] });
  expect(carried({ helm })).toThrow("HelmRelease/gitops/sail installs the operator, and would hold it at one version");
  expect(carried({})).not.toThrow();
});

test.each<[what: string, mesh: () => unknown, message: string]>([
  [
    "a Subscription",
    () => meshOf({ helm, subscription: { namespace: "operators", channel: "stable-1.28" } }),
    "spec.operator.subscription: helm says that a chart installs the operator, and this is for one that OLM installs",
  ],
  [
    "a catalogue",
    () => meshOf({ helm, catalog: "pinned" }),
    "spec.operator.catalog: helm says that a chart installs the operator, and this is for one that OLM installs",
  ],
  [
    "another namespace",
    () => meshOf({ helm, namespace: "operators" }),
    "spec.operator.namespace: the operator is where its chart is installed, in sail-operator",
  ],
  [
    "an operator that has no chart",
    () => meshOf({ helm }, "openshift", "3.3.3"),
    "spec.operator.helm: only the Sail Operator has a chart, and this mesh is openshift",
  ],
  [
    "a repository that is none",
    () => meshOf({ helm: { ...helm, repository: "sail" } }),
    "an https:// or oci:// address",
  ],
])("not with %s", (_, mesh, message) => {
  expect(mesh).toThrow(message);
});
