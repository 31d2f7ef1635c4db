import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt } from "../../source/object-paths";
import { changedObjects } from "../changed";
import { kindOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const del010: Rule = {
  id: "DEL010",
  step: (step) => {
    const gone = changedObjects(step).flatMap(({ before, after }) => (before && !after ? [before] : []));
    if (gone.length === 0) return [];
    return gone.flatMap((one): Finding[] => {
      const accounts = accountsOf(step.before, one);
      const user = objectsOf(step.after, "batch", "Job").find((job) => accounts.includes(accountOf(job)));
      if (!user) return [];
      return [
        about("DEL010", user, {
          at: ["spec", "template", "spec", "serviceAccountName"],
          message: `${objectId(user.object)} stays, and this step takes away ${objectId(one.object)}, which it runs with: its pods are refused, or may ask for nothing`,
          hint: "Take both away in one step, the Job first.",
        }),
      ];
    });
  },
};

const rbac = "rbac.authorization.k8s.io";

/** The service accounts, as `namespace/name`, that lose something with an object. */
function accountsOf(set: ManifestSet, one: CheckedObject): readonly string[] {
  const { object } = one;
  const { name, namespace } = object.metadata;
  switch (kindOf(object)) {
    case "/ServiceAccount":
      return [`${namespace}/${name}`];
    case `${rbac}/RoleBinding`:
    case `${rbac}/ClusterRoleBinding`:
      return subjectsOf(one);
    case `${rbac}/Role`:
    case `${rbac}/ClusterRole`:
      return ["RoleBinding", "ClusterRoleBinding"]
        .flatMap((kind) => objectsOf(set, rbac, kind))
        .filter((binding) => binds(binding, one))
        .flatMap(subjectsOf);
    default:
      return [];
  }
}

function binds({ object }: CheckedObject, role: CheckedObject): boolean {
  const { kind, metadata } = role.object;
  const isNear = kind === "ClusterRole" || metadata.namespace === object.metadata.namespace;
  return isNear && textAt(object, "roleRef", "kind") === kind && textAt(object, "roleRef", "name") === metadata.name;
}

function subjectsOf({ object }: CheckedObject): readonly string[] {
  return listAt(object, "subjects").flatMap((subject) =>
    textAt(subject, "kind") === "ServiceAccount"
      ? [`${textAt(subject, "namespace") ?? object.metadata.namespace}/${textAt(subject, "name")}`]
      : [],
  );
}

function accountOf({ object }: CheckedObject): string {
  return `${object.metadata.namespace}/${textAt(object, "spec", "template", "spec", "serviceAccountName") ?? "default"}`;
}
