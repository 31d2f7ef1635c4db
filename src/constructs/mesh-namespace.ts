import { ApiObject, Chart, JsonPatch } from "cdk8s";
import { Construct } from "constructs";
import { LiteralObject } from "./literal-object";
import { plus } from "./plus";
import { ownedNamespaceProtection, sharedNamespaceProtection } from "./protection";

/**
 * Which namespace, and what the mesh writes on it.
 * @example const props: MeshNamespaceProps = { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } };
 */
export interface MeshNamespaceProps {
  /** Name of the Namespace. @example "bookinfo" */
  readonly name: string;
  /**
   * `owned`: the whole Namespace is ours. `shared`: only the labels below are, and they are merged into what others
   * set; nothing else of the Namespace is written, so nothing else can be taken away. @default shared
   */
  readonly ownership?: "owned" | "shared";
  /** Mesh labels: data plane, waypoint, discovery. @example { "istio.io/dataplane-mode": "ambient" } */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A Namespace with mesh labels.
 * @example new MeshNamespace(chart, "bookinfo", { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } });
 */
export class MeshNamespace extends Construct {
  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const { name, labels } = props;
    if (props.ownership === "owned") {
      const owned = new (plus().Namespace)(this, "Resource", {
        metadata: { name, labels, annotations: ownedNamespaceProtection },
      });
      // cdk8s-plus writes an empty spec, and it, too, lets a Namespace take the namespace of its chart.
      const namespaced = Chart.of(this).namespace !== undefined;
      const removed = ["/spec", ...(namespaced ? ["/metadata/namespace"] : [])];
      ApiObject.of(owned).addJsonPatch(...removed.map((path) => JsonPatch.remove(path)));
    } else {
      new LiteralObject(this, "Resource", {
        apiVersion: "v1",
        kind: "Namespace",
        clusterScoped: true,
        metadata: { name, labels, annotations: sharedNamespaceProtection },
        body: {},
      });
    }
  }
}
