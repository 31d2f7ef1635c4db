import { resourceOf } from "../../source/kubernetes-object";
import type { Check } from "../checks";
import { labelGates, verifyGates } from "../gates";
import type { PhaseDraft } from "../in-place/draft";
import { carriedChanges } from "./carried";
import { labelChanges } from "./label-changes";

/**
 * What must hold when the cluster has gone from one description to its neighbour, in either direction: the whole mesh as the second one has it,
 * and nothing left of what only the first one had.
 */
export function changeGates(from: PhaseDraft | undefined, to: PhaseDraft): readonly Check[] {
  const [was, is] = [from?.described?.mesh, to.described?.mesh];
  if (!was || !is) return [];
  const unlabelled = labelChanges(was, is).flatMap(({ name, gone }) =>
    gone.map((label): Check => ({ check: "namespace-without-label", namespace: name, label })),
  );
  const waypoints = was.waypoints.filter(
    (one) => !is.waypoints.some((it) => it.namespace === one.namespace && it.name === one.name),
  );
  const gone = carriedChanges(was, is).gone;
  return [
    ...labelGates(is, to.state),
    ...unlabelled,
    ...waypoints.map(
      ({ namespace, name }): Check => ({
        check: "object-gone",
        resource: "gateways.gateway.networking.k8s.io",
        namespace,
        name,
      }),
    ),
    ...gone.map(({ object }): Check => {
      const { name, namespace } = object.metadata;
      return {
        check: "object-gone",
        resource: resourceOf(object),
        name,
        ...(namespace !== undefined && { namespace }),
      };
    }),
    ...verifyGates(is, to.state),
  ];
}
