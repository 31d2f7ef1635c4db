import { distribution, findRelease } from "../../src/catalog/lookup";
import type { DistributionName } from "../../src/catalog/types";
import { datedZtunnelValues, droppedZtunnelValues } from "../../src/catalog/ztunnel-values";
import { crdOf } from "../support/crd-files";
import { describeWithCrds } from "../support/crd-folders";

function dropped(where: string, names: readonly string[]) {
  const [name = "", version] = where.split(" ");
  const known = distribution(name as DistributionName);
  const release = version === undefined ? undefined : findRelease(known, version);
  if (version !== undefined && !release) throw new Error(`no ${where} in the catalogue`);
  return droppedZtunnelValues(known, release, names);
}

/** Value, the last release without it, the first with it, and the version that findings name. */
test.each<[string, string, string, string]>([
  ["logLevel", "sail 1.25.2", "sail 1.26.0", "1.26.0"],
  ["resourceName", "openshift 3.0.14", "openshift 3.1.0", "3.1.0"],
  ["tolerations", "sail 1.27.3", "sail 1.28.0", "1.28.0"],
  ["nodeSelector", "openshift 3.1.11", "openshift 3.2.0", "3.2.0"],
  ["affinity", "alauda 2.0.14", "alauda 2.1.0", "2.1.0"],
  ["resourceQuotas", "sail 1.27.3", "sail 1.28.0", "1.28.0"],
  ["network", "sail 1.27.3", "sail 1.30.3", "1.28.0"],
  ["seLinuxOptions", "openshift 3.0.0", "openshift 3.4.1", "3.2.0"],
  ["peerCaCrl", "sail 1.28.3", "sail 1.29.0", "1.29.0"],
  ["peerCaCrl", "openshift 3.3.6", "openshift 3.4.0", "3.4.0"],
  ["dnsConfig", "sail 1.29.2", "sail 1.30.0", "1.30.0"],
  ["dnsPolicy", "openshift 3.3.6", "openshift 3.4.0", "3.4.0"],
])("%s is dropped by %s and kept by %s", (name, before, after, since) => {
  expect(dropped(before, [name])).toEqual([{ name, since }]);
  expect(dropped(after, [name])).toEqual([]);
});

test("labels and annotations in lower case are dropped by every release, also by one that is not known", () => {
  const both = [
    { name: "labels", spelt: "Labels" },
    { name: "annotations", spelt: "Annotations" },
  ];
  for (const where of ["sail 1.0.0", "sail 1.30.3", "openshift", "alauda 2.2.0"]) {
    expect(dropped(where, ["labels", "annotations", "Labels", "podLabels"])).toEqual(both);
  }
});

test.each([
  ["a release that is not known", "openshift", ["tolerations", "dnsPolicy"]],
  ["what no source says of Alauda", "alauda 2.0.14", ["peerCaCrl", "dnsConfig", "dnsPolicy", "logLevel"]],
  ["what the first release had", "sail 1.0.0", ["revision", "xdsAddress", "env"]],
  ["names that JavaScript knows", "sail 1.0.0", ["constructor", "__proto__", "toString"]],
])("silent: %s", (_what, where, names) => {
  expect(dropped(where, names)).toEqual([]);
});

describeWithCrds("the real CRDs agree", () => {
  test.each<[string, string]>([
    ["sail 1.26.3", "sail-1.26.3"],
    ["sail 1.28.3", "sail-1.28.3"],
    ["sail 1.30.3", "sail-1.30.3"],
    ["openshift 3.1.11", "ossm-3.1.11"],
    ["openshift 3.3.6", "ossm-3.3.6"],
    ["openshift 3.4.1", "ossm-3.4.1"],
  ])("%s", (where, folder) => {
    const versions = crdOf(folder, "sailoperator.io", "ZTunnel")?.versions ?? [];
    expect(versions.length).toBeGreaterThan(0);
    for (const { schema } of versions) {
      const spec = schema?.openAPIV3Schema.properties?.spec;
      const known = Object.keys(spec?.properties?.values?.properties?.ztunnel?.properties ?? {});
      expect(known).toContain("Labels");
      const gone = datedZtunnelValues.filter((name) => !known.includes(name));
      expect(dropped(where, datedZtunnelValues).map(({ name }) => name)).toEqual(gone);
    }
  });

  test("Alauda 2.1.1 drops what is told and maybe more", () => {
    const [version] = crdOf("alauda-2.1.1", "sailoperator.io", "ZTunnel")?.versions ?? [];
    const spec = version?.schema?.openAPIV3Schema.properties?.spec;
    const known = Object.keys(spec?.properties?.values?.properties?.ztunnel?.properties ?? {});
    const gone = datedZtunnelValues.filter((name) => !known.includes(name));
    expect(gone).toEqual(expect.arrayContaining(dropped("alauda 2.1.1", datedZtunnelValues).map(({ name }) => name)));
    expect(known).toEqual(expect.arrayContaining(["tolerations", "logLevel", "network"]));
  });
});
