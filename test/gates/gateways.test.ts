import { execFileSync } from "node:child_process";
import { manualCommands } from "../../src/gates/manual";
import type { ManualStep } from "../../src/plan/manual-steps";
import { testWithKubectl } from "../support/kubectl";

test.each<[ManualStep, readonly string[]]>([
  [
    { step: "label-gateway", namespace: "shop", name: "public", revision: "default-v1-30-3" },
    ["kubectl label gateways.gateway.networking.k8s.io public -n shop istio.io/rev=default-v1-30-3 --overwrite"],
  ],
  [
    { step: "remove-canary", namespace: "edge", deployment: "in" },
    ["kubectl delete deployments.apps/in-canary -n edge --ignore-not-found"],
  ],
])("$step", (step, run) => {
  expect(manualCommands(step, "kubectl").run).toEqual(run);
});

test("who runs a gateway is told which istiod it asks from then on, in the same rollout", () => {
  const step = { step: "update-gateway", namespace: "old", deployment: "gw", version: "v1.30.3" } as const;
  const istiod = "istiod-default-v1-30-3.istio-system.svc:15012";
  expect(manualCommands({ ...step, istiod }, "kubectl").says).toMatch(/same rollout.*istiod-default-v1-30-3/);
  expect(manualCommands(step, "kubectl").says).not.toMatch(/istiod/);
});

testWithKubectl(
  "a canary is what runs, with a name, a number and a label of its own, and nothing that an engine knows its objects by",
  () => {
    const step = { step: "add-canary", namespace: "edge", deployment: "in", replicas: 2, version: "v1.30.3" } as const;
    const [copy = ""] = manualCommands(step, "kubectl").run;
    const [, patch = ""] = copy.split(" | ");
    const template = { metadata: { labels: { app: "in" }, annotations: { "inject.istio.io/templates": "gateway" } } };
    const running = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "in",
        namespace: "edge",
        uid: "u",
        resourceVersion: "7",
        labels: { "argocd.argoproj.io/instance": "x" },
      },
      spec: { replicas: 5, selector: { matchLabels: { app: "in" } }, template },
    };
    const made = JSON.parse(execFileSync("sh", ["-c", patch], { input: JSON.stringify(running), encoding: "utf8" }));
    const mark = { "meshstep.dev/canary": "in" };
    expect(made).toEqual({
      ...running,
      metadata: { name: "in-canary", namespace: "edge" },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "in", ...mark } },
        template: { metadata: { ...template.metadata, labels: { app: "in", ...mark } } },
      },
    });
    expect(copy).toMatch(/^kubectl get deployment\/in -n edge -o json \| .* \| kubectl apply --server-side .*-f -$/);
  },
);
