import { distribution } from "../../src/catalog/lookup";
import { distributionNames } from "../../src/catalog/types";
import { minorOf } from "../../src/catalog/version";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { Mesh } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { fc } from "../support/fast-check";

const dataPlanes = ["ambient", "sidecar"] as const;

/** A release of any distribution, a version that it installs, and any version that any release of it installs. */
const paths = fc.constantFrom(...distributionNames).chain((name) => {
  const { releases } = distribution(name);
  const targets = [...new Set(releases.flatMap((release) => release.installable))];
  return fc.constantFrom(...releases).chain((release) =>
    fc.record({
      distribution: fc.constant(name),
      release: fc.constant(release.version),
      version: fc.constantFrom(...release.installable),
      to: fc.constantFrom(...targets),
      jumps: fc.boolean(),
    }),
  );
});

/** Any mesh on any path through the catalogue; most have a row of phases, some are refused. */
export const meshes: fc.Arbitrary<Mesh> = fc
  .record({
    path: paths,
    dataPlane: fc.constantFrom(...dataPlanes),
    waypoint: fc.boolean(),
    phases: fc.constantFrom("separate" as const, "combined" as const),
    onDelete: fc.boolean(),
    grace: fc.option(fc.integer({ min: 0, max: 3600 }), { nil: undefined }),
    subscription: fc.boolean(),
    selectors: fc.boolean(),
    name: fc.constantFrom("default", "prod"),
  })
  .map((choice) => meshFromSpec("random", specOf(choice)));

interface Choice {
  readonly path: {
    distribution: (typeof distributionNames)[number];
    release: string;
    version: string;
    to: string;
    jumps: boolean;
  };
  readonly dataPlane: (typeof dataPlanes)[number];
  readonly waypoint: boolean;
  readonly phases: "separate" | "combined";
  readonly onDelete: boolean;
  readonly grace: number | undefined;
  readonly subscription: boolean;
  readonly selectors: boolean;
  readonly name: string;
}

function specOf({
  path,
  dataPlane,
  waypoint,
  phases,
  onDelete,
  grace,
  subscription,
  selectors,
  name,
}: Choice): MeshSpecInput {
  const ambient = dataPlane === "ambient";
  const { vendorJumps } = distribution(path.distribution).policy;
  const accepted = path.jumps ? vendorJumps.flatMap(({ from, to }) => [`${from}->${to}`, `${to}->${from}`]) : [];
  const settings = {
    ...(onDelete && { updateStrategy: "OnDelete" as const }),
    ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
  };
  return {
    distribution: path.distribution,
    dataPlane,
    version: path.version,
    operator: {
      release: path.release,
      ...(subscription && { subscription: { namespace: "operators", channel: `stable-${minorOf(path.release)}` } }),
    },
    upgrade: {
      to: path.to,
      phases,
      acceptVendorJumps: accepted,
      ...(ambient && Object.keys(settings).length && { ztunnel: settings }),
    },
    controlPlane: { name, ...(selectors && { discoverySelectors: [{ matchLabels: { mesh: "on" } }] }) },
    namespaces: [{ name: "bookinfo", ...(ambient && waypoint && { waypoint: { name: "waypoint" } }) }],
    waypoints: ambient && waypoint ? [{ name: "waypoint", namespace: "bookinfo" }] : [],
  };
}
