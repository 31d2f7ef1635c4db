import { apiGroup, type KubernetesObject, kindOf } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";

/** Kinds of one API group that no engine may prune. */
export interface ProtectedKinds {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Every kind of the group where there is no list: one that Istio adds later is no less needed. */
  readonly kinds?: readonly string[];
  /** What is protected in one word; objects of one role are protected together or not at all. */
  readonly role: "mesh" | "namespace" | "traffic";
  /** Whether the CRD comes with the operator, so that a dry run on a new cluster does not find it. */
  readonly crdFromOperator: boolean;
  /** What happens to a live mesh without the object. */
  readonly loss: string;
}

const routed = "traffic goes elsewhere, or as if nothing had been said of it; nothing fails";
const configured = "what it refused or did is then let through or left undone; nothing fails";

/**
 * The one table of what the engines must not delete, only because it vanished from Git. Constructs, carried objects and the rules
 * DEL004 and DEL005 read it.
 */
export const protectedKinds: readonly ProtectedKinds[] = [
  {
    group: "sailoperator.io",
    role: "mesh",
    crdFromOperator: true,
    loss: "the operator deletes istiod, the CNI or ztunnel although they are in use",
  },
  {
    group: "",
    kinds: ["Namespace"],
    role: "namespace",
    crdFromOperator: false,
    loss: "everything in it is deleted, too",
  },
  { group: "gateway.networking.k8s.io", role: "traffic", crdFromOperator: false, loss: routed },
  { group: "networking.istio.io", role: "traffic", crdFromOperator: true, loss: routed },
  { group: "security.istio.io", role: "traffic", crdFromOperator: true, loss: configured },
  { group: "telemetry.istio.io", role: "traffic", crdFromOperator: true, loss: "access logs and metrics stop" },
  { group: "extensions.istio.io", role: "traffic", crdFromOperator: true, loss: configured },
];

/** What happens to a live mesh without this object: a Gateway is a waypoint, or what traffic comes in by. */
export function lossOf(object: KubernetesObject, { loss }: ProtectedKinds): string {
  if (kindOf(object) !== "gateway.networking.k8s.io/Gateway") return loss;
  return textAt(object, "spec", "gatewayClassName") === "istio-waypoint"
    ? "its proxy goes with it, and L7 policies are no longer enforced; nothing fails"
    : "its proxy goes with it, and nothing comes in by it";
}

/** The row of the table that an object belongs to, whatever version of its API it speaks. */
export function protectedKind(object: {
  readonly apiVersion: string;
  readonly kind: string;
}): ProtectedKinds | undefined {
  const row = rows.get(apiGroup(object));
  return row?.kinds?.includes(object.kind) === false ? undefined : row;
}

const rows: ReadonlyMap<string, ProtectedKinds> = new Map(protectedKinds.map((row) => [row.group, row]));
