import type { DistributionName } from "../../src/catalog/types";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { crdFolderFor, describeWithCrds, validateObject } from "./crds";
import { istio, object, sail, setsFor } from "./objects";

describeWithCrds("crdFolderFor", () => {
  test.each<[DistributionName, string, string]>([
    ["sail", "1.0.0", "sail-1.26.3"],
    ["sail", "1.26.3", "sail-1.26.3"],
    ["sail", "1.27.3", "sail-1.26.3"],
    ["sail", "1.28.0", "sail-1.28.3"],
    ["sail", "1.29.2", "sail-1.28.3"],
    ["sail", "1.30.0", "sail-1.30.3"],
    ["sail", "1.31.0", "sail-1.30.3"],
    ["openshift", "3.0.14", "ossm-3.1.11"],
    ["openshift", "3.1.2", "ossm-3.1.11"],
    ["openshift", "3.2.0", "ossm-3.1.11"],
    ["openshift", "3.2.1", "ossm-3.3.6"],
    ["openshift", "3.3.0", "ossm-3.3.6"],
    ["openshift", "3.4.0", "ossm-3.4.1"],
    ["alauda", "2.0.14", "alauda-2.1.1"],
    ["alauda", "2.1.0", "alauda-2.1.1"],
    ["alauda", "2.2.0", "alauda-2.1.1"],
  ])("%s %s is checked against %s", (name, release, folder) => {
    expect(crdFolderFor(name, release)).toBe(folder);
  });
});

describeWithCrds("a release without a folder of its own", () => {
  const ztunnel = (apiVersion: string, version: string, values: object, spec: object = {}) =>
    object(`sailoperator.io/${apiVersion}`, "ZTunnel", "default", {
      spec: { namespace: "ztunnel", version, values: { ztunnel: values }, ...spec },
    });
  const updateStrategy = { type: "OnDelete" };

  test.each<[DistributionName, string, KubernetesObject, RegExp | undefined]>([
    ["openshift", "3.1.2", istio({ version: "v1.26.4" }), undefined],
    ["openshift", "3.1.2", istio({ version: "v1.26.8" }), /must be one of/],
    ["openshift", "3.1.2", istio({ version: "v1.26-latest" }), undefined],
    [
      "openshift",
      "3.1.2",
      sail(
        "IstioRevision",
        { version: "v1.26-latest", namespace: "a", values: { revision: "b", global: { istioNamespace: "a" } } },
        "b",
      ),
      /must be one of/,
    ],
    [
      "openshift",
      "3.0.3",
      ztunnel("v1alpha1", "v1.24.6", { terminationGracePeriodSeconds: 300 }),
      /terminationGracePeriodSeconds: unknown field/,
    ],
    ["openshift", "3.1.2", ztunnel("v1alpha1", "v1.26.4", { updateStrategy }), /updateStrategy: unknown field/],
    ["openshift", "3.2.0", ztunnel("v1alpha1", "v1.27.3", { updateStrategy }), undefined],
    ["openshift", "3.2.0", ztunnel("v1", "v1.27.3", {}), /v1 is not served, only v1alpha1/],
    ["openshift", "3.3.0", ztunnel("v1", "v1.28.4", { updateStrategy, terminationGracePeriodSeconds: 300 }), undefined],
    [
      "openshift",
      "3.3.0",
      ztunnel("v1", "v1.28.4", {}, { targetRef: { kind: "Istio", name: "default" } }),
      /targetRef: unknown field/,
    ],
    ["openshift", "3.4.0", ztunnel("v1", "v1.30.1", {}, { targetRef: { kind: "Istio", name: "default" } }), undefined],
    ["sail", "1.0.0", ztunnel("v1alpha1", "v1.23.5", {}), /must be one of/],
    ["sail", "1.29.2", ztunnel("v1", "v1.29.2", { updateStrategy }), undefined],
    ["sail", "1.29.2", ztunnel("v1", "v1.29.2", {}, { profile: "ambient" }), /profile: unknown field/],
    ["alauda", "2.0.14", ztunnel("v1", "v1.26.3", {}), /v1 is not served, only v1alpha1/],
  ])("%s %s", (name, version, candidate, problem) => {
    const problems = validateObject(candidate, setsFor(name, version));
    expect(problems).toEqual(problem ? [expect.stringMatching(problem)] : []);
  });
});
