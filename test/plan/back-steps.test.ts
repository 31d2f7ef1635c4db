import type { ManualStep } from "../../src/plan/manual-steps";
import { phaseNamed, planOf } from "./support";

const gateways = [
  { name: "north", namespace: "ingress", kind: "injected" },
  { name: "hand", namespace: "ingress", kind: "self-managed" },
] as const;

const up = "sail ambient 1.30.3 v1.28.3 -> v1.29.6";
const down = "sail ambient 1.30.3 v1.29.6 -> v1.28.3";
const downgrade = { upgrade: { accept: ["proxies-ahead"] } };

function told(step: ManualStep): string {
  switch (step.step) {
    case "restart-gateway":
    case "update-gateway":
      return `${step.step} ${step.deployment} ${step.version}`;
    case "restart-workloads":
      return `${step.step} ${step.namespace} ${step.version}`;
    case "drain-nodes":
      return `${step.step} ${step.version}`;
    case "take-labels":
      return `${step.step} ${step.namespace} ${step.labels.join()}${step.isExternal ? ", the owner" : ""}`;
    default:
      return step.step;
  }
}

describe("what people do when a phase is walked back", () => {
  test.each<[string, string, object, string, readonly string[], readonly string[]]>([
    ["nothing where all rolls by itself", up, {}, "control-plane-v1.29.6", [], []],
    [
      "an image of one's own goes down before istiod, injected ones after it",
      up,
      { gateways },
      "control-plane-v1.29.6",
      ["update-gateway hand v1.28.3"],
      ["restart-gateway north v1.28.3"],
    ],
    ["with the pods' own phase nothing moves yet", up, { gateways }, "restart-gateways-v1.29.6", [], []],
    [
      "a downgrade that is walked back: istiod goes up first",
      down,
      { gateways, ...downgrade },
      "control-plane-v1.28.3",
      [],
      ["update-gateway hand v1.29.6", "restart-gateway north v1.29.6"],
    ],
    [
      "sidecars",
      "sail sidecar 1.30.3 v1.28.3 -> v1.29.6",
      {},
      "control-plane-v1.29.6",
      [],
      ["restart-workloads bookinfo v1.28.3"],
    ],
    [
      "OnDelete: nodes keep the ztunnel that they were given",
      up,
      { ztunnel: { updateStrategy: "OnDelete" } },
      "-ztunnel-v1.29.6",
      [],
      ["drain-nodes v1.28.3"],
    ],
    [
      "what joined is taken from Namespaces that are not in Git, discovery labels and the user's own stay",
      up,
      {
        controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] },
        namespaces: [
          { name: "shop", joins: true, labels: { team: "shop" } },
          { name: "bank", joins: true, ownership: "external" },
          { name: "own", joins: true, ownership: "owned" },
          { name: "old" },
        ],
      },
      "-namespaces",
      [],
      ["take-labels shop istio.io/dataplane-mode", "take-labels bank istio.io/dataplane-mode, the owner"],
    ],
  ])("%s", (_, line, more, phase, before, after) => {
    const { backManual } = phaseNamed(planOf(line, more), phase);
    expect({ before: backManual.before.map(told), after: backManual.after.map(told) }).toEqual({ before, after });
  });

  test("a namespace that joined is asked whether it has left", () => {
    const plan = planOf(up, { namespaces: [{ name: "own", joins: true, ownership: "owned" }] });
    const phase = phaseNamed(plan, "-namespaces");
    expect(phase.back).toContainEqual({
      check: "namespace-without-label",
      namespace: "own",
      label: "istio.io/dataplane-mode",
    });
    expect(phase.changes).toEqual([`Namespace/own metadata.labels["istio.io/dataplane-mode"] (unset) -> ambient`]);
  });
});
