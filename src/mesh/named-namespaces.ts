import { systemNamespaces } from "./labels";
import type { Mesh } from "./mesh";

/**
 * Every namespace that a mesh names, whatever for: phases of it may have objects of meshstep there, which it does not carry itself. Where its operator runs is none
 * of them as long as nobody says it: whoever may write a Job there may do what that operator may.
 */
export function namedNamespaces(mesh: Mesh): readonly string[] {
  const { namespaces, waypoints, gateways, operator, verify } = mesh;
  const names = [
    ...systemNamespaces(mesh),
    operator.subscription?.namespace ?? operator.namespace,
    ...namespaces.flatMap(({ name, waypoint }) => [name, waypoint?.namespace]),
    ...[...waypoints, ...gateways].map(({ namespace }) => namespace),
    ...(verify?.requests ?? []).flatMap(({ from, job }) => (job ? from.namespace : [])),
    verify?.prometheus?.namespace,
  ];
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
