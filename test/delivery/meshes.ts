import { platform } from "../../src/delivery/platform";
import type { PlatformFile } from "../../src/delivery/platform-file";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject, Mesh } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { renderSnapshots, type Snapshot } from "../../src/snapshot/snapshot";

export type MeshChoice = Partial<MeshSpecInput> & {
  readonly name?: string;
  readonly carried?: readonly KubernetesObject[];
};

/** A small ambient mesh of `sail` that moves by one minor, with anything else beside it. */
export function meshOf({ name = "prod", carried = [], ...spec }: MeshChoice = {}): Mesh {
  return meshFromSpec(
    name,
    {
      distribution: "sail",
      dataPlane: "ambient",
      version: "v1.27.3",
      operator: { release: "1.28.3" },
      upgrade: { to: "v1.28.3" },
      namespaces: [{ name: "bookinfo" }],
      ...spec,
    },
    { carried },
  );
}

/** The mesh, its phases rendered, and what points its engine at them. */
export function platformOf(choice: MeshChoice): {
  mesh: Mesh;
  snapshots: readonly Snapshot[];
  files: readonly PlatformFile[];
} {
  const plan = planUpgrade(meshOf(choice));
  expect(plan.phases.length).toBeGreaterThan(0);
  const snapshots = renderSnapshots(plan);
  return { mesh: plan.mesh, snapshots, files: platform(plan.mesh, snapshots) };
}

/** The object of a file, by the end of its path. */
export function objectAt(files: readonly PlatformFile[], end: string): KubernetesObject {
  const found = files.find(({ path }) => path.endsWith(end));
  if (!found) throw new Error(`no ${end} among ${files.map(({ path }) => path).join(", ")}`);
  return found.object;
}

/** `spec` of an object, for looking into it. */
export function specOf<Spec>(object: KubernetesObject): Spec {
  return object["spec"] as Spec;
}
