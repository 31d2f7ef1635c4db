import { listAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";
import { letsIn, mayBeMesh } from "./network-policies";

/** Where ztunnel takes what comes for pods of an ambient mesh. */
export const hbonePort = 15008;

/** Whether a NetworkPolicy opens the port of ztunnel to somebody, or towards somebody, who can be in the mesh. */
export function hboneOpens({ object }: CheckedObject, list: "ingress" | "egress"): boolean {
  const side = list === "ingress" ? "from" : "to";
  return listAt(object, "spec", list).some((rule) => letsIn(rule, hbonePort) && mayBeMesh(listAt(rule, side)));
}
