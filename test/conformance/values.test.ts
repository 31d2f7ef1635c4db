import { distribution, findRelease } from "../../src/catalog/lookup";
import { distributionNames } from "../../src/catalog/types";
import { meshFromSpec } from "../../src/mesh/defaults";
import { cniSettings } from "../../src/mesh/settings/cni";
import { istioSettings } from "../../src/mesh/settings/istio";
import type { Setting } from "../../src/mesh/settings/setting";
import { ztunnelSettings } from "../../src/mesh/settings/ztunnel";
import { renderMesh } from "../../src/render/render";
import { describeWithReleaseCrds, releaseProblems, releaseSchema, releasesWithCrds } from "../support/release-crds";
import type { Schema } from "../support/structural-schema";

const controlPlane = {
  name: "prod",
  namespace: "mesh-prod",
  highAvailability: { minReplicas: 6 },
  discoverySelectors: [{ matchLabels: { mesh: "on" } }],
};

/** Every release of the catalogue with CRDs of its own. */
const releases = distributionNames.flatMap((name) =>
  releasesWithCrds(name).flatMap((version) => {
    const release = findRelease(distribution(name), version);
    return release ? [{ name, release, title: `${name} ${version}` }] : [];
  }),
);

describeWithReleaseCrds("what follows from keys of mesh.yaml is what every release accepts and keeps", () => {
  test("there are releases", () => {
    expect(releases.length).toBeGreaterThan(60);
  });

  test.each(releases)("$title", ({ name, release }) => {
    const version = release.installable.find((one) => !release.ztunnel.lacks.includes(one)) ?? "";
    const problems = [true, false].flatMap((autoscaleEnabled) => {
      const mesh = meshFromSpec("east", {
        distribution: name,
        dataPlane: "ambient",
        version,
        operator: { release: release.version },
        controlPlane: { ...controlPlane, values: { pilot: { autoscaleEnabled } } },
      });
      const { snapshots, findings } = renderMesh(mesh);
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      const sail = (snapshots[0]?.entries ?? []).filter(({ object }) =>
        object.apiVersion.startsWith("sailoperator.io/"),
      );
      expect(sail.map(({ object }) => object.kind)).toEqual(["Istio", "IstioCNI", "ZTunnel"]);
      return sail.flatMap(({ object }) => releaseProblems(name, release.version, object));
    });
    expect(problems).toEqual([]);
  });
});

describeWithReleaseCrds("the settings that values are held against", () => {
  /** Nothing that the API keeps: it is refused because it is dropped. */
  const dropped = ["revisionTags"];
  const mesh = meshFromSpec("east", {
    distribution: "openshift",
    dataPlane: "ambient",
    version: "v1.30.3",
    operator: { release: "3.4.1" },
    controlPlane,
    ztunnel: { terminationGracePeriodSeconds: 60, updateStrategy: "OnDelete" },
    namespaces: [{ name: "shop" }],
    waypoints: [{ name: "w", namespace: "shop" }],
  });
  const rows: [string, string, readonly Setting[]][] = [
    ["Istio", "v1", istioSettings(mesh)],
    ["IstioCNI", "v1", cniSettings(mesh)],
    ["ZTunnel", "v1", ztunnelSettings(mesh)],
  ];

  test.each(
    rows.flatMap(([kind, version, settings]) => settings.map(({ at }) => ({ kind, version, path: at.join(".") }))),
  )("$kind $path is a field of the API", ({ kind, version, path }) => {
    const values = releaseSchema("openshift", "3.4.1", kind, version)?.properties?.["spec"]?.properties?.["values"];
    const field = path.split(".").reduce<Schema | undefined>((schema, key) => {
      const named = schema?.properties?.[key];
      return named ?? (typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined);
    }, values);
    expect(field !== undefined).toBe(!dropped.includes(path));
  });
});
