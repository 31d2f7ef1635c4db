import { distribution } from "../catalog/lookup";
import type { Mesh } from "./mesh";

/** Says on a Subscription that Alauda's platform makes the OperatorGroup, as its pages show it for other operators of theirs (not seen in a cluster). */
export const alaudaTargets = "cpaas.io/target-namespaces";

/**
 * The OperatorGroup that a mesh brings: where the Subscription is ours and its namespace, too (`ownership: owned`), nobody else makes
 * one. In a namespace of others, such as openshift-operators, there is one, and a second would fail every operator there.
 */
export function operatorGroupOf(mesh: Mesh): { readonly name: string; readonly namespace: string } | undefined {
  const { subscription } = mesh.operator;
  if (!subscription || subscription.annotations?.[alaudaTargets] !== undefined) return undefined;
  const { namespace } = subscription;
  const owned = mesh.namespaces.some((one) => one.name === namespace && one.ownership === "owned");
  if (!owned || carriesOne(mesh, namespace)) return undefined;
  return { name: subscription.operatorGroup ?? distribution(mesh.distribution).package, namespace };
}

/** The user's own manifests may bring one. */
function carriesOne({ carried }: Mesh, namespace: string): boolean {
  return carried.some(
    ({ object: { apiVersion, kind, metadata } }) =>
      apiVersion.startsWith("operators.coreos.com/") && kind === "OperatorGroup" && metadata.namespace === namespace,
  );
}
