import { isRevisionBased } from "../../catalog/revisions";
import type { KubernetesObject } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { groupKind } from "../entry";
import type { Awaited } from "../result";
import { childOf, isSame, type ObjectRef, refTo } from "./children";
import type { Kustomization } from "./kustomizations";

const rollout: Awaited = { until: "complete", rule: "kstatus: until its rollout is complete" };
const atOnce = (rule: string): Awaited => ({ until: "applied", rule });

/** What Flux knows of kinds; of all others it reads the condition Ready, and calls those without one done. */
const known: Readonly<Record<string, Awaited>> = {
  "batch/Job": {
    until: "complete",
    rule: "kstatus: until the Job is complete; when it fails, so does the Kustomization",
  },
  "apps/Deployment": rollout,
  "apps/StatefulSet": rollout,
  "apps/ReplicaSet": rollout,
  "apps/DaemonSet": rollout,
  Pod: { until: "complete", rule: "kstatus: until it runs and is ready" },
  PersistentVolumeClaim: { until: "complete", rule: "kstatus: until it is bound" },
  "policy/PodDisruptionBudget": { until: "early", rule: "kstatus: until enough pods are healthy" },
  "apiextensions.k8s.io/CustomResourceDefinition": {
    until: "complete",
    rule: "kstatus: until the API server serves it",
  },
  ConfigMap: atOnce("kstatus: done as soon as it is there"),
  Secret: atOnce("kstatus: done as soon as it is there"),
  "batch/CronJob": atOnce("kstatus: done as soon as it is there"),
};

/** Kinds whose controllers write a condition Ready into their status. */
const withReady =
  /^(sailoperator\.io\/(Istio|IstioRevision|IstioCNI|ZTunnel)$|cert-manager\.io\/|external-secrets\.io\/)/;

/** What Flux makes of an object that it has been told to wait for. */
export function kstatus(object: KubernetesObject): Awaited {
  const key = groupKind(object);
  if (Object.hasOwn(known, key)) return known[key] as Awaited;
  if (key === "Service") {
    return textAt(object, "spec", "type") === "LoadBalancer"
      ? { until: "complete", rule: "kstatus: until it has an address, for ever where nobody gives one" }
      : atOnce("kstatus: done as soon as it is there");
  }
  return withReady.test(key)
    ? { until: "early", rule: "kstatus: until its condition Ready; without a status, or with an old one, it passes" }
    : atOnce("kstatus: no condition Ready, so done as soon as it is there");
}

/** What a Kustomization waits for of an object before those that depend on it start. */
export function fluxHealth(object: KubernetesObject, kustomization: Kustomization): Awaited {
  const { wait = false, healthChecks = [], expressions = [] } = kustomization;
  if (wait) {
    const { until, rule } = kstatus(object);
    return { until, rule: `wait: true; ${rule}` };
  }
  const own = indexOf(healthChecks, refTo(object));
  const child = childOf(object);
  const at = child ? indexOf(healthChecks, child) : -1;
  if (child && at >= 0 && (own < 0 || at < own)) {
    return { until: "complete", rule: `healthChecks: until the rollout of ${child.kind} ${child.name} is complete` };
  }
  if (own < 0) return { until: "applied", rule: "nothing: no health check names it" };
  if (at >= 0) {
    return { until: "early", rule: "healthChecks: it stands before its workload, so an old word of that one passes" };
  }
  if (expressions.includes(groupKind(object))) return byExpression(object);
  const { until, rule } = kstatus(object);
  return { until, rule: `healthChecks; ${rule}` };
}

/** Without its workload, an object is taken at its controller's word. */
function byExpression(object: KubernetesObject): Awaited {
  const key = groupKind(object);
  if (isRevisionBased(object)) {
    return { until: "complete", rule: "healthChecks: until the new revision is Ready" };
  }
  if (key === "sailoperator.io/IstioRevisionTag") {
    return { until: "complete", rule: "healthChecks: until the operator has reconciled it" };
  }
  return { until: "early", rule: "healthChecks: until its controller says so, which can be an old word" };
}

function indexOf(refs: readonly ObjectRef[], wanted: ObjectRef): number {
  return refs.findIndex((one) => isSame(one, wanted));
}
