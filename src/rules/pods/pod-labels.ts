import { nearest } from "../../basics/nearest";
import { isDefaultRevision } from "../../catalog/revisions";
import type { Finding } from "../../findings/finding";
import { valueAt, wordOf } from "../../objects/object-paths";
import { labelsOf, sailObjects } from "../objects";
import { about, type ManifestSet } from "../rule";
import type { Workload } from "../workloads";

const template = "inject.istio.io/templates";

const builtInTemplates = ["sidecar", "gateway", "grpc-simple", "grpc-agent"];

/** The template that pods are injected with: an annotation, and the name of one that the mesh has. */
export function templates(set: ManifestSet, { one, metadata, labels, annotations }: Workload): readonly Finding[] {
  if (labels[template] !== undefined && annotations[template] === undefined) {
    const message = `${template} is an annotation; as a label Istio does not read it`;
    const hint = `Move it to ${[...metadata, "annotations"].join(".")}.`;
    return [about("NS005", one, { at: [...metadata, "labels", template], message, hint })];
  }
  const path = ["spec", "values", "sidecarInjectorWebhook", "templates"];
  const own = sailObjects(set, ["Istio", "IstioRevision"]).flatMap(({ object }) =>
    Object.keys(Object(valueAt(object, ...path))),
  );
  const known = [...builtInTemplates, ...own];
  return wordOf(annotations[template] ?? "")
    .split(",")
    .flatMap((name) => {
      const near = name === "" || known.includes(name.trim()) ? undefined : nearest(name.trim(), known);
      if (near === undefined) return [];
      const message = `the mesh has no template ${name.trim()}: injection fails, and no pod is made`;
      const at = [...metadata, "annotations", template];
      return [about("NS005", one, { at, message, hint: `Did you mean ${near}?` })];
    });
}

/** Istio reads labels of pods; those of the workload that makes the pods are read by nobody. */
export function ofWorkload({ one, metadata, labels }: Workload): readonly Finding[] {
  const own = labelsOf(one.object);
  if (metadata.length <= 1) return [];
  return (
    ["sidecar.istio.io/inject", "istio.io/dataplane-mode", "istio.io/rev"]
      .filter((key) => own[key] !== undefined && labels[key] === undefined)
      // Pods that name no revision are of that one all the same.
      .filter((key) => key !== "istio.io/rev" || !isDefaultRevision(own[key] ?? ""))
      .map((key) =>
        about("NS005", one, {
          at: ["metadata", "labels", key],
          severity: "warning",
          message: `${key} on the ${one.object.kind} itself is not read: Istio looks at the labels of its pods`,
          hint: `Move it to ${[...metadata, "labels"].join(".")}.`,
        }),
      )
  );
}
