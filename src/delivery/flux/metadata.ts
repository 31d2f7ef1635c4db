import { mark } from "../../mesh/labels";
import type { KubernetesObject, Mesh } from "../../mesh/mesh";

/**
 * Metadata of an object for Flux's own namespace. Whoever applies these files with Flux may substitute variables in them; that is switched off
 * for an object in which a `$` stands.
 */
export function fluxMetadata(mesh: Mesh, name: string, ...texts: readonly string[]): KubernetesObject["metadata"] {
  const metadata = { name, namespace: mesh.delivery.flux.namespace, labels: { [mark.mesh]: mesh.name } };
  if (!texts.some((text) => text.includes("$"))) return metadata;
  return { ...metadata, annotations: { "kustomize.toolkit.fluxcd.io/substitute": "disabled" } };
}
