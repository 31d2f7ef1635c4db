import type { KubernetesObject } from "../../src/mesh/mesh";
import { ambient, expectState, expectStep, istio, setOf } from "./support";

const where = "sail 1.28.3";
const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
  before: setOf(where, before),
  after: setOf(where, after),
});

describe("DEL010", () => {
  const group = "rbac.authorization.k8s.io/v1";
  const made = (apiVersion: string, kind: string, body: object = {}): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: { name: "gate", namespace: "istio-system" },
    ...body,
  });
  const job = made("batch/v1", "Job", { spec: { template: { spec: { serviceAccountName: "gate" } } } });
  const account = made("v1", "ServiceAccount");
  const role = made(group, "Role");
  const binding = made(group, "RoleBinding", {
    roleRef: { kind: "Role", name: "gate" },
    subjects: [{ kind: "ServiceAccount", name: "gate" }],
  });
  const all = [job, account, role, binding];

  test.each([
    ["its account", account],
    ["its role", role],
    ["its binding", binding],
  ])("%s goes, and the Job stays", (_what, gone) => {
    const after = all.filter((one) => one !== gone);
    expectStep("DEL010", step(all, after), [["error", "Job/istio-system/gate", `${gone.kind}/istio-system/gate`]]);
  });

  test("one of two roles goes with its binding: another Job may have needed it", () => {
    const elsewhere = (one: KubernetesObject) => ({ ...one, metadata: { name: "gate", namespace: "shop" } });
    const subjects = [{ kind: "ServiceAccount", name: "gate", namespace: "istio-system" }];
    const more = [elsewhere(role), { ...elsewhere(binding), subjects }];
    expectStep("DEL010", step([...all, ...more], all), []);
  });

  test("all of it goes, and what nobody uses", () => {
    const other = { ...account, metadata: { name: "other", namespace: "istio-system" } };
    expectStep("DEL010", step(all, []), []);
    expectStep("DEL010", step([...all, other], all), []);
  });
});

describe("VER013", () => {
  const good = ambient("v1.28.3", "v1.28.3", "v1.28.3");

  test("ztunnel, the CNI, or both go down and the control plane stays", () => {
    expectStep("VER013", step(good, ambient("v1.28.3", "v1.28.3", "v1.27.0")), [
      ["warning", "ZTunnel/default", "from v1.28.3 to v1.27.0"],
    ]);
    expectStep("VER013", step(good, ambient("v1.28.3", "v1.27.0", "v1.28.3")), [
      ["warning", "IstioCNI/default", "from v1.28.3 to v1.27.0"],
    ]);
  });

  test("up, by a patch, with the control plane, and in a phase of a plan", () => {
    const down = ambient("v1.28.3", "v1.28.3", "v1.27.0");
    expectStep("VER013", step(down, good), []);
    expectStep("VER013", step(good, ambient("v1.28.3", "v1.28.3", "v1.28.2")), []);
    expectStep("VER013", step(good, ambient("v1.27.0", "v1.27.0", "v1.27.0")), []);
    expectStep("VER013", { ...step(good, down), kind: "ztunnel" }, []);
  });
});

describe("CP003", () => {
  const istiod = (labels: object, metadata: object = {}): KubernetesObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "istiod", namespace: "istio-system", labels: { app: "istiod", ...labels }, ...metadata },
  });

  test.each([
    ["without a revision", istiod({})],
    ["of the same revision", istiod({ "istio.io/rev": "default" })],
    ["in another namespace", istiod({}, { namespace: "old" })],
  ])("an istiod of Helm %s", (_what, deployment) => {
    const id = `Deployment/${deployment.metadata.namespace}/istiod`;
    expectState("CP003", setOf(where, [istio("v1.28.3"), deployment]), [["error", id, "of revision default"]]);
  });

  test.each([
    ["another revision", istiod({ "istio.io/rev": "old" })],
    ["the operator's own", istiod({}, { ownerReferences: [{ kind: "IstioRevision" }] })],
    ["the operator's own, by its label", istiod({ "app.kubernetes.io/managed-by": "sail-operator" })],
  ])("good: %s", (_what, deployment) => {
    expectState("CP003", setOf(where, [istio("v1.28.3"), deployment]), []);
  });
});
