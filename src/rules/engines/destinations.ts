import type { MeshPath } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";

const inCluster: readonly string[] = ["", "in-cluster", "https://kubernetes.default.svc"];

/**
 * Where an Application goes, as it is written; empty for the cluster that it is in.
 * @param spec where its spec is
 */
export function destinationOf(object: unknown, spec: MeshPath): string {
  return clusterAddress(
    textAt(object, ...spec, "destination", "name") || textAt(object, ...spec, "destination", "server"),
  );
}

/** The same of an address. */
export function clusterAddress(text = ""): string {
  return inCluster.includes(text) ? "" : text;
}
