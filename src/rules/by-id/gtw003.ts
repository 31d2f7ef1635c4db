import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { type Workload, workloadsOf } from "../workloads";

export const gtw003: Rule = {
  id: "GTW003",
  state: (set) => workloadsOf(set).flatMap((one) => uninjected(set, one)),
};

/** The image `auto` is none: injection puts the real one in its place. */
function uninjected(set: ManifestSet, { one, metadata, labels, annotations }: Workload): readonly Finding[] {
  const { object } = one;
  const path = [...metadata.slice(0, -1), "spec", "containers"];
  const containers = listAt(object, ...path);
  const at = containers.findIndex((container) => textAt(container, "image") === "auto");
  if (at < 0) return [];
  const own = labels["sidecar.istio.io/inject"];
  const isOff = wordOf(own) === "false";
  const home = namespaceLabels(set, object.metadata.namespace ?? "");
  if (home.labels["istio-injection"] === "disabled" && !isOff) return inDisabled(set, one, [...path, at, "image"]);
  const asks = own !== undefined || labels["istio.io/rev"] !== undefined;
  const isInjected =
    asks || !home.complete || home.labels["istio-injection"] === "enabled" || home.labels["istio.io/rev"] !== undefined;
  // Beside an application it is the sidecar itself, written out for its resources or probes.
  if (!isOff && isInjected)
    return containers.length > 1 ? [] : asSidecar(one, [...metadata, "annotations"], annotations);
  return [
    about("GTW003", one, {
      at: [...path, at, "image"],
      message: `image auto stands for the one that injection fills in, and ${isOff ? "sidecar.istio.io/inject=false switches it off" : "nothing asks for injection"}: its pods do not start`,
      hint: `Write the label sidecar.istio.io/inject: "true" under ${[...metadata, "labels"].join(".")}.`,
    }),
  ];
}

/** No webhook takes the pods of such a namespace, whatever their labels ask for. */
function inDisabled(set: ManifestSet, one: CheckedObject, at: readonly (string | number)[]): readonly Finding[] {
  const { namespace = "" } = one.object.metadata;
  if (isWritten(set, namespace)) return [];
  return [
    about("GTW003", one, {
      at,
      message: `image auto stands for the one that injection fills in, and Namespace ${namespace} has istio-injection=disabled, over which no label of pods wins: its pods do not start`,
      hint: `Take the label off Namespace ${namespace}, or write enabled.`,
    }),
  ];
}

/** Whether whoever builds the Namespace may write another label. */
function isWritten(set: ManifestSet, name: string): boolean {
  return objectsOf(set, "", "Namespace").some(
    (one) => one.object.metadata.name === name && set.writes?.(one, "istio-injection") === true,
  );
}

/** Of the templates the one for gateways makes a gateway of it; without a word, injection takes that for sidecars. */
function asSidecar(
  one: CheckedObject,
  at: readonly string[],
  annotations: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  const key = "inject.istio.io/templates";
  if (annotations[key] !== undefined) return [];
  return [
    about("GTW003", one, {
      at: Object.keys(annotations).length > 0 ? at : at.slice(0, -1),
      message:
        "image auto, and no template is named: injection makes a sidecar without an application of it, which no Gateway configures",
      hint: `Write the annotation ${key}: gateway under ${at.join(".")}.`,
    }),
  ];
}
