import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { distribution } from "../../src/catalog/lookup";
import { distributionNames } from "../../src/catalog/types";
import { chooseSchemas } from "../../src/schemas/choose";
import { hasField } from "../../src/schemas/known-fields";
import { describeWithCrds } from "../support/crds";
import { repoRoot } from "../support/examples";

const folder = join(repoRoot, "schema/crds");

test("what is carried is small", () => {
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
});

describeWithCrds("the committed tables", () => {
  test("are what scripts/crds.mjs makes of the CRDs", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/crds.mjs", "--check"], {
      cwd: repoRoot,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
  });
});

const istio = { group: "sailoperator.io", kind: "Istio", version: "v1" };

describe("which schemas an object is held against", () => {
  test.each(distributionNames)("every release of %s has its own, or those of a neighbour in the same minor", (name) => {
    for (const release of distribution(name).releases) {
      const chosen = chooseSchemas({ distribution: name, release: release.version, ...istio });
      expect([release.version, chosen?.schemas.length, chosen?.owner]).toEqual([
        release.version,
        1,
        `operator release ${release.version}`,
      ]);
    }
  });

  const standIns = distributionNames.map((name) => {
    const releases = distribution(name).releases.map(({ version }) => version);
    return releases.filter((release) => !chooseSchemas({ distribution: name, release, ...istio })?.exact).length;
  });
  test("hardly any is held against a neighbour's", () => {
    expect(standIns.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10);
  });

  test("a release that nobody knows yet is held against the newest, and no more is said than that", () => {
    const newest = chooseSchemas({ distribution: "sail", release: "1.30.3", ...istio });
    const newer = chooseSchemas({ distribution: "sail", release: "1.99.0", ...istio });
    expect([newer?.exact, newer?.schemas]).toEqual([false, newest?.schemas]);
  });

  test("without a release all of the distribution's count", () => {
    const all = chooseSchemas({ distribution: "openshift", release: undefined, ...istio });
    expect(all?.schemas.length).toBeGreaterThan(5);
  });

  test("an object of Flux is held against every release that serves its version: what one of them takes is right", () => {
    const ask = (kind: string, version: string, group = "helm") =>
      chooseSchemas({ distribution: "sail", release: undefined, group: `${group}.toolkit.fluxcd.io`, kind, version });
    const told = (...question: [string, string, string?]) => {
      const chosen = ask(...question);
      return [chosen?.schemas.length, chosen?.owner, chosen?.exact];
    };
    expect(told("HelmRelease", "v2")).toEqual([2, "Flux 2.9", false]);
    expect(told("HelmRelease", "v2beta1")).toEqual([1, "Flux 2.6", false]);
    // The same in all of them.
    expect(told("HelmRepository", "v1", "source")).toEqual([1, "Flux 2.10", false]);
    expect(told("HelmRelease", "v3")).toEqual([0, "Flux 2.10", false]);
    expect(ask("Alert", "v1", "notification")).toBeUndefined();
    const has = (path: string[]) => ask("Kustomization", "v1", "kustomize")?.schemas.map((one) => hasField(one, path));
    expect(has(["spec", "healthCheckExprs"])).toEqual([true, true, true]);
    expect(has(["spec", "buildMetadata"])?.slice(0, 1)).toEqual([false]);
  });

  test("a version of the API that is not served has none, a kind of somebody else no answer at all", () => {
    const old = { group: "sailoperator.io", kind: "ZTunnel", version: "v1" };
    expect(chooseSchemas({ distribution: "openshift", release: "3.0.14", ...old })?.schemas).toEqual([]);
    expect(chooseSchemas({ distribution: "sail", release: undefined, ...istio, group: "example.com" })).toBeUndefined();
  });
});

test("fields are found through maps and lists", () => {
  const [schema] = chooseSchemas({ distribution: "sail", release: "1.30.3", ...istio })?.schemas ?? [];
  if (!schema) throw new Error("no schema");
  expect(hasField(schema, ["spec", "values", "pilot", "env", "ANY"])).toBe(true);
  expect(hasField(schema, ["spec", "values", "meshConfig", "discoverySelectors", 0, "matchLabels"])).toBe(true);
  expect(hasField(schema, ["spec", "values", "gatewayClasses", "whatever", 0, "x"])).toBe(true);
  expect(hasField(schema, ["spec", "values", "pilto"])).toBe(false);
});
