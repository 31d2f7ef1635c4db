import { bundleNeed, crdBounds, platformCrds } from "../../src/platform/gateway-api";
import { kialiOf } from "../../src/platform/kiali";
import { boundsOf, inWindow, kubernetesOf, windowWords } from "../../src/platform/windows";

const bounds = (
  distribution: "sail" | "openshift" | "alauda",
  operatorRelease: string,
  version: string,
  kind: "openshift" | "kubernetes" | "acp",
) => boundsOf({ distribution, operatorRelease, versions: [version] }, kind).map(({ window }) => windowWords(window));

test.each<[...Parameters<typeof bounds>, string[]]>([
  ["openshift", "3.0.14", "v1.24.6", "openshift", ["4.14 to 4.19"]],
  ["openshift", "3.1.11", "v1.26.8", "openshift", ["4.16 to 4.20"]],
  ["openshift", "3.4.1", "v1.30.3", "openshift", ["4.20 and later"]],
  // Newer than the table: the newest older release of its minor speaks for it.
  ["openshift", "3.3.99", "v1.28.10", "openshift", ["4.18 to 4.22"]],
  ["openshift", "3.9.0", "v1.30.3", "openshift", []],
  ["sail", "1.30.3", "v1.30.3", "kubernetes", ["1.32 to 1.36"]],
  ["sail", "1.30.3", "v1.28.10", "openshift", ["4.17 to 4.21"]],
  // Goes beyond the OpenShift minors that are known.
  ["sail", "1.30.3", "v1.30.3", "openshift", ["4.19 and later"]],
  ["alauda", "2.1.2", "v1.28.6", "acp", ["4.1 to 4.4"]],
  ["alauda", "2.2.0", "v1.30.3", "kubernetes", ["1.32 to 1.36"]],
])("%s %s with %s on %s: %j", (distribution, release, version, kind, expected) => {
  expect(bounds(distribution, release, version, kind)).toEqual(expected);
});

test("a window of the user's own wins", () => {
  const extra = [
    { of: "3.4.1", platform: "openshift" as const, window: { min: "4.20", max: "4.23" } },
    { of: "1.30", platform: "kubernetes" as const, window: { min: "1.33" } },
  ];
  const point = { distribution: "openshift" as const, operatorRelease: "3.4.1", versions: ["v1.30.3"] };
  expect(boundsOf(point, "openshift", extra)[0]).toMatchObject({ window: { max: "4.23" }, source: "spec.ledger" });
  expect(boundsOf({ ...point, distribution: "sail" }, "kubernetes", extra)[0]?.window).toEqual({ min: "1.33" });
});

test("windows hold both ends, and Kubernetes follows the platform", () => {
  expect(["4.17", "4.18", "4.22", "4.23"].map((minor) => inWindow({ min: "4.18", max: "4.22" }, minor))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(kubernetesOf({ kind: "openshift", version: "4.20" })).toBe("1.33");
  expect(kubernetesOf({ kind: "kubernetes", version: "1.31" })).toBe("1.31");
  expect(kubernetesOf({ kind: "acp", version: "4.2" })).toBeUndefined();
});

describe("Gateway API bundles", () => {
  test("TLSRoute stops an older istiod, is ignored by a newer one, and has a gap between 1.28 and 1.30", () => {
    const tls = (version: string) => crdBounds(version).find(({ kind }) => kind === "TLSRoute");
    expect(tls("v1.28.5")).toMatchObject({ atMost: "1.4.1", otherwise: expect.stringContaining("fails at start") });
    expect(tls("v1.28.6")).toMatchObject({ atMost: "1.4.1", otherwise: expect.stringContaining("ignores") });
    expect(tls("v1.30.3")).toMatchObject({ atLeast: "1.5.0" });
    expect(bundleNeed(["v1.28.10", "v1.30.3"], ["TLSRoute"]).gap).toEqual(["TLSRoute"]);
    expect(bundleNeed(["v1.28.10", "v1.30.3"], ["Gateway"]).gap).toEqual([]);
  });

  test("the need is that of the kinds that a mesh has, and of every version that runs", () => {
    expect(bundleNeed(["v1.26.8", "v1.27.9"], ["Gateway", "HTTPRoute"])).toMatchObject({
      atLeast: "1.1.0",
      atMost: "1.4.1",
    });
    expect(bundleNeed(["v1.28.10"], ["BackendTLSPolicy"])).toMatchObject({ atLeast: "1.4.0" });
    expect(bundleNeed(["v1.30.3"], ["Gateway"])).not.toHaveProperty("atMost");
  });

  test("OpenShift brings its own from 4.19 on", () => {
    expect(platformCrds({ kind: "openshift", version: "4.18" })).toBeUndefined();
    expect(platformCrds({ kind: "openshift", version: "4.22" })).toMatchObject({ bundle: "1.4.1" });
    expect(platformCrds({ kind: "kubernetes", version: "1.33" })).toBeUndefined();
  });
});

test("Kiali pairs", () => {
  expect(kialiOf("openshift", "3.3.6")).toEqual({ server: "2.22.8", operator: "2.27.2" });
  expect(kialiOf("openshift", "3.0.0")).toEqual({ server: "2.4" });
  expect(kialiOf("alauda", "2.2.0")).toEqual({ server: "2.27" });
  expect(kialiOf("sail", "1.30.3")).toBeUndefined();
});
