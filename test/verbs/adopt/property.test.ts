import { InputError } from "../../../src/findings/input-error";
import { meshFromSpec } from "../../../src/mesh/defaults";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { renderMesh } from "../../../src/render/render";
import { meshes } from "../../properties/meshes";
import { fc } from "../../support/fast-check";
import { adoptText, baselineOf, lines, objectsOf, stream } from "./support";

/** Words that YAML 1.1 reads as something else are among them. */
const word = fc.constantFrom("on", "1.20", "0644", "~", "a: b", "# no", "", "ghcr.io/istio", "{}", "multi\nline\n");
const leaf = fc.oneof(word, fc.integer(), fc.boolean());
const key = fc.constantFrom("env", "proxy", "on", "hub", "logLevel", "x.y/z");
const map = fc.dictionary(
  key,
  fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(key, leaf, { maxKeys: 2 })),
);
const values = fc.dictionary(fc.constantFrom("pilot", "global", "meshConfig", "ztunnel", "base"), map, { maxKeys: 3 });

const count = fc.integer({ min: 2, max: 9 });

/** What gives istiod its replicas: the key, values, or both; now and then something that is refused. */
const replicas = fc.oneof(
  fc.record({ minReplicas: fc.option(count, { nil: undefined }), pilot: fc.constantFrom({}, { autoscaleMax: 9 }) }),
  fc.record({ minReplicas: fc.option(count, { nil: undefined }), pilot: fc.constant({ autoscaleEnabled: false }) }),
  count.map((replicaCount) => ({ minReplicas: undefined, pilot: { autoscaleEnabled: false, replicaCount } })),
  count.map((autoscaleMin) => ({ minReplicas: undefined, pilot: { autoscaleMin, autoscaleMax: 9 } })),
  count.map((minReplicas) => ({ minReplicas, pilot: { autoscaleMin: minReplicas, autoscaleMax: 9, replicaCount: 2 } })),
);

/** More of everything that a mesh can hold beside versions. */
const extras = fc.record({
  values,
  cniValues: values,
  ztunnelValues: values,
  replicas,
  // Whether values repeat what keys say.
  repeated: fc.boolean(),
  namespace: fc.constantFrom("istio-system", "mesh"),
  grace: fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined }),
  strategy: fc.constantFrom(undefined, "RollingUpdate" as const, "OnDelete" as const),
  ownership: fc.constantFrom("owned" as const, "shared" as const),
  elsewhere: fc.boolean(),
  traffic: fc.constantFrom("service" as const, "workload" as const, "all" as const, "none" as const),
  labels: fc.dictionary(
    fc.constantFrom("team", "istio.io/rev", "istio-injection", "mesh"),
    fc.constantFrom("a", "on", "prod"),
  ),
  ztunnelNamespace: fc.constantFrom("ztunnel", "istio-system"),
  live: fc.boolean(),
});

type Extras = typeof extras extends fc.Arbitrary<infer T> ? T : never;

/** Undefined for values that contradict a key: such a mesh has no baseline. */
function enriched(mesh: Mesh, more: Extras): Mesh | undefined {
  const { name, waypoints, namespaces, carried: _, upgrade: __, ...rest } = mesh;
  const { extraReleases: _releases, extraRows: _rows, extraWindows: _windows, ...spec } = rest;
  const ambient = mesh.dataPlane === "ambient";
  const waypoint = ambient && waypoints.length > 0;
  const settings = {
    ...(more.grace !== undefined && { terminationGracePeriodSeconds: more.grace }),
    ...(more.strategy && { updateStrategy: more.strategy }),
  };
  const { minReplicas } = more.replicas;
  const revision = mesh.controlPlane.name === "default" ? "" : mesh.controlPlane.name;
  const repeated = {
    pilot: more.repeated && ambient && { trustedZtunnelNamespace: more.ztunnelNamespace },
    ztunnel: more.repeated && { revision, istioNamespace: more.namespace },
  };
  const input: MeshSpecInput = {
    ...spec,
    controlPlane: {
      ...spec.controlPlane,
      namespace: more.namespace,
      values: {
        ...more.values,
        pilot: { ...more.values["pilot"], ...more.replicas.pilot, ...repeated.pilot },
      },
      ...(minReplicas !== undefined && { highAvailability: { minReplicas } }),
    },
    ...(mesh.cni && { cni: { ...mesh.cni, values: more.cniValues } }),
    ...(mesh.ztunnel && {
      ztunnel: {
        ...settings,
        namespace: more.ztunnelNamespace,
        values: {
          ...more.ztunnelValues,
          ztunnel: { ...more.ztunnelValues["ztunnel"], ...repeated.ztunnel },
        },
      },
    }),
    namespaces: [
      ...namespaces.map((one) => ({ ...one, labels: more.labels })),
      {
        name: "apps",
        ownership: more.ownership,
        ...(waypoint && more.elsewhere && { waypoint: { name: "waypoint", namespace: "bookinfo" } }),
      },
      { name: "edge", dataPlane: "none" },
    ],
    waypoints: waypoints.map((one) => ({ ...one, for: more.traffic })),
  };
  try {
    return meshFromSpec(name, input);
  } catch (error) {
    if (error instanceof InputError && / contradicts |autoscal/.test(error.message)) return undefined;
    throw error;
  }
}

/** As a cluster would give it; of a Namespace only the mesh's labels would come back, so those stay as they are. */
function fromCluster(object: KubernetesObject): KubernetesObject {
  if (object.kind === "Namespace") return object;
  const { metadata } = object;
  const noise = { uid: "x", resourceVersion: "1", generation: 3, managedFields: [], finalizers: ["sailoperator.io/x"] };
  return { ...object, metadata: { ...metadata, ...noise }, status: { state: "Healthy" } };
}

function byName(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const id = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.namespace} ${metadata.name}`;
  return [...objects].sort((a, b) => (id(a) < id(b) ? -1 : 1));
}

test("any baseline, adopted back and rendered again, is the same baseline", () => {
  let rendered = 0;
  fc.assert(
    fc.property(meshes, extras, (mesh, more) => {
      const input = enriched(mesh, more);
      const objects = input ? objectsOf(renderMesh(input)) : [];
      if (objects.length === 0) return;
      rendered += 1;
      const adoption = adoptText(stream(more.live ? objects.map(fromCluster) : objects));
      expect(lines(adoption)).toEqual([]);
      expect(byName(baselineOf(adoption))).toEqual(byName(objects));
    }),
    { numRuns: 100 },
  );
  expect(rendered).toBeGreaterThan(30);
});
