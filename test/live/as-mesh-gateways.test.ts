import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { names, phaseNamed } from "../plan/support";
import { rebasedSpec } from "./rebased-spec";

/*
 * Where gateways stand amid a move: second Deployments beside them, pods behind a tag that has moved. A row that goes on from there asks for what the row
 * before asked for, and takes away what that one brought.
 */

const spec: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.29.3",
  operator: { release: "1.30.3" },
  cni: { namespace: "istio-cni" },
  upgrade: { to: "v1.29.6", strategy: "RevisionBased" },
  revisionTags: [{ name: "prod" }],
  namespaces: [{ name: "gw", revisionTag: "prod" }, { name: "edge" }, { name: "shop", revisionTag: "prod" }],
  gateways: [
    { name: "ingress", namespace: "gw", kind: "injected", canary: { replicas: 1 } },
    { name: "public", namespace: "edge", kind: "injected", canary: { replicas: 2 } },
  ],
};
const { phases } = planUpgrade(meshFromSpec("test", spec));
const canaries = phaseNamed({ phases } as never, "gateway-canary-v1.29.6");

test.each(phases.map((phase) => [phase.dir, phase] as const))(
  "%s is said so that it is understood again",
  (_, phase) => {
    const [baseline] = planUpgrade(meshFromSpec("test", rebasedSpec(spec, phase))).phases;
    const { gatewayCanaries, gateways, inTransit, revisions } = phase.state;
    expect(baseline?.state).toMatchObject({
      ...(gateways && { gateways }),
      ...(gatewayCanaries && { gatewayCanaries }),
      ...(revisions && { revisions }),
    });
    expect(baseline?.state.gatewayCanaries).toEqual(gatewayCanaries);
    expect(baseline?.state.inTransit?.gateways).toEqual(inTransit?.gateways);
  },
);

test("the way back from the canaries takes both away, where the namespace follows a tag too", () => {
  const rebased = rebasedSpec(spec, canaries, "v1.29.3");
  expect(rebased.running?.gatewayCanaries).toEqual(["gw/ingress", "edge/public"]);
  const row = planUpgrade(meshFromSpec("test", rebased));
  expect(names(row)).toContain("gateways-v1.29.3");
  const gone = phaseNamed(row, "gateways-v1.29.3");
  expect(gone.manual).toEqual(
    expect.arrayContaining([
      { step: "remove-canary", namespace: "gw", deployment: "ingress" },
      { step: "remove-canary", namespace: "edge", deployment: "public" },
    ]),
  );
  expect(gone.state.gatewayCanaries).toBeUndefined();
});

test("behind a tag that has moved nobody asks a gateway for either version", () => {
  const moved = phaseNamed({ phases } as never, "tag-prod-v1.29.6");
  expect(moved.state.inTransit?.gateways).toEqual(["v1.29.3", "v1.29.6"]);
  const [baseline] = planUpgrade(meshFromSpec("test", rebasedSpec(spec, moved))).phases;
  const asked = (baseline?.gates ?? []).filter(
    (one) => one.check === "proxy-version" && ["gw", "edge"].includes(one.proxies.namespace),
  );
  expect(asked.map((one) => one.check === "proxy-version" && one.proxies.namespace)).toEqual(["edge"]);
});
