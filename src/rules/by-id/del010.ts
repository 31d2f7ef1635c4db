import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { changedObjects } from "../changed";
import { hookNeeds } from "../engines/hook-needs";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";

export const del010: Rule = {
  id: "DEL010",
  state: hookNeeds,
  step: (step) => {
    const gone = changedObjects(step).flatMap(({ before, after }) => (before && !after ? [before] : []));
    if (gone.length === 0) return [];
    return gone.flatMap((one): Finding[] => {
      const losers = accountsOf(step, one);
      const user = objectsOf(step.after, "batch", "Job").find((job) => losers.includes(accountOf(job)));
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

/**
 * The service accounts, as `namespace/name`, that an object which goes away leaves without what they need. What only one of several
 * roles allowed may be what only another Job needed, which went as well: an account without any role is certain.
 */
function accountsOf({ after }: Step, one: CheckedObject): readonly string[] {
  const { object } = one;
  const { name, namespace } = object.metadata;
  switch (kindOf(object)) {
    case "/ServiceAccount":
      return [`${namespace}/${name}`];
    case `${rbac}/RoleBinding`:
    case `${rbac}/ClusterRoleBinding`:
      return subjectsOf(one).filter((account) => !bindingsOf(after).some((left) => subjectsOf(left).includes(account)));
    case `${rbac}/Role`:
    case `${rbac}/ClusterRole`:
      return bindingsOf(after)
        .filter((binding) => binds(binding, one))
        .flatMap(subjectsOf);
    default:
      return [];
  }
}

function bindingsOf(set: ManifestSet): readonly CheckedObject[] {
  return ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) => objectsOf(set, rbac, kind));
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
