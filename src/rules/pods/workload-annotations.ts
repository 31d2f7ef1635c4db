import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { annotationsOf, namespaceLabels } from "../objects";
import { about, type ManifestSet } from "../rule";
import type { Workload } from "../workloads";
import { podAnnotations } from "./pod-annotations";

/** Annotations for pods that stand on what makes the pods, where injection does not look (POD001). */
export function misplacedAnnotations({ one, metadata, labels, annotations }: Workload): readonly Finding[] {
  if (metadata.length === 1) return [];
  return Object.keys(annotationsOf(one.object)).flatMap((key) => {
    const isThere = Object.hasOwn(annotations, key) || Object.hasOwn(labels, key);
    if (!Object.hasOwn(podAnnotations, key) || isThere || key === "istio.io/rev") return [];
    return [
      about("POD001", one, {
        at: ["metadata", "annotations", key],
        severity: "warning",
        message: `${key} stands on the ${one.object.kind}, and Istio reads it of pods: it has no effect`,
        hint: `Move it to ${metadata.join(".")}.annotations.`,
      }),
    ];
  });
}

/** What the proxy, or the redirection of ztunnel in the pod's own network, listens on. */
const proxyPorts: Readonly<Record<"sidecars" | "ambient", readonly number[]>> = {
  sidecars: [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090],
  ambient: [15001, 15006, 15008, 15053],
};

/** Containers that want a port which the mesh takes (POD001). */
export function takenPorts(set: ManifestSet, { one, metadata, labels, annotations }: Workload): readonly Finding[] {
  const member = memberOf(namespaceLabels(set, one.object.metadata.namespace ?? "default").labels);
  const optsOut = labels["sidecar.istio.io/inject"] === "false" || labels["istio.io/dataplane-mode"] === "none";
  if (member === undefined || optsOut || annotations["inject.istio.io/templates"] !== undefined) return [];
  const pod = [...metadata.slice(0, -1), "spec"];
  return listAt(one.object, ...pod, "containers").flatMap((container, index) =>
    listAt(container, "ports").flatMap((port, which) => {
      const number = valueAt(port, "containerPort");
      const isTaken = proxyPorts[member].some((it) => it === number) && textAt(port, "protocol") !== "UDP";
      if (!isTaken || textAt(container, "name") === "istio-proxy") return [];
      const at = [...pod, "containers", index, "ports", which, "containerPort"];
      const whose = member === "sidecars" ? "its sidecar listens" : "ztunnel listens for the pod";
      const message = `port ${number} is one that ${whose} on: the container cannot open it, or nobody gets to it`;
      return [about("POD001", one, { at, severity: "warning", message, hint: "Let it listen on another port." })];
    }),
  );
}
