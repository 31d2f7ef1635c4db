import type { Mesh } from "../mesh";
import type { Setting } from "./setting";

/** On OpenShift the operator chooses the platform for every chart: paths of the CNI, rights, where ztunnel is expected. */
export function platformSettings({ distribution }: Pick<Mesh, "distribution">): readonly Setting[] {
  if (distribution !== "openshift") return [];
  return [{ at: ["global", "platform"], value: "openshift", from: ["spec", "distribution"] }];
}
