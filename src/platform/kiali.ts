import type { DistributionName } from "../catalog/types";
import { minorOf } from "../catalog/version";
import { alaudaKiali } from "./data/alauda";
import { openshiftRelease } from "./windows";

/** The Kiali that a vendor pairs with an operator release. */
export interface KialiPair {
  /** Version of the Kiali server, or its minor where only that is published. */
  readonly server?: string;
  readonly operator?: string;
}

/** By minor of OpenShift Service Mesh, where a z-stream's own row does not say. */
const ossmKiali: Readonly<Record<string, string>> = {
  "3.0": "2.4",
  "3.1": "2.11",
  "3.2": "2.17",
  "3.3": "2.22",
  "3.4": "2.27",
};

/** Undefined where no pair is published: upstream tests each Kiali with the Istio minors of its time. */
export function kialiOf(distribution: DistributionName, operatorRelease: string): KialiPair | undefined {
  const minor = minorOf(operatorRelease);
  if (distribution === "alauda") return alaudaKiali[minor] ? { server: alaudaKiali[minor] } : undefined;
  if (distribution !== "openshift") return undefined;
  const { kialiServer, kialiOperator } = openshiftRelease(operatorRelease)?.companions ?? {};
  const server = kialiServer ?? ossmKiali[minor];
  return server ? { server, ...(kialiOperator && { operator: kialiOperator }) } : undefined;
}
