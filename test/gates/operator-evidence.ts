import type { OperatorEvidence } from "../../src/gates/operator/evidence";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { OperatorPart } from "../../src/plan/operator-parts";

export const csv = "servicemeshoperator3.v3.1.2";
export const namespace = "openshift-operators";
export const digest = (part: string) => `registry.redhat.io/mesh/${part}@sha256:${part}0123`;

export const parts: readonly OperatorPart[] = [
  {
    release: "default-istiod",
    workload: { kind: "Deployment", namespace: "istio-system", name: "istiod" },
    image: "istiod",
    version: "v1.26.3",
  },
  {
    release: "istio-cni",
    workload: { kind: "DaemonSet", namespace: "istio-cni", name: "istio-cni-node" },
    image: "cni",
    version: "v1.26.3",
  },
  {
    release: "ztunnel",
    workload: { kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" },
    image: "ztunnel",
    version: "v1.26.3",
  },
];

/** The second of 2026-11-21, 10:00 as the clock of the story starts. */
export const at = (seconds: number, fraction = "") =>
  `2026-11-21T10:${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}${fraction}Z`;

export function installed(phase = "Succeeded", born = at(0), images = digest): KubernetesObject {
  const annotations = Object.fromEntries(parts.map(({ image }) => [`images.v1_26_3.${image}`, images(image)]));
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "ClusterServiceVersion",
    metadata: { name: csv, namespace, creationTimestamp: born },
    spec: {
      install: {
        strategy: "deployment",
        spec: { deployments: [{ name: "servicemesh-operator3", spec: { template: { metadata: { annotations } } } }] },
      },
    },
    status: { phase },
  };
}

export function lease(holderIdentity: string, acquireTime = at(40, ".123456")): KubernetesObject {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "sail-operator-lock", namespace },
    spec: { holderIdentity, acquireTime },
  };
}

export function pod(name: string, born: string, replicaSet: string, more: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      creationTimestamp: born,
      ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: replicaSet }],
      ...more,
    },
  };
}

export function release(part: OperatorPart, revision: number, born: string, status = "deployed"): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${part.release}.v${revision}`,
      namespace: part.workload.namespace,
      creationTimestamp: born,
      labels: { owner: "helm", name: part.release, version: String(revision), status },
    },
  };
}

export function workload(
  { workload: { kind, namespace: space, name }, image }: OperatorPart,
  runs = digest,
): KubernetesObject {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace: space },
    spec: { template: { spec: { containers: [{ name: "main", image: runs(image) }] } } },
  };
}

export const newPod = pod("servicemesh-operator3-6d9f-abcde", at(5), "servicemesh-operator3-6d9f");
export const oldPod = pod("servicemesh-operator3-55c7-vwxyz", "2026-10-01T08:00:00Z", "servicemesh-operator3-55c7");

/** The new operator rules, and every part is rendered. */
export const settled: OperatorEvidence = {
  csv,
  parts,
  installed: installed(),
  lease: lease("servicemesh-operator3-6d9f-abcde_5c1c2f0e-a4f1"),
  pods: [newPod],
  secrets: parts.flatMap((part) => [release(part, 9, "2026-10-01T08:00:09Z", "superseded"), release(part, 10, at(42))]),
  workloads: parts.map((part) => workload(part)),
};

/** The files that answer the command for people, as `kubectl` would print them from these objects. */
export function answersFrom(evidence: OperatorEvidence): Readonly<Record<string, string>> {
  const { installed: found, lease: held, pods, secrets } = evidence;
  const files: Record<string, string> = {};
  const meta = (object: KubernetesObject, key: string) => String(object.metadata[key] ?? "");
  if (found) {
    const { phase } = found["status"] as { phase: string };
    files["csv.status.phase"] = phase;
    files["csv.metadata.creationTimestamp"] = meta(found, "creationTimestamp");
    const { deployments } = (found["spec"] as { install: { spec: { deployments: DeploymentSpec[] } } }).install.spec;
    files["csv.names"] = deployments.map(({ name }) => name).join(" ");
    for (const { spec } of deployments) {
      for (const [key, image] of Object.entries(spec.template.metadata.annotations)) files[`csv.${key}`] = image;
    }
  }
  files["may-leases"] = held === undefined ? "no" : "yes";
  files["may-secrets"] = secrets === undefined ? "no" : "yes";
  if (held) {
    const { holderIdentity, acquireTime } = held["spec"] as Record<string, string>;
    files["lease.holderIdentity"] = holderIdentity ?? "";
    files["lease.acquireTime"] = acquireTime ?? "";
  }
  for (const one of pods) {
    const { name } = one.metadata;
    for (const key of ["creationTimestamp", "deletionTimestamp"]) files[`pod.${name}.${key}`] = meta(one, key);
    const [owner] = one.metadata["ownerReferences"] as { name: string }[];
    files[`pod.${name}.owner`] = owner?.name ?? "";
  }
  for (const secret of secrets ?? []) {
    const { labels = {}, namespace: space } = secret.metadata;
    const key = `secrets.${space}.${labels["name"]}`;
    const line = `${labels["version"]} ${meta(secret, "creationTimestamp")} ${labels["status"]}\n`;
    files[key] = (files[key] ?? "") + line;
  }
  for (const { kind, metadata, spec } of evidence.workloads) {
    const { containers } = (spec as { template: { spec: { containers: { image: string }[] } } }).template.spec;
    files[`${kind.toLowerCase()}.${metadata.name}.${metadata.namespace}`] = containers
      .map(({ image }) => image)
      .join(" ");
  }
  return files;
}

interface DeploymentSpec {
  readonly name: string;
  readonly spec: {
    readonly template: { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } };
  };
}

/** A `kubectl` that answers the command's questions from those files, and nothing else. */
export const client = `
give() { cat "$state/$1" 2>/dev/null || exit 1; }
last() { eval "echo \\"\\\${$#}\\""; }
field=$(last "$@" | sed 's/^jsonpath={//; s/}$//')
case "$*" in
"get clusterserviceversions.operators.coreos.com ${csv} -n ${namespace} "*)
  case "$field" in
  *annotations.*) give "csv.$(echo "$field" | sed 's/.*annotations\\.//; s/\\\\//g')" ;;
  *'[*].name') give csv.names ;;
  *) give "csv$field" ;;
  esac ;;
"get leases.coordination.k8s.io sail-operator-lock -n ${namespace} "*) give "lease.\${field#.spec.}" ;;
"get pod "*" -n ${namespace} "*)
  case "$field" in *ownerReferences*) give "pod.$3.owner" ;; *) give "pod.$3.\${field#.metadata.}" ;; esac ;;
"get secrets -n "*" -l owner=helm,name="*" --field-selector type=helm.sh/release.v1 "*) give "secrets.$4.\${6#owner=helm,name=}" ;;
"get "*"/"*" -n "*) give "\${2%/*}.\${2#*/}.$4" ;;
"auth can-i get leases.coordination.k8s.io -n ${namespace}") give may-leases ;;
"auth can-i list secrets -n "*) give may-secrets ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;
