import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** As many meshes as wanted, alike but for their names: 7 phases of 20 objects each. */
function fleet(count) {
  return Array.from({ length: count }, (_, index) => {
    const name = `mesh-${String(index + 1).padStart(3, "0")}`;
    return { name, yaml: meshYaml(name) };
  });
}

/** Writes `count` meshes, each in a folder of its own. */
export function writeFleet(folder, count) {
  for (const { name, yaml } of fleet(count)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "mesh.yaml"), yaml);
  }
}

/** ZTunnel settings in a phase of their own and an operator hop make it 7 phases; the namespaces make it 20 objects. */
function meshYaml(name) {
  const namespaces = Array.from(
    { length: 13 },
    (_, index) => `    - name: app-${index + 1}\n      waypoint: { name: waypoint, namespace: gateways }`,
  );
  return `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata:
  name: ${name}
spec:
  distribution: openshift
  dataPlane: ambient
  version: v1.26.3
  operator:
    release: 3.1.1
    subscription: { namespace: openshift-operators, channel: stable-3.1 }
  upgrade:
    to: v1.26.4
    ztunnel: { terminationGracePeriodSeconds: 300 }
  controlPlane:
    highAvailability: { minReplicas: 2 }
  namespaces:
    - { name: gateways, dataPlane: none }
${namespaces.join("\n")}
  waypoints:
    - { name: waypoint, namespace: gateways }
`;
}
