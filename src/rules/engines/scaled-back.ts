import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isGatewayPod } from "../gateway-pods";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Reader } from "../rule";
import { workloadsOf } from "../workloads";
import { applicationSpec, isPatched } from "./application-sources";
import { fluxIsTold } from "./protection";
import { readersOf } from "./readers";

const at = ["spec", "replicas"];

/**
 * Workloads whose number of pods Git says, and an autoscaler as well (DEL013): the engine takes back what that has done, Argo CD where it
 * heals, and Flux with every interval. An error for a gateway of which Git says fewer than the autoscaler ever lets be: the two never rest, and
 * connections are cut each time.
 */
export function scaledBack(set: ManifestSet): readonly Finding[] {
  const scalers = [
    ...objectsOf(set, "autoscaling", "HorizontalPodAutoscaler"),
    ...objectsOf(set, "keda.sh", "ScaledObject"),
  ];
  return scalers.flatMap((scaler) => {
    const [kind = "Deployment", name] = ["kind", "name"].map((key) =>
      textAt(scaler.object, "spec", "scaleTargetRef", key),
    );
    const one = objectsOf(set, "apps", kind).find(
      ({ object }) => object.metadata.name === name && object.metadata.namespace === scaler.object.metadata.namespace,
    );
    const replicas = one && valueAt(one.object, ...at);
    if (!one || typeof replicas !== "number" || replicas === 0 || isFixed(scaler) || set.apart?.(scaler, one))
      return [];
    // Who applies the workload may not be who applies the autoscaler: that is none of its business.
    const reader = readersOf(set, one).find((it) => takesBack(set, it, one));
    if (!reader) return [];
    const least = leastOf(scaler);
    const isBelow = least !== undefined && replicas < least;
    const when = kindOf(reader.by.object).startsWith("argoproj.io/") ? "each time (selfHeal)" : "with every interval";
    return [
      about("DEL013", one, {
        at,
        ...(!(isBelow && isGateway(set, one)) && { severity: "warning" as const }),
        message: `Git says ${replicas} ${replicas === 1 ? "replica" : "replicas"}, and ${objectId(scaler.object)} scales it${least === undefined ? "" : ` to ${least} or more`}: ${reader.name} takes that back ${when}`,
        hint: "Leave spec.replicas out: the autoscaler owns it.",
      }),
    ];
  });
}

function isGateway(set: ManifestSet, one: CheckedObject): boolean {
  return workloadsOf(set).some((workload) => workload.one === one && isGatewayPod(set, workload));
}

/** What scales to one number alone takes nothing from anybody. */
function isFixed({ object }: CheckedObject): boolean {
  const most = ["maxReplicas", "maxReplicaCount"].map((key) => valueAt(object, "spec", key)).find(Boolean);
  return typeof most === "number" && most <= 1;
}

function leastOf({ object }: CheckedObject): number | undefined {
  const least = ["minReplicas", "minReplicaCount"].map((key) => valueAt(object, "spec", key)).find(Boolean);
  return typeof least === "number" ? least : undefined;
}

/** Whether the engine writes the number over and over. */
function takesBack(set: ManifestSet, { by }: Reader, one: CheckedObject): boolean {
  const spec = applicationSpec(by.object);
  if (!spec) {
    const isTold = fluxIsTold(one.object, "reconcile", "disabled") || /^(Ignore|IfNotPresent)$/i.test(ssaOf(one));
    return (
      !isTold && valueAt(by.object, "spec", "suspend") !== true && valueAt(by.object, "spec", "ignore") === undefined
    );
  }
  const heals = valueAt(by.object, ...spec, "syncPolicy", "automated", "selfHeal") === true;
  const isOff = valueAt(by.object, ...spec, "syncPolicy", "automated", "enabled") === false;
  // Of a difference that it does not see it heals nothing.
  const isOverlooked =
    listAt(by.object, ...spec, "ignoreDifferences").length > 0 ||
    isPatched(by.object, "ignoreDifferences", "syncPolicy") ||
    overlooksAll(set);
  return heals && !isOff && !isOverlooked;
}

function ssaOf({ object: { metadata } }: CheckedObject): string {
  const key = "kustomize.toolkit.fluxcd.io/ssa";
  return String(metadata.annotations?.[key] ?? metadata.labels?.[key] ?? "");
}

/** Whether an Argo CD is told for all of its Applications what it need not see. */
function overlooksAll({ objects }: ManifestSet): boolean {
  return objects.some(({ object }) => {
    if (kindOf(object) === "argoproj.io/ArgoCD")
      return valueAt(object, "spec", "resourceIgnoreDifferences") !== undefined;
    const isConfig = kindOf(object) === "/ConfigMap" && object.metadata.name === "argocd-cm";
    return isConfig && JSON.stringify(valueAt(object, "data") ?? "").includes("ignoreDifferences");
  });
}
