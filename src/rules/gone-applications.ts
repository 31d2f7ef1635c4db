import { oncePer } from "../basics/once-per";
import { identity, kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { changedObjects } from "./changed";
import type { CheckedObject, Step } from "./rule";
import { isAttached, targetsOf } from "./targets";
import { selectedIn, workloadsOf } from "./workloads";

/** What pods have beside them, and nobody misses without them. */
const besides: readonly string[] = [
  "/ServiceAccount",
  "/ConfigMap",
  "/Secret",
  "autoscaling/HorizontalPodAutoscaler",
  "policy/PodDisruptionBudget",
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/RoleBinding",
];

/** What goes in a step, by its kind, namespace and name. */
const goneIn = oncePer(
  (step: Step): ReadonlySet<string> =>
    new Set(changedObjects(step).flatMap(({ before, after }) => (before && !after ? [identity(before.object)] : []))),
);

/** Namespaces of which pods go in a step. */
const homesOfGone = oncePer((step: Step): ReadonlySet<string | undefined> => {
  const gone = workloadsOf(step.before).filter(({ one }) => goneIn(step).has(identity(one.object)));
  return new Set(gone.map(({ one }) => one.object.metadata.namespace));
});

/**
 * Whether an object goes along with an application, in trees that are no phases of ours: what was for its pods alone, or for what stood before them, is missed by nobody.
 */
export function goesWithApplication(step: Step, one: CheckedObject): boolean {
  if (step.kind !== undefined) return false;
  const { object } = one;
  const { namespace } = object.metadata;
  if (besides.includes(kindOf(object))) return homesOfGone(step).has(namespace);
  const isGone = (kind: string, name: string, home = namespace) =>
    goneIn(step).has(
      identity({ ...object, ...typeOf(kind), metadata: { name, ...(home !== undefined && { namespace: home }) } }),
    );
  switch (kindOf(object)) {
    case "/Service":
      return isLeft(step, namespace, valueAt(object, "spec", "selector"));
    case "networking.istio.io/DestinationRule":
      return isGone("/Service", (textAt(object, "spec", "host") ?? "").split(".")[0] ?? "");
    case "security.istio.io/AuthorizationPolicy":
    case "security.istio.io/RequestAuthentication":
    case "security.istio.io/PeerAuthentication":
      if (!isAttached(one)) return isLeft(step, namespace, valueAt(object, "spec", "selector", "matchLabels"));
      return targetsOf(step.before)
        .filter((target) => target.one === one)
        .every(({ kind, name, namespace: home }) => isGone(kind, name, home));
    case "gateway.networking.k8s.io/HTTPRoute":
    case "gateway.networking.k8s.io/GRPCRoute": {
      const backends = listAt(object, "spec", "rules").flatMap((rule) => listAt(rule, "backendRefs"));
      return (
        backends.length > 0 &&
        backends.every((ref) => isGone("/Service", textAt(ref, "name") ?? "", textAt(ref, "namespace") ?? namespace))
      );
    }
    default:
      return false;
  }
}

/** Whether all pods that a selector meant go, and it means none that stay. */
function isLeft(step: Step, namespace: string | undefined, selector: unknown): boolean {
  if (Object.keys(Object(selector)).length === 0) return false;
  const pods = selectedIn(step.before, namespace, selector);
  return pods.length > 0 && selectedIn(step.after, namespace, selector).length === 0;
}

function typeOf(kind: string): { readonly apiVersion: string; readonly kind: string } {
  const [group = "", name = ""] = kind.split("/");
  return { apiVersion: group === "" ? "v1" : `${group}/v1`, kind: name };
}
