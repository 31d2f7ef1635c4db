import type { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import { waypointGateway } from "../mesh/waypoint-gateway";
import { LiteralObject } from "./literal-object";

/**
 * What a waypoint is for, and who may use it.
 * @example const props: WaypointProps = { name: "waypoint", namespace: "bookinfo", usedBy: ["shop"] };
 */
export interface WaypointProps {
  /** Name of its Gateway. @example "waypoint" */
  readonly name: string;
  /** Namespace of its Gateway. @example "bookinfo" */
  readonly namespace: string;
  /** What traffic goes through it. @default service */
  readonly for?: "service" | "workload" | "all" | "none";
  /** Namespaces whose services may use it, its own included. @default its own only */
  readonly usedBy?: readonly string[];
  /** Revision or revision tag of the istiod that deploys it. @default the one that is named `default` */
  readonly revision?: string | undefined;
  /** Whether the next commit takes it out of Git, and engines may delete it then. @default false */
  readonly letGo?: boolean | undefined;
}

/**
 * A waypoint proxy: a Gateway of class `istio-waypoint`. istiod deploys it and keeps it at its own version.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 * @example new Waypoint(chart, "waypoint", { name: "waypoint", namespace: "bookinfo" });
 */
export class Waypoint extends LiteralObject {
  constructor(scope: Construct, id: string, props: WaypointProps) {
    const { letGo, ...waypoint } = props;
    const { apiVersion, kind, metadata, spec } = waypointGateway(waypoint);
    super(scope, id, {
      apiVersion,
      kind,
      prunable: letGo === true,
      metadata: { ...metadata, ...(letGo && { annotations: { [letGoMark]: "true" } }) },
      body: { spec },
    });
  }
}
