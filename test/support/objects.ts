import { distribution, findRelease } from "../../src/catalog/lookup";
import type { DistributionName } from "../../src/catalog/types";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { type CrdSet, crdSetsFor } from "./crds";

/** The CRDs of an operator release that the catalogue knows. */
export function setsFor(name: DistributionName, version: string): CrdSet[] {
  const release = findRelease(distribution(name), version);
  if (!release) throw new Error(`no ${name} ${version} in the catalogue`);
  return crdSetsFor(name, release);
}

/** An object for a test: `rest` holds whatever stands beside `metadata`, or replaces it. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object = {},
  namespace?: string,
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, ...rest };
}

/** An object of a kind that the Sail Operator serves as `v1`. */
export function sail(kind: string, spec: object, name = "default"): KubernetesObject {
  return object("sailoperator.io/v1", kind, name, { spec });
}

/** An Istio that OpenShift Service Mesh 3.1.11 accepts. */
export function istio(spec: object): KubernetesObject {
  return sail("Istio", { namespace: "istio-system", version: "v1.26.8", ...spec });
}
