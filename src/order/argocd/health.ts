import { isRevisionBased } from "../../catalog/revisions";
import type { KubernetesObject } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { groupKind } from "../entry";
import type { Awaited } from "../result";

const complete = (rule: string): Awaited => ({ until: "complete", rule });
const early = (rule: string): Awaited => ({ until: "early", rule });
const applied = (rule: string): Awaited => ({ until: "applied", rule });

const rollout = complete("built-in health: until its rollout is complete");

/** Checks that Argo CD brings along, in Go or in Lua, as far as a mesh repository meets them. */
const shipped: Readonly<Record<string, Awaited | ((object: KubernetesObject) => Awaited)>> = {
  "batch/Job": complete("built-in health: until the Job is complete; when it fails, the sync fails"),
  "batch/CronJob": early("shipped health: of its last Job"),
  "apps/Deployment": rollout,
  "apps/StatefulSet": rollout,
  "apps/ReplicaSet": rollout,
  "apps/DaemonSet": (object) =>
    textAt(object, "spec", "updateStrategy", "type") === "OnDelete"
      ? applied("built-in health: healthy at once, its update strategy is OnDelete")
      : rollout,
  Pod: complete("built-in health: until it runs and is ready"),
  Service: (object) =>
    textAt(object, "spec", "type") === "LoadBalancer"
      ? complete("built-in health: until it has an address, for ever where nobody gives one")
      : applied("built-in health: healthy at once"),
  PersistentVolumeClaim: complete("built-in health: until it is bound"),
  "networking.k8s.io/Ingress": complete("built-in health: until it has an address, for ever where nobody gives one"),
  "autoscaling/HorizontalPodAutoscaler": early("built-in health: until it can scale"),
  "apiregistration.k8s.io/APIService": complete("built-in health: until it is available"),
  "apiextensions.k8s.io/CustomResourceDefinition": complete("until the API server serves it"),
  "policy/PodDisruptionBudget": early("shipped health: until it may disrupt something"),
  "gateway.networking.k8s.io/GatewayClass": complete("shipped health: until it is accepted"),
  "gateway.networking.k8s.io/Gateway": early(
    "shipped health, from 3.1: until Programmed, for ever where nobody says so; an old status passes",
  ),
  "gateway.networking.k8s.io/HTTPRoute": complete(
    "shipped health, from 3.1: until its parents accept it, for ever where none does",
  ),
  "gateway.networking.k8s.io/GRPCRoute": early("shipped health: until its parents accept it; an old status passes"),
  "operators.coreos.com/Subscription": early(
    "shipped health: until it is installed; an approval that is pending holds every wave after it before 3.5",
  ),
  "argoproj.io/Rollout": rollout,
  "cert-manager.io/Certificate": complete("shipped health: until it is issued"),
  "cert-manager.io/Issuer": complete("shipped health: until it is ready"),
  "cert-manager.io/ClusterIssuer": complete("shipped health: until it is ready"),
  "external-secrets.io/ExternalSecret": early("shipped health: until it is ready"),
  "kiali.io/Kiali": early("shipped health: until its operator says so"),
  "monitoring.coreos.com/Prometheus": early("shipped health: until its operator says so"),
  "route.openshift.io/Route": early("shipped health: until it is admitted"),
};

/**
 * For which kinds Argo CD has a health check of Sail's objects, which it does not bring along: with those of `platform/argocd` for all of them, else for the
 * kinds of which somebody has configured one (`sailoperator.io/Istio`).
 */
export type HealthLua = boolean | ReadonlySet<string>;

/** Health checks of Sail's kinds; by whose, as a reader would look for it. */
function sailHealth(kind: string, whose: string): Awaited | undefined {
  const rule = `${whose}: until the operator says Ready`;
  switch (kind) {
    case "sailoperator.io/Istio":
    case "sailoperator.io/IstioRevision":
    case "sailoperator.io/IstioCNI":
      return early(`${rule}; for seconds after a change that is still the old word`);
    case "sailoperator.io/IstioRevisionTag":
      return complete(rule.replace("Ready", "Reconciled"));
    case "sailoperator.io/ZTunnel":
      return early(`${rule}; that stays true through its whole roll`);
    default:
      return undefined;
  }
}

/**
 * What Argo CD waits for of an object before it starts the next wave.
 *
 * @param lua which health checks of Sail's kinds are installed
 */
export function argocdHealth(object: KubernetesObject, lua: HealthLua): Awaited {
  const key = groupKind(object);
  const whose = lua === true ? "health Lua of platform/argocd" : "health check that Argo CD is given here";
  const isChecked = typeof lua === "boolean" ? lua : lua.has(key);
  if (isChecked && isRevisionBased(object))
    return complete(`${whose}: until the operator says Ready; a new revision starts as not Ready`);
  const own = isChecked ? sailHealth(key, whose) : undefined;
  if (own) return own;
  const found = Object.hasOwn(shipped, key) ? shipped[key] : undefined;
  if (typeof found === "function") return found(object);
  return found ?? applied("no health check: the next wave follows 2 s after it");
}
