import fc from "fast-check";
import { meshFromSpec } from "../../../src/mesh/defaults";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { renderMesh } from "../../../src/workflow/synth/render";
import { meshes } from "../../properties/meshes";
import { adoptText, baselineOf, lines, objectsOf, stream } from "./support";

/** Words that YAML 1.1 reads as something else are among them. */
const word = fc.constantFrom("on", "1.20", "0644", "~", "a: b", "# no", "", "ghcr.io/istio", "{}", "multi\nline\n");
const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const key = fc.constantFrom(
  "env",
  "proxy",
  "on",
  "autoscaleMin",
  "autoscaleMax",
  "hub",
  "trustedZtunnelNamespace",
  "x.y/z",
);
const map = fc.dictionary(
  key,
  fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(key, leaf, { maxKeys: 2 })),
);
const values = fc.dictionary(
  fc.constantFrom("pilot", "global", "meshConfig", "ztunnel", "profile"),
  fc.oneof(leaf, map),
  {
    maxKeys: 3,
  },
);

/** More of everything that a mesh can hold beside versions. */
const extras = fc.record({
  values,
  cniValues: values,
  ztunnelValues: values,
  minReplicas: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
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

function enriched(mesh: Mesh, more: Extras): Mesh {
  const { name, carried: _, extraReleases: __, upgrade: ___, waypoints, namespaces, ...spec } = mesh;
  const ambient = mesh.dataPlane === "ambient";
  const waypoint = ambient && waypoints.length > 0;
  // Settings of their own need a map to go into.
  const { ztunnel = {} } = more.ztunnelValues;
  const settings = typeof ztunnel === "object" &&
    ztunnel !== null && {
      ...(more.grace !== undefined && { terminationGracePeriodSeconds: more.grace }),
      ...(more.strategy && { updateStrategy: more.strategy }),
    };
  const input: MeshSpecInput = {
    ...spec,
    controlPlane: {
      ...spec.controlPlane,
      values: more.values,
      ...(more.minReplicas !== undefined && { highAvailability: { minReplicas: more.minReplicas } }),
    },
    ...(mesh.cni && { cni: { ...mesh.cni, values: more.cniValues } }),
    ...(mesh.ztunnel && {
      ztunnel: { ...settings, namespace: more.ztunnelNamespace, values: more.ztunnelValues },
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
  return meshFromSpec(name, input);
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
      const objects = objectsOf(renderMesh(enriched(mesh, more)));
      if (objects.length === 0) return;
      rendered += 1;
      const adoption = adoptText(stream(more.live ? objects.map(fromCluster) : objects));
      expect(lines(adoption)).toEqual([]);
      expect(byName(baselineOf(adoption))).toEqual(byName(objects));
    }),
    { numRuns: 60 },
  );
  expect(rendered).toBeGreaterThan(30);
});
