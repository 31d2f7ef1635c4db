import {
  catalogAsOf,
  distribution,
  findRelease,
  isEndOfLife,
  isInstallable,
  knows,
  nearestVersions,
  newerReleases,
  releasesThatInstall,
  resolveAlias,
  servesZtunnelField,
  vendorJump,
  ztunnelAccepts,
  ztunnelApiVersion,
} from "../../src/catalog/lookup";
import { nearestRelease } from "../../src/catalog/nearest";
import {
  type DataPlane,
  type DistributionName,
  distributionNames,
  type OperatorRelease,
} from "../../src/catalog/types";
import { compareVersions, isAlias } from "../../src/catalog/version";

function release(name: DistributionName, version: string): OperatorRelease {
  const found = findRelease(distribution(name), version);
  if (!found) throw new Error(`${name} has no ${version}`);
  return found;
}

describe("what is installable where", () => {
  // Versions that a release before installs and a later one does not, and where they come back.
  test.each<[DistributionName, string, string, boolean]>([
    ["sail", "v1.23.0", "1.0.0", true],
    ["sail", "v1.23.0", "1.25.1", false],
    ["sail", "v1.26.1", "1.26.3", true],
    ["sail", "v1.26.1", "1.27.0", false],
    ["sail", "v1.26.1", "1.27.1", false],
    ["sail", "v1.26.1", "1.27.2", true],
    ["openshift", "v1.26.6", "3.1.4", true],
    ["openshift", "v1.26.6", "3.2.0", false],
    ["openshift", "v1.26.6", "3.2.1", true],
    ["openshift", "v1.26.8", "3.2.0", false],
    ["openshift", "v1.26.8", "3.2.1", false],
    ["openshift", "v1.26.8", "3.2.2", true],
    ["openshift", "v1.27.8", "3.3.0", false],
    ["openshift", "v1.27.8", "3.3.1", true],
    ["openshift", "v1.27.9", "3.3.0", false],
    ["openshift", "v1.27.9", "3.3.2", false],
    ["openshift", "v1.27.9", "3.3.3", true],
    ["openshift", "v1.28.10", "3.3.6", true],
    ["openshift", "v1.28.10", "3.4.0", false],
    ["openshift", "v1.28.8", "3.4.0", true],
    ["openshift", "v1.28.10", "3.4.1", true],
    ["openshift", "v1.25.1", "3.1.0", false],
    ["alauda", "v1.28.3", "2.1.2", true],
    ["alauda", "v1.28.3", "2.2.0", false],
    ["alauda", "v1.28.6", "2.2.0", true],
  ])("%s: %s in %s: %s", (name, istioVersion, version, expected) => {
    expect(isInstallable(release(name, version), istioVersion)).toBe(expected);
    expect(isInstallable(release(name, version), istioVersion.slice(1))).toBe(expected);
  });

  test("an alias is never installable as it stands", () => {
    expect(isInstallable(release("sail", "1.30.3"), "v1.30-latest")).toBe(false);
  });

  test.each<[DistributionName, string, string, boolean]>([
    ["sail", "v1.23.6", "1.26.0", true],
    ["sail", "v1.23-latest", "1.26.0", true],
    ["sail", "v1.23-latest", "1.25.2", false],
    ["sail", "v1.25.3", "1.27.3", false],
    ["sail", "v1.25.3", "1.28.0", true],
    ["sail", "v1.24.0", "1.28.0", true],
    ["sail", "v1.27-latest", "1.30.3", true],
    ["openshift", "v1.24.6", "3.3.0", false],
    ["openshift", "v1.26.8", "3.3.6", false],
    ["openshift", "v1.26.8", "3.4.0", true],
    ["alauda", "v1.24.6", "2.1.0", true],
    ["alauda", "v1.26.3", "2.1.0", false],
  ])("%s: %s end of life in %s: %s", (name, istioVersion, version, expected) => {
    expect(isEndOfLife(release(name, version), istioVersion)).toBe(expected);
  });

  test("releasesThatInstall names the z-streams that have a version", () => {
    expect(releasesThatInstall(distribution("openshift"), "v1.26.6").map(({ version }) => version)).toEqual([
      ...["3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.1.8", "3.1.9", "3.1.10", "3.1.11", "3.1.12"],
      ...["3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.5", "3.2.6", "3.2.7", "3.2.8", "3.2.9", "3.2.10"],
      ...["3.3.0", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8"],
    ]);
    expect(releasesThatInstall(distribution("openshift"), "v1.25.1")).toEqual([]);
  });

  test.each<[DistributionName, string, boolean]>([
    ["openshift", "v1.26.4", true],
    ["openshift", "1.26.4", true],
    ["openshift", "v1.26-latest", true],
    ["openshift", "v1.25-latest", false],
    ["openshift", "v1.25.3", false],
    ["openshift", "v1.29.0", false],
    ["sail", "v1.23.6", true],
    ["sail", "v1.99.0", false],
    ["alauda", "v1.24.6", true],
    ["sail", "constructor", false],
  ])("%s knows %s: %s", (name, version, expected) => {
    expect(knows(distribution(name), version)).toBe(expected);
  });
});

describe("aliases", () => {
  test.each<[DistributionName, string, string, string | undefined]>([
    ["sail", "1.27.0", "v1.26-latest", "v1.26.3"],
    ["sail", "1.27.3", "v1.26-latest", "v1.26.6"],
    ["sail", "1.30.3", "v1.28-latest", "v1.28.10"],
    ["sail", "1.30.3", "1.28-latest", "v1.28.10"],
    ["sail", "1.30.3", "v1.27-latest", undefined],
    ["sail", "1.25.2", "v1.21-latest", undefined],
    ["sail", "1.25.2", "v1.22-latest", "v1.22.8"],
    ["openshift", "3.4.0", "v1.26-latest", undefined],
    ["openshift", "3.2.0", "v1.26-latest", "v1.26.4"],
    ["alauda", "2.1.2", "v1.28-latest", "v1.28.6"],
    ["alauda", "2.2.0", "v1.30-latest", "v1.30.3"],
    ["sail", "1.30.3", "toString", undefined],
  ])("%s %s: %s is %s", (name, version, alias, expected) => {
    expect(resolveAlias(release(name, version), alias)).toBe(expected);
  });
});

describe("ZTunnel", () => {
  // The last release before v1 and the first one with it.
  test.each<[DistributionName, string, string]>([
    ["sail", "1.27.3", "v1alpha1"],
    ["sail", "1.28.0", "v1"],
    ["openshift", "3.2.0", "v1alpha1"],
    ["openshift", "3.2.1", "v1"],
    ["alauda", "2.0.14", "v1alpha1"],
    ["alauda", "2.1.0", "v1"],
    ["alauda", "2.2.0", "v1"],
  ])("%s %s serves %s", (name, version, expected) => {
    expect(ztunnelApiVersion([release(name, version)])).toBe(expected);
  });

  test("over an operator hop the API version is one that both releases serve, in either direction", () => {
    const before = release("openshift", "3.2.0");
    const after = release("openshift", "3.2.1");
    expect(ztunnelApiVersion([before, after])).toBe("v1alpha1");
    expect(ztunnelApiVersion([after, before])).toBe("v1alpha1");
    expect(ztunnelApiVersion([after, release("openshift", "3.4.1")])).toBe("v1");
  });

  test("releases with nothing in common have no API version, and neither has no release", () => {
    const after = release("openshift", "3.4.1");
    const future: OperatorRelease = { ...after, ztunnel: { ...after.ztunnel, apiVersions: ["v1"] } };
    expect(ztunnelApiVersion([release("openshift", "3.2.0"), future])).toBeUndefined();
    expect(ztunnelApiVersion([])).toBeUndefined();
  });

  test.each<[DistributionName, string, string]>([
    ["sail", "1.25.2", ""],
    ["sail", "1.26.0", "terminationGracePeriodSeconds"],
    ["sail", "1.27.3", "terminationGracePeriodSeconds"],
    ["sail", "1.28.0", "terminationGracePeriodSeconds updateStrategy"],
    ["sail", "1.29.2", "terminationGracePeriodSeconds updateStrategy"],
    ["sail", "1.30.0", "terminationGracePeriodSeconds updateStrategy targetRef"],
    ["openshift", "3.0.14", ""],
    ["openshift", "3.1.0", "terminationGracePeriodSeconds"],
    ["openshift", "3.2.0", "terminationGracePeriodSeconds updateStrategy"],
    ["openshift", "3.3.6", "terminationGracePeriodSeconds updateStrategy"],
    ["openshift", "3.4.0", "terminationGracePeriodSeconds updateStrategy targetRef"],
    ["alauda", "2.0.14", "terminationGracePeriodSeconds"],
    ["alauda", "2.2.0", "terminationGracePeriodSeconds updateStrategy"],
  ])("%s %s keeps: %s", (name, version, expected) => {
    const fields = ["terminationGracePeriodSeconds", "updateStrategy", "targetRef"] as const;
    expect(fields.filter((field) => servesZtunnelField(release(name, version), field)).join(" ")).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ["1.0.0", "v1.24.3", true],
    ["1.0.0", "v1.23.5", false],
    ["1.25.2", "v1.21.6", false],
    ["1.25.2", "1.24.4", true],
    ["1.25.2", "v1.24.5", false],
    ["1.30.3", "v1.27.9", false],
    ["1.30.3", "v1.28.10", true],
  ])("sail %s: ZTunnel accepts %s: %s", (version, istioVersion, expected) => {
    expect(ztunnelAccepts(release("sail", version), istioVersion)).toBe(expected);
  });
});

describe("vendor jumps", () => {
  test.each<[DistributionName, string, string, boolean]>([
    ["openshift", "1.24", "1.26", true],
    ["openshift", "1.28", "1.30", true],
    ["openshift", "v1.28.10", "v1.30.3", true],
    ["openshift", "1.26", "1.28", false],
    ["openshift", "1.26", "1.24", false],
    ["alauda", "1.26", "1.28", true],
    ["alauda", "1.28", "1.30", true],
    ["alauda", "1.24", "1.26", false],
    ["sail", "1.24", "1.26", false],
    ["sail", "1.28", "1.30", false],
  ])("%s publishes %s -> %s: %s", (name, from, to, expected) => {
    const jump = vendorJump(distribution(name), from, to);
    expect(jump !== undefined).toBe(expected);
    if (jump) expect(jump.citation).toMatch(/https:\/\/\S+/);
  });

  test.each<[DistributionName, string, string, DataPlane | undefined, boolean]>([
    ["alauda", "1.26", "1.28", "sidecar", true],
    ["alauda", "1.26", "1.28", "ambient", false],
    ["alauda", "v1.26.3", "v1.28.6", "ambient", false],
    ["alauda", "1.26", "1.28", undefined, true],
    ["alauda", "1.28", "1.30", "ambient", true],
    ["alauda", "1.28", "1.30", "sidecar", true],
    ["openshift", "1.24", "1.26", "ambient", true],
    ["openshift", "1.24", "1.26", "sidecar", true],
    ["sail", "1.28", "1.30", "sidecar", false],
  ])("%s publishes %s -> %s for %s: %s", (name, from, to, dataPlane, expected) => {
    expect(vendorJump(distribution(name), from, to, dataPlane) !== undefined).toBe(expected);
  });

  test.each(["openshift", "alauda"] as const)("%s: no release installs what a jump leaps over", (name) => {
    const d = distribution(name);
    for (const jump of d.policy.vendorJumps) {
      const between = `v1.${Number(jump.from.slice(2)) + 1}.`;
      const all = d.releases.flatMap(({ installable }) => installable);
      expect(all.filter((version) => version.startsWith(between))).toEqual([]);
      const both = [jump.from, jump.to].map((minor) => `v${minor}.`);
      const bridge = d.releases.some((one) =>
        both.every((m) => one.installable.some((version) => version.startsWith(m))),
      );
      expect(bridge).toBe(true);
    }
  });
});

describe("releases", () => {
  test("findRelease takes versions with and without v", () => {
    const d = distribution("openshift");
    expect(findRelease(d, "v3.1.2")?.version).toBe("3.1.2");
    expect(findRelease(d, "3.1.99")).toBeUndefined();
  });

  test("newerReleases, also of a release that nobody knows", () => {
    const d = distribution("openshift");
    expect(newerReleases(d, "3.3.3").map(({ version }) => version)).toEqual([
      ...["3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8"],
      ...["3.4.0", "3.4.1", "3.4.2", "3.4.3"],
    ]);
    expect(newerReleases(d, "3.3.99").map(({ version }) => version)).toEqual(["3.4.0", "3.4.1", "3.4.2", "3.4.3"]);
    expect(newerReleases(d, "3.4.3")).toEqual([]);
  });

  test("extra releases are sorted in and replace ours of the same version", () => {
    const ours = release("openshift", "3.4.1");
    const extra = [
      { ...ours, version: "3.10.0" },
      { ...ours, version: "3.4.9" },
      { ...release("openshift", "3.1.9"), released: "2026-06-20" },
    ];
    const d = distribution("openshift", extra);
    expect(d.releases.slice(-3).map(({ version }) => version)).toEqual(["3.4.3", "3.4.9", "3.10.0"]);
    expect(findRelease(d, "3.1.9")?.released).toBe("2026-06-20");
    expect(d.releases).toHaveLength(distribution("openshift").releases.length + 2);
    expect(findRelease(distribution("openshift"), "3.4.9")).toBeUndefined();
  });

  test.each(distributionNames)("%s: rows are in order, and say nothing twice", (name) => {
    const { releases } = distribution(name);
    const versions = releases.map(({ version }) => version);
    expect([...versions].sort(compareVersions)).toEqual(versions);
    expect(new Set(versions).size).toBe(versions.length);
    for (const { installable, endOfLife, aliases, ztunnel, defaultVersion } of releases) {
      expect([...installable].sort((a, b) => compareVersions(b, a))).toEqual(installable);
      expect(new Set([...installable, ...endOfLife]).size).toBe(installable.length + endOfLife.length);
      const gone = endOfLife.filter((version) => !isAlias(version));
      expect([...gone].sort((a, b) => compareVersions(b, a))).toEqual(gone);
      for (const target of [...Object.values(aliases), ...ztunnel.lacks, ...(defaultVersion ? [defaultVersion] : [])]) {
        expect(installable).toContain(target);
      }
    }
  });
});

describe("policies", () => {
  test.each([
    {
      name: "sail" as const,
      title: "Sail Operator",
      package: "sailoperator",
      jumps: [],
      operatorMinorsPerHop: Infinity,
      kubectl: "kubectl",
      operatorNamespace: "operators",
      catalogSource: { name: "operatorhubio-catalog", namespace: "olm" },
      sidecarNeedsCni: false,
    },
    {
      name: "openshift" as const,
      title: "OpenShift Service Mesh 3",
      package: "servicemeshoperator3",
      jumps: ["1.24->1.26", "1.28->1.30"],
      operatorMinorsPerHop: 1,
      kubectl: "oc",
      operatorNamespace: "openshift-operators",
      catalogSource: { name: "redhat-operators", namespace: "openshift-marketplace" },
      sidecarNeedsCni: true,
    },
    {
      name: "alauda" as const,
      title: "Alauda Service Mesh 2",
      package: "servicemesh-operator2",
      jumps: ["1.26->1.28", "1.28->1.30"],
      operatorMinorsPerHop: 1,
      kubectl: "kubectl",
      operatorNamespace: "sail-operator",
      catalogSource: { name: "platform", namespace: "cpaas-system" },
      sidecarNeedsCni: false,
    },
  ])("$name", (expected) => {
    const { name, title, package: olmPackage, channels, policy } = distribution(expected.name);
    const { vendorJumps, ...rest } = policy;
    const jumps = vendorJumps.map(({ from, to }) => `${from}->${to}`);
    expect({ name, title, package: olmPackage, jumps, ...rest }).toEqual(expected);
    expect(channels).toEqual(["stable", "stable-X.Y"]);
  });

  test("the data is dated", () => {
    expect(distributionNames.map(catalogAsOf)).toEqual(["2026-08-22", "2026-11-01", "2026-09-14"]);
  });
});

describe("suggestions", () => {
  test.each<[DistributionName, string, string[]]>([
    // A patch that OpenShift skipped: its neighbours, the newer one first.
    ["openshift", "v1.26.5", ["v1.26.6", "v1.26.4", "v1.26.3"]],
    ["openshift", "1.26.9", ["v1.26.8", "v1.26.6", "v1.26.4"]],
    // A minor that OpenShift skipped.
    ["openshift", "v1.29.5", ["v1.28.5", "v1.30.4", "v1.28.6"]],
    ["openshift", "v1.25-latest", ["v1.26.8", "v1.26.6", "v1.26.4"]],
    ["openshift", "1.28", ["v1.28.10", "v1.28.8", "v1.28.6"]],
    ["alauda", "v9.0.0", ["v1.30.3", "v1.28.6", "v1.28.3"]],
    ["alauda", "garbage", ["v1.30.3", "v1.28.6", "v1.28.3"]],
  ])("%s has no %s", (name, version, expected) => {
    expect(nearestVersions(distribution(name), version)).toEqual(expected);
  });

  test.each<[release: string, expected: string | undefined]>([
    ["1.28.4", "1.28.3"],
    ["1.27.9", "1.27.3"],
    ["1.99.0", "1.30.0"],
    ["3.2.1", undefined],
    ["1.28,3", "1.28.3"],
  ])("no operator release %s", (wanted, expected) => {
    const releases = distribution("sail").releases.map(({ version }) => version);
    expect(nearestRelease(releases, wanted)).toBe(expected);
  });
});
