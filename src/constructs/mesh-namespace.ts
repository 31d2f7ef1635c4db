import { ApiObject, Chart, JsonPatch } from "cdk8s";
import { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import { argoCompareOptions } from "../order/argocd/annotations";
import { plus } from "./plus";
import { ownedNamespaceProtection } from "./protection";

/**
 * Which namespace, and what the mesh writes on it.
 * @example const props: MeshNamespaceProps = { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } };
 */
export interface MeshNamespaceProps {
  /** Name of the Namespace. @example "bookinfo" */
  readonly name: string;
  /** Mesh labels: data plane, waypoint, discovery. @example { "istio.io/dataplane-mode": "ambient" } */
  readonly labels: Readonly<Record<string, string>>;
  /** More annotations, besides those for Argo CD and Flux. @default none @example { owner: "platform" } */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Whether the next commit takes it out of Git; it stays in the cluster. @default false */
  readonly letGo?: boolean | undefined;
  /** Whether a commit beside this one does not have it: Argo CD then does not count it as out of sync. @default false */
  readonly comesAndGoes?: boolean | undefined;
}

/**
 * A Namespace that is yours as a whole. There is no construct for a part of somebody else's: under Argo CD it would take away every label that its owner
 * set with `kubectl apply`.
 * @example new MeshNamespace(chart, "bookinfo", { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } });
 */
export class MeshNamespace extends Construct {
  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const { name, labels, letGo, comesAndGoes } = props;
    const annotations = {
      ...props.annotations,
      ...ownedNamespaceProtection,
      ...(comesAndGoes && { [argoCompareOptions]: "IgnoreExtraneous" }),
      ...(letGo && { [letGoMark]: "true" }),
    };
    const owned = new (plus().Namespace)(this, "Resource", {
      metadata: { name, labels, annotations },
    });
    // cdk8s-plus writes an empty spec, and it, too, lets a Namespace take the namespace of its chart.
    const namespaced = Chart.of(this).namespace !== undefined;
    const removed = ["/spec", ...(namespaced ? ["/metadata/namespace"] : [])];
    ApiObject.of(owned).addJsonPatch(...removed.map((path) => JsonPatch.remove(path)));
  }
}
