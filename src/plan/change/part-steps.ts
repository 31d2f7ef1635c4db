import { isDeepStrictEqual } from "node:util";
import type { Mesh } from "../../mesh/mesh";
import { drainsAsBefore, replacedByPeople, ztunnelRestart } from "../disruption";
import { runningSettings } from "../in-place/baseline";
import { cniValues, istioValues, ztunnelValues } from "../object-values";
import { drainedByPeople } from "../restart-words";
import { labelledFor } from "./label-steps";
import { type Between, type ChangeStep, linesOf, valueLines } from "./step";

/*
 * Settings of the parts that run: each part in a commit of its own, so that what rolls rolls alone.
 */

/** The Subscription: who approves, and where it is found. Its release moves by an upgrade alone. */
export function operatorStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const [was, is] = [now, after].map(({ operator: { release: _, ...settings } }) => settings);
  const byHelm = was?.helm !== undefined || is?.helm !== undefined;
  const lines = linesOf(byHelm ? "mesh.yaml" : "Subscription", "spec.operator", was, is);
  if (lines.length === 0) return undefined;
  const step = { name: "change-operator", title: "Change how the operator is installed" };
  if (byHelm) {
    return {
      ...step,
      why: "Who installs the operator is said otherwise: what later phases ask of it, and where, goes by that. What is installed does not change by it.",
      disruption: "None: what the Jobs of the gates may read changes, and nothing else.",
      changes: lines,
      mesh: { ...now, operator: after.operator },
    };
  }
  return {
    ...step,
    why: "The Subscription is OLM's business; nothing of the mesh moves with it.",
    disruption:
      "None for the mesh. Another config restarts the operator's pod, which no proxy is connected to. With Automatic approval OLM may install another release at any time from here on.",
    changes: lines,
    mesh: { ...now, operator: after.operator },
  };
}

export function controlPlaneStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const reselects = !isDeepStrictEqual(now.controlPlane.discoverySelectors, after.controlPlane.discoverySelectors);
  // What the old selectors matched by stays until they are no longer in force.
  const namespaces = reselects ? labelledFor([], now) : now.namespaces;
  const mesh = { ...now, controlPlane: after.controlPlane, namespaces };
  const lines = [
    ...valueLines(`Istio/${now.controlPlane.name}`, istioValues(now), istioValues(mesh)),
    ...objectLines(`Istio/${now.controlPlane.name}`, now.controlPlane, mesh.controlPlane),
    ...linesOf(
      `Istio/${now.controlPlane.name}`,
      "spec.updateStrategy.inactiveRevisionDeletionGracePeriodSeconds",
      now.controlPlane.inactiveRevisionDeletionGracePeriodSeconds,
      mesh.controlPlane.inactiveRevisionDeletionGracePeriodSeconds,
    ),
  ];
  if (lines.length === 0) return undefined;
  return {
    name: "change-control-plane",
    title: "Change the control plane's settings",
    why: "istiod's settings change alone, before anything that relies on them.",
    disruption:
      "The operator renders istiod's chart again. Settings of its pods (env, resources, replicas, scheduling) restart istiod: proxies keep their configuration and reconnect, and none is delivered in between. meshConfig reaches running proxies without a restart; settings of injected proxies reach a pod when it restarts.",
    changes: lines,
    mesh,
  };
}

/** Sidecars that are injected for it are to find it on every node. */
export function addCniStep({ now: { mesh: now }, after: { cni } }: Between): ChangeStep | undefined {
  if (now.cni || !cni) return undefined;
  return {
    name: "add-cni",
    title: "The CNI plugin comes",
    why: "It is on every node before istiod injects sidecars that rely on it, which values of the control plane ask for.",
    disruption:
      "Pods that run keep what their init container has set up. From here on a pod that starts goes through the plugin, which leaves those with an init container of their own alone. This was not seen in the lab.",
    changes: ["IstioCNI/default added"],
    mesh: { ...now, cni },
  };
}

export function cniStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  if (!now.cni || !after.cni) return undefined;
  const mesh = { ...now, cni: after.cni };
  const lines = [
    ...valueLines("IstioCNI/default", cniValues(now), cniValues(mesh)),
    ...objectLines("IstioCNI/default", now.cni, after.cni),
  ];
  if (lines.length === 0) return undefined;
  return {
    name: "change-cni",
    title: "Change the CNI plugin's settings",
    why: "Settings of the CNI plugin change alone: its pods restart on every node.",
    disruption:
      "istio-cni-node restarts node by node. A pod that starts on a node meanwhile waits until it is ready again.",
    changes: lines,
    mesh,
  };
}

export function ztunnelStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  if (!now.ztunnel || !after.ztunnel) return undefined;
  const mesh = { ...now, ztunnel: after.ztunnel };
  const lines = [
    ...valueLines("ZTunnel/default", ztunnelObject(now), ztunnelObject(mesh)),
    ...objectLines("ZTunnel/default", now.ztunnel, after.ztunnel),
  ];
  if (lines.length === 0) return undefined;
  return {
    name: "change-ztunnel",
    title: "Change ztunnel's settings",
    why: "Settings of ztunnel change alone: it carries the traffic of every node.",
    disruption: isOnDelete(after)
      ? replacedByPeople
      : [ztunnelRestart, ...(graceOf(now) === graceOf(mesh) ? [] : [drainsAsBefore])].join(" "),
    changes: lines,
    mesh,
  };
}

/** Under OnDelete the new settings are only on nodes that people emptied. */
export function replaceZtunnelStep({ before, after }: Between): ChangeStep | undefined {
  if (!waitsForPeople(before.mesh, after)) return undefined;
  return {
    name: "restart-ztunnel",
    ...drainedByPeople,
    changes: [],
    drains: true,
  };
}

/** Whether people have to replace ztunnel on every node, so that it has the settings of the second description. */
export function waitsForPeople(from: Mesh, to: Mesh): boolean {
  if (!from.ztunnel || !to.ztunnel || !isOnDelete(to)) return false;
  const lines = valueLines("ZTunnel/default", ztunnelObject(from), ztunnelObject(to));
  // How it is replaced is no matter of its pods.
  return lines.some((line) => !line.startsWith("ZTunnel/default spec.values.ztunnel.updateStrategy"));
}

/** Seconds; nothing said is the chart's. */
function graceOf(mesh: Mesh): number {
  return runningSettings(mesh)?.terminationGracePeriodSeconds ?? 30;
}

function isOnDelete(mesh: Mesh): boolean {
  return runningSettings(mesh)?.updateStrategy === "OnDelete";
}

function ztunnelObject(mesh: Mesh): unknown {
  const { terminationGracePeriodSeconds, updateStrategy } = mesh.ztunnel ?? {};
  return ztunnelValues(mesh, { terminationGracePeriodSeconds, updateStrategy });
}

/** What keys of mesh.yaml say of an object beside its values. */
interface ObjectKeys {
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly profile?: unknown;
}

function objectLines(object: string, before: ObjectKeys, after: ObjectKeys): string[] {
  return [
    ...linesOf(object, "metadata.labels", before.labels ?? {}, after.labels ?? {}),
    ...linesOf(object, "metadata.annotations", before.annotations ?? {}, after.annotations ?? {}),
    ...linesOf(object, "spec.profile", before.profile, after.profile),
  ];
}
