import type { KubernetesObject } from "../../mesh/mesh";
import { textAt, valueAt } from "../../objects/object-paths";
import type { MeshChart } from "./mesh-chart";

/** Without a name of its own a release is called after its target namespace, if that is written, and its HelmRelease. */
export function releaseName(object: KubernetesObject): string {
  const { name } = object.metadata;
  const target = textAt(object, "spec", "targetNamespace");
  return textAt(object, "spec", "releaseName") ?? (target === undefined ? name : `${target}-${name}`);
}

/** Where Helm's own records of a release are: its HelmRelease's namespace, unless that says another. */
export function storageNamespace(object: KubernetesObject): string | undefined {
  return textAt(object, "spec", "storageNamespace") ?? object.metadata.namespace;
}

/** Where a HelmRelease installs its chart. */
export function releaseNamespace(object: KubernetesObject): string | undefined {
  return textAt(object, "spec", "targetNamespace") ?? object.metadata.namespace;
}

/** Where a chart is installed: an Application that names no namespace leaves it at Helm's default. */
export function installedIn({ one: { object }, namespace }: MeshChart): string | undefined {
  const destination = valueAt(object, "spec", "destination");
  const isUnsaid = object.kind === "Application" && ["server", "name"].some((key) => textAt(destination, key));
  return namespace ?? (isUnsaid ? "default" : undefined);
}
