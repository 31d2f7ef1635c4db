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
