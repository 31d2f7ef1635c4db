import type { Construct } from "constructs";
import { mark, markerName } from "../mesh/labels";
import { LiteralObject } from "./literal-object";

export interface PhaseMarkerProps {
  readonly mesh: string;
  /** Namespace of the control plane. */
  readonly namespace: string;
  /** Folder name of the phase. */
  readonly phase: string;
  /** Hash of the plan. */
  readonly plan: string;
  /** Hash of the labels on Namespaces that belong to the phase, whoever sets them. */
  readonly labels: string;
  /** Who has the IstioCNI of the cluster, where that is somebody else: whoever reads the folder does not look for it there. */
  readonly cni?: "external" | undefined;
}

/**
 * A ConfigMap that says which phase is applied. It changes in every phase, so that a phase which only verifies or restarts
 * still gives the engine something to sync, and the cluster itself can be asked where it stands.
 */
export class PhaseMarker extends LiteralObject {
  constructor(scope: Construct, id: string, props: PhaseMarkerProps) {
    const { mesh, namespace, phase, plan, labels, cni } = props;
    super(scope, id, {
      apiVersion: "v1",
      kind: "ConfigMap",
      // As labels too: a gate can then ask for markers that say something else.
      metadata: { name: markerName({ name: mesh }), namespace, labels: { [mark.mesh]: mesh, [mark.phase]: phase } },
      body: { data: { mesh, phase, plan, labels, ...(cni && { cni }) } },
    });
  }
}
