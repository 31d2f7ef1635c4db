import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { pairs } from "../changed";
import { memberOf } from "../membership";
import { annotationsOf, labelsOf, objectsOf } from "../objects";
import { about, type ManifestSet, type Rule, type Step } from "../rule";
import { workloadsOf } from "../workloads";

const modeLabel = "istio.io/dataplane-mode";

export const ns006: Rule = {
  id: "NS006",
  state: (set) => outsideItsWaypoint(set),
  step: (step) => {
    // What phases of ours do with labels is planned.
    if (step.kind !== undefined) return [];
    const namespaces = pairs(step, (set) => objectsOf(set, "", "Namespace")).flatMap(
      ({ before, after }): readonly Finding[] => {
        const [from, to] = [before, after].map(({ object }) => memberOf(labelsOf(object)));
        if (from === undefined || to === from) return [];
        const result = to === undefined ? "leaves the mesh" : `goes from ${from} to ${to}`;
        return [
          about("NS006", after, {
            at: ["metadata", "labels"],
            message: `namespace ${after.object.metadata.name} ${result}: its workloads lose mTLS and policies, or get them twice, until they have restarted`,
          }),
        ];
      },
    );
    return [...namespaces, ...podsThatLeave(step)];
  },
};

/** Pods that are told to stay out of the mesh of their namespace, and were in it. */
function podsThatLeave(step: Step): readonly Finding[] {
  const outs = [
    [modeLabel, "none"],
    ["sidecar.istio.io/inject", "false"],
  ] as const;
  const before = new Map(workloadsOf(step.before).map((it) => [objectId(it.one.object), it]));
  return workloadsOf(step.after).flatMap(({ one, metadata, labels }) => {
    const old = before.get(objectId(one.object));
    return outs.flatMap(([key, value]) => {
      if (!old || labels[key] !== value || old.labels[key] === value) return [];
      return [
        about("NS006", one, {
          at: [...metadata, "labels", key],
          severity: "warning",
          message: `the pods leave the mesh (${key}=${value}): they lose mTLS and policies, and what asks for mTLS refuses them`,
        }),
      ];
    });
  });
}

/** A namespace with workloads that names a waypoint and is itself in no mesh. */
function outsideItsWaypoint(set: ManifestSet): readonly Finding[] {
  const homes = new Set(workloadsOf(set).map(({ one }) => one.object.metadata.namespace));
  const inMesh = new Set(
    workloadsOf(set)
      .filter(({ labels }) => labels[modeLabel] === "ambient")
      .map(({ one }) => one.object.metadata.namespace),
  );
  return objectsOf(set, "", "Namespace").flatMap((one): readonly Finding[] => {
    const { name } = one.object.metadata;
    const labels = labelsOf(one.object);
    const waypoint = labels["istio.io/use-waypoint"];
    if (waypoint === undefined || waypoint === "none" || memberOf(labels) !== undefined) return [];
    // A slip in the label, or an annotation in its place, is NS005's to say.
    const written = [...Object.keys(labels), ...Object.keys(annotationsOf(one.object))];
    if (
      written.some((key) => nearest(key, [modeLabel]) !== undefined) ||
      one.assumed ||
      !homes.has(name) ||
      inMesh.has(name)
    )
      return [];
    return [
      about("NS006", one, {
        at: ["metadata", "labels", "istio.io/use-waypoint"],
        severity: "warning",
        message: `namespace ${name} names a waypoint and is not in the mesh itself: traffic from its workloads goes past every waypoint`,
        hint: "Label it istio.io/dataplane-mode: ambient.",
      }),
    ];
  });
}
