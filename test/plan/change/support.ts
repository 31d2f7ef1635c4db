import { meshFromSpec } from "../../../src/mesh/defaults";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { type RenderedMesh, renderMesh } from "../../../src/render/render";

/** An ambient mesh that uses nothing yet. */
export const bare: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "ambient",
  version: "v1.28.3",
  operator: { release: "1.28.3" },
  delivery: { engine: "flux" },
};

export function meshOf(spec: Partial<MeshSpecInput>, carried: readonly KubernetesObject[] = []): Mesh {
  return meshFromSpec("prod", { ...bare, ...spec }, { carried });
}

/** The row from one description to another. */
export function rowOf(before: Mesh, after: Mesh): RenderedMesh {
  return renderMesh({ ...after, before: { mesh: before } });
}

export const policy = (name: string, action = "ALLOW"): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name, namespace: "shop" },
  spec: { action, rules: [{ from: [{ source: { namespaces: ["shop"] } }] }] },
});
