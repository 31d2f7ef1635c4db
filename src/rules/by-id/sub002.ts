import { distribution as findDistribution } from "../../catalog/lookup";
import { distributionNames } from "../../catalog/types";
import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../source/object-paths";
import { apiVersionOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

const packages = distributionNames.map((name) => findDistribution(name).package);

export const sub002: Rule = {
  id: "SUB002",
  state: (set) => {
    const operators = objectsOf(set, "operators.coreos.com", "Subscription").filter(({ object }) =>
      packages.includes(textAt(object, "spec", "name") ?? ""),
    );
    return [...operators.flatMap(incomplete), ...operatorGroups(set, operators)];
  },
};

/** What the CRD of Subscriptions asks for. */
function incomplete(one: CheckedObject): readonly Finding[] {
  const version = apiVersionOf(one.object);
  const strange =
    version === "v1alpha1"
      ? []
      : [
          about("SUB002", one, {
            at: ["apiVersion"],
            message: `Subscription is not served as operators.coreos.com/${version}: the API server refuses it`,
            hint: "Write operators.coreos.com/v1alpha1.",
            fix: [{ at: ["apiVersion"], value: "operators.coreos.com/v1alpha1" }],
          }),
        ];
  const missing = ["source", "sourceNamespace"].filter((key) => textAt(one.object, "spec", key) === undefined);
  if (missing.length === 0) return strange;
  const message = `a Subscription without spec.${missing.join(" and spec.")}: the API server refuses it`;
  return [...strange, about("SUB002", one, { at: ["spec"], message })];
}

/** Of OperatorGroups a namespace takes one, and the operators of Istio watch every namespace. */
function operatorGroups(set: ManifestSet, operators: readonly CheckedObject[]): readonly Finding[] {
  const homes = new Set(operators.map(({ object }) => object.metadata.namespace));
  const groups = objectsOf(set, "operators.coreos.com", "OperatorGroup");
  return [...homes].flatMap((home) => {
    const [first, second] = groups.filter(({ object }) => object.metadata.namespace === home);
    const at = ["spec", "targetNamespaces"];
    if (first && second && first.object.metadata.name !== second.object.metadata.name) {
      const message = `a second OperatorGroup in namespace ${home}, beside ${first.object.metadata.name}: OLM installs nothing there`;
      return [about("SUB002", second, { message, hint: "Keep one." })];
    }
    if (!first) return noGroup(set, home, operators);
    if (listAt(first.object, ...at).length === 0) return [];
    return [
      about("SUB002", first, {
        at,
        message: `an OperatorGroup for some namespaces only, and the operator watches all of them: OLM does not install it (UnsupportedOperatorGroup)`,
        hint: "Leave spec.targetNamespaces out.",
        fix: [{ at, value: undefined }],
      }),
    ];
  });
}

/** A namespace that is made here has no OperatorGroup by itself, other than the common ones of a cluster. */
function noGroup(set: ManifestSet, home: string | undefined, operators: readonly CheckedObject[]): readonly Finding[] {
  const isMadeHere = objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === home);
  const one = operators.find(({ object }) => object.metadata.namespace === home);
  if (!isMadeHere || !one || home === "openshift-operators" || home === "operators") return [];
  return [
    about("SUB002", one, {
      at: ["metadata", "namespace"],
      message: `namespace ${home} is made here and has no OperatorGroup: OLM installs nothing in it`,
      hint: "Add an OperatorGroup without targetNamespaces.",
    }),
  ];
}
