import { distribution as findDistribution } from "../../catalog/lookup";
import { distributionNames } from "../../catalog/types";
import type { Finding } from "../../findings/finding";
import { alaudaTargets } from "../../mesh/operator-group";
import { listAt, textAt } from "../../objects/object-paths";
import { annotationsOf, apiVersionOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

const packages = distributionNames.map((name) => findDistribution(name).package);

export const sub002: Rule = {
  id: "SUB002",
  state: (set) => {
    const operators = objectsOf(set, "operators.coreos.com", "Subscription").filter(({ object }) =>
      packages.includes(textAt(object, "spec", "name") ?? ""),
    );
    return [
      ...operators.flatMap((one) => [...incomplete(one), ...fromNowhere(set, one), ...otherHome(set, one)]),
      ...operatorGroups(set, operators),
    ];
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

/** Catalogues and namespaces of OLM that every cluster has. */
const common = {
  source: [
    "redhat-operators",
    "certified-operators",
    "community-operators",
    "redhat-marketplace",
    "operatorhubio-catalog",
  ],
  sourceNamespace: ["openshift-marketplace", "olm"],
} as const;

/** The catalogues that have a package not. */
const without: Readonly<Record<string, readonly string[]>> = {
  servicemeshoperator3: ["community-operators", "certified-operators", "operatorhubio-catalog"],
  sailoperator: ["redhat-operators", "certified-operators"],
};

/** A catalogue, or a namespace, that is nearly one of OLM's; and one that has the package not. */
function fromNowhere(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const own = objectsOf(set, "operators.coreos.com", "CatalogSource").map(({ object }) => object.metadata);
  const home = one.object.metadata.namespace ?? "";
  const slips = [
    ...(["source", "sourceNamespace"] as const).map((key) => ({
      at: ["spec", key],
      value: textAt(one.object, "spec", key) ?? "",
      there: [...common[key], ...own.flatMap((it) => (key === "source" ? it.name : (it.namespace ?? [])))],
    })),
    { at: ["metadata", "namespace"], value: home, there: ["openshift-operators", "operators"] },
  ].flatMap(({ at, value, there }) => {
    const near = there.includes(value) ? undefined : slipOf(value, there);
    const isMade = objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === value);
    if (near === undefined || isMade) return [];
    const message = `${at.join(".")} is ${value}, and ${near} is nearly called so: OLM finds nothing there`;
    return [about("SUB002", one, { at, severity: "warning", message, hint: `Did you mean ${near}?` })];
  });
  const [name, source] = [textAt(one.object, "spec", "name") ?? "", textAt(one.object, "spec", "source") ?? ""];
  if (!without[name]?.includes(source)) return slips;
  const message = `catalogue ${source} has no package ${name}: OLM installs nothing`;
  return [...slips, about("SUB002", one, { at: ["spec", "source"], message })];
}

/** A catalogue of one's own, looked for in another namespace than the one that it is made in. */
function otherHome(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "sourceNamespace"];
  const [source, home] = [textAt(one.object, "spec", "source"), textAt(one.object, ...at)];
  const made = objectsOf(set, "operators.coreos.com", "CatalogSource").filter(
    ({ object }) => object.metadata.name === source,
  );
  const homes = made.flatMap(({ object }) => object.metadata.namespace ?? []);
  // Catalogues that every cluster has may be made a second time; and what a patch moves is not seen here.
  const isCommon =
    common.source.some((name) => name === source) && common.sourceNamespace.some((name) => name === home);
  const isOpen =
    set.writes?.(one, "sourceNamespace") || made.some((it) => set.apart?.(it, one) || set.writes?.(it, "namespace"));
  if (!home || homes.length < made.length || homes.length === 0 || homes.includes(home) || isCommon || isOpen)
    return [];
  const message = `spec.sourceNamespace is ${home}, and the CatalogSource ${source} is made in ${homes.join(" and ")}: OLM finds no such catalogue, and installs nothing`;
  const [first] = homes;
  return [about("SUB002", one, { at, message, fix: homes.length === 1 && first ? [{ at, value: first }] : [] })];
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
    if (home === "openshift-operators" && first.object.metadata.name !== "global-operators") {
      const message = `a second OperatorGroup in namespace ${home}, beside global-operators, which OpenShift has there: OLM fails all that is installed in it (TooManyOperatorGroups)`;
      return [about("SUB002", first, { message, hint: "Take it away." })];
    }
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
  if (annotationsOf(one.object)[alaudaTargets] !== undefined) return [];
  return [
    about("SUB002", one, {
      at: ["metadata", "namespace"],
      message: `namespace ${home} is made here and has no OperatorGroup: OLM installs nothing in it`,
      hint: "Add an OperatorGroup without targetNamespaces.",
    }),
  ];
}
