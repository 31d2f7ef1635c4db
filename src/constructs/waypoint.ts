import type { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import { defined, LiteralObject } from "./literal-object";

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
    super(scope, id, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      prunable: props.letGo === true,
      metadata: {
        name: props.name,
        namespace: props.namespace,
        labels: {
          "istio.io/waypoint-for": props.for ?? "service",
          // Without it the istiod of another name leaves the Gateway alone, and no proxy is ever deployed.
          ...(props.revision !== undefined && { "istio.io/rev": props.revision }),
        },
        ...(props.letGo && { annotations: { [letGoMark]: "true" } }),
      },
      body: {
        spec: {
          gatewayClassName: "istio-waypoint",
          listeners: [defined({ name: "mesh", port: 15008, protocol: "HBONE", allowedRoutes: allowedRoutes(props) })],
        },
      },
    });
  }
}

/** A listener accepts its own namespace only; others are let in by name, so that nobody else can attach. */
function allowedRoutes({ namespace, usedBy = [] }: WaypointProps): unknown {
  const names = [...new Set([namespace, ...usedBy])].sort();
  if (names.length === 1) return undefined;
  const selector = { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: names }] };
  return { namespaces: { from: "Selector", selector } };
}
