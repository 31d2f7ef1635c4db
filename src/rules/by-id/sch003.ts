import { nearest } from "../../basics/nearest";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { labelsOf, sailKinds, sailObjects } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

/** The kinds of the API groups that a mesh is made of. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "sailoperator.io": sailKinds,
  "networking.istio.io": [
    "DestinationRule",
    "EnvoyFilter",
    "Gateway",
    "ProxyConfig",
    "ServiceEntry",
    "Sidecar",
    "VirtualService",
    "WorkloadEntry",
    "WorkloadGroup",
  ],
  "security.istio.io": ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
  "telemetry.istio.io": ["Telemetry"],
  "extensions.istio.io": ["WasmPlugin", "TrafficExtension"],
};

/** What stands beside a mesh and was under another version of its API once: since when it is gone, and where it is now. */
const removed: Readonly<Record<string, readonly [since: string, now: string]>> = {
  "policy/v1beta1/PodDisruptionBudget": ["1.25", "policy/v1"],
  "autoscaling/v2beta1/HorizontalPodAutoscaler": ["1.25", "autoscaling/v2"],
  "autoscaling/v2beta2/HorizontalPodAutoscaler": ["1.26", "autoscaling/v2"],
  "extensions/v1beta1/Deployment": ["1.16", "apps/v1"],
  "apps/v1beta1/Deployment": ["1.16", "apps/v1"],
  "apps/v1beta2/Deployment": ["1.16", "apps/v1"],
  "extensions/v1beta1/Ingress": ["1.22", "networking.k8s.io/v1"],
  "apiextensions.k8s.io/v1beta1/CustomResourceDefinition": ["1.22", "apiextensions.k8s.io/v1"],
  "batch/v1beta1/CronJob": ["1.25", "batch/v1"],
};

/** Where Sail's kinds were before, and what is written for their group by mistake. */
const elsewhere: readonly string[] = ["operator.istio.io", "sail-operator.io", "sailoperator.istio.io", "istio.io"];

export const sch003: Rule = {
  id: "SCH003",
  state: (set) => {
    const isSailMesh = sailObjects(set, sailKinds).length > 0;
    const isMigrating = set.objects.some(isOfMigration);
    return set.objects.flatMap((one) => {
      const { kind, apiVersion } = one.object;
      const group = apiGroup(one.object);
      const known = kinds[group];
      // What is here as an object and is none has no kind of the cluster's.
      if (known?.includes(kind) || one.assumed) return [];
      if (known) {
        const near = nearest(kind, known) ?? known.find((other) => other.toLowerCase() === kind.toLowerCase());
        // A kind with a name of its own may have come with a later release.
        if (near === undefined && group !== "sailoperator.io") return [];
        const message = `${group} has no kind ${kind}: the API server refuses it`;
        return [
          about("SCH003", one, { at: ["kind"], message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) }),
        ];
      }
      if (group === "maistra.io" && isSailMesh) {
        if (isMigrating) return [];
        const message = `${kind} is of OpenShift Service Mesh 2: the operator of the Sail objects here does not read it`;
        return [about("SCH003", one, { at: ["apiVersion"], severity: "warning", message })];
      }
      if (`${group}/${kind}` === "kustomize.config.k8s.io/Kustomization") {
        const message = `${apiVersion} is of kustomize's own files, which have no spec: a Kustomization of Flux is another kind, and the API server refuses this`;
        return [about("SCH003", one, { at: ["apiVersion"], message, hint: "Write kustomize.toolkit.fluxcd.io/v1." })];
      }
      const since = removed[`${apiVersion}/${kind}`];
      if (since !== undefined) {
        const [version, now] = since;
        const message = `${apiVersion} of ${kind} is not served by Kubernetes ${version} and later`;
        return [about("SCH003", one, { at: ["apiVersion"], severity: "warning", message, hint: `Write ${now}.` })];
      }
      const home = groupOf(kind, group);
      if (home === undefined) return [];
      const message = `${apiVersion} has no kind ${kind}: it is one of ${home}, and the API server refuses this`;
      return [about("SCH003", one, { at: ["apiVersion"], message, hint: `Write ${home}/v1.` })];
    });
  },
};

/** Whether both generations run beside each other until the last namespace has moved: each operator reads its own objects. */
function isOfMigration({ object }: CheckedObject): boolean {
  const isOperator = kindOf(object) === "operators.coreos.com/Subscription";
  if (isOperator) return textAt(object, "spec", "name") === "servicemeshoperator";
  return kindOf(object) === "/Namespace" && labelsOf(object)["maistra.io/ignore-namespace"] !== undefined;
}

/** The group that a kind is really of, when the written one is near to it or was its name once. */
function groupOf(kind: string, group: string): string | undefined {
  const homes = Object.keys(kinds).filter((home) => kinds[home]?.includes(kind));
  const [only] = homes;
  if (only === undefined || group === "") return undefined;
  const isSail = only === "sailoperator.io" && elsewhere.includes(group);
  const near = nearest(group, homes);
  return isSail ? only : homes.length > 0 && near !== undefined && isSlip(group, near) ? near : undefined;
}

/** `networking.istio.oi`, and not the group of somebody else that happens to be near. */
function isSlip(group: string, home: string): boolean {
  return Math.abs(group.length - home.length) <= 2 && group.slice(0, 4) === home.slice(0, 4);
}
