import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { readHook } from "../../order/argocd/hooks";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { readApart } from "./readers";
import { waveOf } from "./waves";

/**
 * Jobs before a sync that need what only the sync itself brings (DEL010). A warning, because a cluster that has it already is spared: of a
 * new one the sync never begins.
 */
export function hookNeeds(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "batch", "Job").flatMap((job) => {
    if (!isBefore(job)) return [];
    const late = needsOf(set, job).filter((one) => !readApart(set, job, one) && isLater(one, job));
    const { first, names } = inShort(late);
    if (!first) return [];
    return [
      about("DEL010", job, {
        at: ["spec", "template", "spec"],
        severity: "warning",
        message: `it runs before the sync (PreSync) and needs ${names}, which comes ${isBefore(first) ? "in a later wave of the hooks" : "with the sync"}: where that is not there yet the Job never gets through, and the sync does not begin`,
        hint: `Make ${objectId(first.object)} a hook before it: PreSync, in an earlier wave, with hook-delete-policy: BeforeHookCreation.`,
      }),
    ];
  });
}

function isBefore({ object }: CheckedObject): boolean {
  return readHook(object).phases[0] === "PreSync";
}

function isLater(one: CheckedObject, job: CheckedObject): boolean {
  const { phases } = readHook(one.object);
  if (phases.length === 0 || one.assumed) return false;
  return phases[0] !== "PreSync" || waveOf(one.object) > waveOf(job.object);
}

/** The account of a Job, what lets it ask for anything, and the files and variables that its pods do not start without. */
function needsOf(set: ManifestSet, job: CheckedObject): readonly CheckedObject[] {
  const pod = ["spec", "template", "spec"];
  const { namespace } = job.object.metadata;
  const name = textAt(job.object, ...pod, "serviceAccountName");
  const find = (kind: string, it: string | undefined) =>
    it === undefined ? [] : (inNamespaces(set, "", kind).get(namespace)?.get(it) ?? []);
  const account = [find("ServiceAccount", name)].flat();
  const bindings = ["RoleBinding", "ClusterRoleBinding"]
    .flatMap((kind) => objectsOf(set, "rbac.authorization.k8s.io", kind))
    .filter(({ object }) =>
      listAt(object, "subjects").some(
        (it) =>
          name !== undefined &&
          textAt(it, "kind") === "ServiceAccount" &&
          textAt(it, "name") === name &&
          (textAt(it, "namespace") ?? object.metadata.namespace) === namespace,
      ),
    );
  // One that is there in time may be enough.
  const bound = bindings.every((one) => isLater(one, job)) ? bindings : [];
  const volumes = listAt(job.object, ...pod, "volumes").flatMap((volume) => [
    ...named(volume, ["configMap"], "name").flatMap((it) => find("ConfigMap", it)),
    ...named(volume, ["secret"], "secretName").flatMap((it) => find("Secret", it)),
  ]);
  const containers = ["initContainers", "containers"].flatMap((key) => listAt(job.object, ...pod, key));
  const variables = containers.flatMap((container) => [
    ...listAt(container, "envFrom").flatMap((it) => [
      ...named(it, ["configMapRef"], "name").flatMap((text) => find("ConfigMap", text)),
      ...named(it, ["secretRef"], "name").flatMap((text) => find("Secret", text)),
    ]),
    ...listAt(container, "env").flatMap((it) => [
      ...named(it, ["valueFrom", "configMapKeyRef"], "name").flatMap((text) => find("ConfigMap", text)),
      ...named(it, ["valueFrom", "secretKeyRef"], "name").flatMap((text) => find("Secret", text)),
    ]),
  ]);
  return [...new Set([...account, ...bound, ...volumes, ...variables])];
}

/** What is named there, unless pods start without it. */
function named(value: unknown, at: readonly string[], key: string): readonly string[] {
  const name = textAt(value, ...at, key);
  return name === undefined || valueAt(value, ...at, "optional") === true ? [] : [name];
}
