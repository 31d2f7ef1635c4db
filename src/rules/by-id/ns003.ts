import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt } from "../../source/object-paths";
import { labelsOf, namespaceLabels, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { anyOf, type Match, matchSelector, selectorKeys } from "../selector";

export const ns003: Rule = {
  id: "NS003",
  state: (set) => {
    const scopes = discoveryScopes(set);
    // A control plane without selectors sees every namespace.
    if (scopes.length === 0 || scopes.some(({ selectors }) => selectors.length === 0)) return [];
    const declared = new Map(objectsOf(set, "", "Namespace").map((one) => [one.object.metadata.name, one]));
    const members = [...declared].flatMap(([name, one]) =>
      inMesh(labelsOf(one.object)) ? outside(set, scopes, name, one, "") : [],
    );
    // The CNI asks istiod for nothing.
    const homes = sailObjects(set, ["Istio", "ZTunnel"]).flatMap((part) => {
      const name = podNamespace(part);
      const namespace = declared.get(name);
      if (namespace && inMesh(labelsOf(namespace.object))) return [];
      return outside(set, scopes, name, namespace ?? part, `, where ${part.object.kind} runs,`);
    });
    return [...members, ...homes];
  },
};

interface Scope {
  readonly istio: CheckedObject;
  readonly selectors: readonly unknown[];
}

function discoveryScopes(set: ManifestSet): readonly Scope[] {
  return sailObjects(set, ["Istio"]).map((istio) => ({
    istio,
    selectors: listAt(istio.object, "spec", "values", "meshConfig", "discoverySelectors"),
  }));
}

function inMesh(labels: Readonly<Record<string, string>>): boolean {
  return (
    labels["istio.io/dataplane-mode"] === "ambient" ||
    labels["istio-injection"] === "enabled" ||
    labels["istio.io/rev"] !== undefined ||
    (labels["istio.io/use-waypoint"] ?? "none") !== "none"
  );
}

function outside(
  set: ManifestSet,
  scopes: readonly Scope[],
  name: string,
  subject: CheckedObject,
  role: string,
): readonly Finding[] {
  const known = namespaceLabels(set, name);
  const selectors = scopes.flatMap((scope) => scope.selectors);
  const match: Match = anyOf(selectors.map((selector) => matchSelector(selector, known)));
  if (match === "yes") return [];
  const whose = `the discovery selectors of ${scopes.map(({ istio }) => objectId(istio.object)).join(" and ")}`;
  const keys = [...new Set(selectors.flatMap(selectorKeys))].join(", ");
  const message =
    match === "no"
      ? `namespace ${name}${role} is outside ${whose}`
      : `whether ${whose} match namespace ${name}${role} cannot be seen here: they ask for ${keys}`;
  const at = subject.object.kind === "Namespace" ? ["metadata", "labels"] : ["spec", "namespace"];
  return [about("NS003", subject, { at, message })];
}
