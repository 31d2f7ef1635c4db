import { labelsAccount } from "../../../gates/job/labels";
import { gateAccount } from "../../../gates/job/parts";
import { restartAccount } from "../../../gates/job/restarts";
import { labelsOfCommand } from "../../../gates/labels";
import { mark } from "../../../mesh/labels";
import type { KubernetesObject } from "../../../mesh/mesh";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { listAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";

/** A Job that synth has written: it marks them all. */
export function isOwnJob(object: KubernetesObject): boolean {
  const { [mark.mesh]: mesh, [mark.gate]: gate } = labelsOf(object);
  return apiGroup(object) === "batch" && object.kind === "Job" && mesh !== undefined && gate !== undefined;
}

/** The mesh that such a Job belongs to. */
export function meshOfJob(job: KubernetesObject): string {
  return labelsOf(job)[mark.mesh] ?? "";
}

/** What Jobs of synth are allowed, and who they are, by names that follow from the mesh's. */
export function isOwnRight(object: KubernetesObject, meshes: ReadonlySet<string>): boolean {
  return rightKinds.has(kindOf(object)) && [...meshes].some((mesh) => accountsOf(mesh).includes(object.metadata.name));
}

function accountsOf(mesh: string): readonly string[] {
  return [gateAccount(mesh), labelsAccount(mesh), restartAccount(mesh)];
}

const rbac = "rbac.authorization.k8s.io";
const rightKinds: ReadonlySet<string> = new Set([
  "/ServiceAccount",
  ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].map((kind) => `${rbac}/${kind}`),
]);

/** The namespaces whose pods such rights let Jobs read: workloads and gateways of the mesh are in them, or the mesh itself. */
export function lookedAt(rights: readonly Found[]): readonly string[] {
  const readsPods = (rule: unknown) => listAt(rule, "resources").includes("pods");
  return rights.flatMap(({ object }) =>
    object.kind === "Role" && object.metadata.namespace !== undefined && listAt(object, "rules").some(readsPods)
      ? [object.metadata.namespace]
      : [],
  );
}

/**
 * The Namespaces of the input with the labels that a Job sets on them, and those that only the Job names. Whoever has such a Job does not write the
 * Namespace, so both are shared. A Job of a cluster does not count: it may be one of several that ran, and the cluster's Namespaces say what came of it.
 */
export function withJobLabels(namespaces: readonly Found[], jobs: readonly Found[]): readonly Found[] {
  const set = new Map(
    jobs
      .filter(({ object, live }) => !live && labelsOf(object)[mark.gate] === "labels")
      .flatMap((job) => commandsOf(job.object).map((one) => [one.namespace, { job, labels: one.labels }] as const)),
  );
  const known = new Set(namespaces.map(({ object }) => object.metadata.name));
  return [
    ...namespaces.map((one) => {
      const said = set.get(one.object.metadata.name);
      return said && !one.live ? labelled(one, said.labels) : one;
    }),
    ...[...set].flatMap(([name, { job, labels }]) => {
      const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
      return known.has(name) ? [] : [labelled({ object, place: job.place, live: false }, labels)];
    }),
  ];
}

function labelled(found: Found, labels: Readonly<Record<string, string>>): Found {
  const { metadata, ...rest } = found.object;
  const all = { ...labelsOf(found.object), ...labels };
  return { ...found, byJob: true, object: { ...rest, metadata: { ...metadata, labels: all } } };
}

function commandsOf(job: KubernetesObject) {
  const pod = ["spec", "template", "spec"] as const;
  const containers = [...listAt(job, ...pod, "initContainers"), ...listAt(job, ...pod, "containers")];
  return containers.flatMap((one) => labelsOfCommand(listAt(one, "args")) ?? []);
}
