import { meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { wantedReplicas } from "../../src/mesh/replicas";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { istioValues } from "../../src/plan/object-values";
import { inputErrorOf } from "../support/folder";

type Pilot = Readonly<Record<string, unknown>>;

/** A sidecar mesh, so that nothing but replicas is written. */
function meshOf(minReplicas: number | undefined, pilot: Pilot, more: object = {}, carried: KubernetesObject[] = []) {
  const spec: MeshSpecInput = {
    distribution: "sail",
    dataPlane: "sidecar",
    version: "v1.28.1",
    operator: { release: "1.28.1" },
    controlPlane: {
      ...(minReplicas !== undefined && { highAvailability: { minReplicas } }),
      values: { ...(Object.keys(pilot).length && { pilot }), ...more },
    },
  };
  return meshFromSpec("east", spec, { carried });
}

describe("with highAvailability: what is written, and how many replicas the gates wait for", () => {
  test.each<[minReplicas: number, pilot: Pilot, rendered: Pilot]>([
    [2, {}, { autoscaleMin: 2 }],
    [5, {}, { autoscaleMin: 5 }],
    // The chart's maximum is 5, and the API server refuses an autoscaler whose minimum is above it.
    [6, {}, { autoscaleMin: 6, autoscaleMax: 6 }],
    [6, { autoscaleMax: 9 }, { autoscaleMin: 6, autoscaleMax: 9 }],
    [2, { autoscaleMax: 2 }, { autoscaleMin: 2, autoscaleMax: 2 }],
    [2, { autoscaleEnabled: true }, { autoscaleMin: 2, autoscaleEnabled: true }],
    [3, { autoscaleMin: 3, replicaCount: 3 }, { autoscaleMin: 3, replicaCount: 3 }],
    // Without an autoscaler the minimum does nothing, and the count of the Deployment gives the replicas.
    [2, { autoscaleEnabled: false }, { replicaCount: 2, autoscaleEnabled: false }],
    [6, { autoscaleEnabled: false }, { replicaCount: 6, autoscaleEnabled: false }],
    [
      2,
      { autoscaleEnabled: false, autoscaleMin: 2, autoscaleMax: 1 },
      { replicaCount: 2, autoscaleEnabled: false, autoscaleMin: 2, autoscaleMax: 1 },
    ],
    [2, { autoscaleEnabled: false, replicaCount: 2 }, { replicaCount: 2, autoscaleEnabled: false }],
    [2, { rollingMaxUnavailable: 1 }, { autoscaleMin: 2, rollingMaxUnavailable: 1 }],
    [2, { rollingMaxUnavailable: "50%" }, { autoscaleMin: 2, rollingMaxUnavailable: "50%" }],
  ])("%i with %j", (minReplicas, pilot, rendered) => {
    const mesh = meshOf(minReplicas, pilot);
    expect(istioValues(mesh)).toEqual({ pilot: rendered });
    expect(wantedReplicas(mesh)).toBe(minReplicas);
  });

  test("the demo profile switches the autoscaler off", () => {
    expect(istioValues(meshOf(2, {}, { profile: "demo" }))).toEqual({ profile: "demo", pilot: { replicaCount: 2 } });
    expect(istioValues(meshOf(2, { autoscaleEnabled: true }, { profile: "demo" }))).toMatchObject({
      pilot: { autoscaleMin: 2 },
    });
  });

  const two = "contradicts spec.controlPlane.highAvailability.minReplicas: 2; expected";

  test.each<[pilot: Pilot, key: string, message: string]>([
    [{ autoscaleMin: 1 }, "autoscaleMin", `1 ${two} 2`],
    [{ autoscaleMin: 3 }, "autoscaleMin", `3 ${two} 2`],
    [{ autoscaleMin: "2" }, "autoscaleMin", `"2" ${two} 2`],
    [{ autoscaleMax: 1 }, "autoscaleMax", `1 ${two} at least 2`],
    [{ autoscaleMax: 0 }, "autoscaleMax", `0 ${two} at least 2`],
    [{ autoscaleMax: "5" }, "autoscaleMax", `"5" ${two} at least 2`],
    [{ replicaCount: 1 }, "replicaCount", `1 ${two} 2`],
    [{ autoscaleEnabled: false, replicaCount: 1 }, "replicaCount", `1 ${two} 2`],
    [{ autoscaleEnabled: false, autoscaleMin: 1 }, "autoscaleMin", `1 ${two} 2`],
    [{ autoscaleEnabled: "false" }, "autoscaleEnabled", 'expected true or false, got "false"'],
    [{ rollingMaxUnavailable: "100%" }, "rollingMaxUnavailable", `"100%" ${two} less than 2, or than 100%`],
    [{ rollingMaxUnavailable: 2 }, "rollingMaxUnavailable", `2 ${two} less than 2, or than 100%`],
  ])("2 beside %j is refused", (pilot, key, message) => {
    const [first] = inputErrorOf(() => meshOf(2, pilot)).split("\n");
    expect(first).toBe(`spec.controlPlane.values.pilot.${key}: ${message}`);
  });

  test("what the other scaler reads is told to do nothing", () => {
    const on = inputErrorOf(() => meshOf(2, { replicaCount: 1 }));
    expect(on).toMatch(
      / {2}leave it out: it does nothing while autoscaling is on, and minReplicas gives the replicas$/,
    );
    const off = inputErrorOf(() => meshOf(2, { autoscaleEnabled: false, autoscaleMin: 1 }));
    expect(off).toMatch(
      / {2}leave it out: it does nothing while autoscaling is off, and minReplicas gives the replicas$/,
    );
  });

  test("no budget is refused, unless the mesh carries one of its own", () => {
    const none = { global: { defaultPodDisruptionBudget: { enabled: false } } };
    const budget = (namespace: string, apiVersion = "policy/v1"): KubernetesObject => ({
      apiVersion,
      kind: "PodDisruptionBudget",
      metadata: { name: "istiod", namespace },
    });
    const message =
      "spec.controlPlane.values.global.defaultPodDisruptionBudget.enabled: false contradicts spec.controlPlane.highAvailability.minReplicas: 2; expected true\n" +
      "  leave it out, or carry a PodDisruptionBudget of your own in spec.manifests";
    expect(inputErrorOf(() => meshOf(2, {}, none))).toBe(message);
    expect(inputErrorOf(() => meshOf(2, {}, none, [budget("bookinfo")]))).toBe(message);
    expect(inputErrorOf(() => meshOf(2, {}, none, [budget("istio-system", "example.com/v1")]))).toBe(message);
    expect(wantedReplicas(meshOf(2, {}, none, [budget("istio-system")]))).toBe(2);
    expect(wantedReplicas(meshOf(undefined, { autoscaleMin: 2 }, none))).toBe(2);
  });
});

describe("with values only", () => {
  test.each<[pilot: Pilot, replicas: number]>([
    [{}, 1],
    [{ autoscaleMin: 3 }, 3],
    [{ autoscaleMin: 3, autoscaleMax: 3 }, 3],
    [{ autoscaleMin: 7, autoscaleMax: 7 }, 7],
    [{ autoscaleMin: 0 }, 1],
    [{ autoscaleMin: 3, autoscaleMax: 0 }, 1],
    [{ autoscaleMin: 3, replicaCount: 2 }, 3],
    [{ autoscaleEnabled: false }, 1],
    [{ autoscaleEnabled: false, replicaCount: 4 }, 4],
    [{ autoscaleEnabled: false, replicaCount: 0 }, 1],
    [{ autoscaleEnabled: false, replicaCount: 4, autoscaleMin: 2 }, 4],
    [{ autoscaleEnabled: true, autoscaleMin: 2 }, 2],
    [{ constructor: 3 }, 1],
  ])("%j gives %i", (pilot, replicas) => {
    const mesh = meshOf(undefined, pilot);
    expect(wantedReplicas(mesh)).toBe(replicas);
    expect(istioValues(mesh)).toEqual(Object.keys(pilot).length ? { pilot } : undefined);
  });

  test("the demo profile has no autoscaler", () => {
    expect(wantedReplicas(meshOf(undefined, { replicaCount: 2 }, { profile: "demo" }))).toBe(2);
    expect(wantedReplicas(meshOf(undefined, { autoscaleEnabled: true, autoscaleMin: 2 }, { profile: "demo" }))).toBe(2);
  });

  const refused = "the API server refuses such an autoscaler, and the operator installs nothing";

  test.each<[pilot: Pilot, key: string, message: string]>([
    [{ autoscaleMin: 6 }, "autoscaleMin", `a minimum of 6 is above the chart's maximum of 5: ${refused}`],
    [{ autoscaleMin: 3, autoscaleMax: 2 }, "autoscaleMax", `a minimum of 3 is above the maximum of 2: ${refused}`],
    [{ autoscaleMin: "3" }, "autoscaleMin", 'expected a whole number, got "3"'],
    [{ autoscaleMax: 2.5 }, "autoscaleMax", "expected a whole number, got 2.5"],
    [{ replicaCount: -1 }, "replicaCount", "expected a whole number, got -1"],
    [{ autoscaleEnabled: 0 }, "autoscaleEnabled", "expected true or false, got 0"],
    [{ replicaCount: 3 }, "replicaCount", "3 does nothing while autoscaling is on: istiod has 1 replica"],
    [
      { replicaCount: 4, autoscaleMin: 2 },
      "replicaCount",
      "4 does nothing while autoscaling is on: istiod has 2 replicas",
    ],
    [
      { autoscaleEnabled: false, autoscaleMin: 2 },
      "autoscaleMin",
      "2 does nothing while autoscaling is off: istiod has 1 replica",
    ],
  ])("%j is refused", (pilot, key, message) => {
    const [first] = inputErrorOf(() => meshOf(undefined, pilot)).split("\n");
    expect(first).toBe(`spec.controlPlane.values.pilot.${key}: ${message}`);
  });
});
