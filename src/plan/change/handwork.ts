import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { PhaseDraft } from "../in-place/draft";
import type { ManualStep } from "../manual-steps";
import type { BackSteps } from "../phase";
import { controlPlaneVersion, type MeshState, runningVersions } from "../state";
import { goneObjects } from "./carried";
import { type LabelChange, labelChanges, labelsIn, mayStay } from "./label-changes";
import { waitsForPeople } from "./part-steps";

/*
 * What only people do when one description becomes another.
 */

/** What handwork depends on beside the two descriptions. */
export interface Handwork {
  /** Of the control plane, which sidecars are injected at. */
  readonly version: string;
  /** The description that the row starts from. */
  readonly start: Mesh;
  /** Whether the row is walked back. @default false */
  readonly back?: boolean;
}

/** What people do when the labels of namespaces change: owners set those on Namespaces of their own, and sidecars come and go with a restart. */
export function handwork(from: Mesh, to: Mesh, { version, start, back }: Handwork): readonly ManualStep[] {
  return labelChanges(from, to).flatMap((change): ManualStep[] => {
    const { name, before, after, set } = change;
    const isExternal = (after ?? before)?.ownership === "external";
    const entry = labelledNamespaces(to).find((one) => one.name === name);
    const taken = takenByHand(start, change);
    return [
      ...(isExternal && Object.keys(set).length > 0 && entry
        ? [{ step: "ask-owner" as const, namespace: name, labels: meshLabels(to, entry), ...(back && { back }) }]
        : []),
      ...(taken.length > 0 ? [{ step: "take-labels" as const, namespace: name, labels: taken, isExternal }] : []),
      ...restarts(to, change, version),
    ];
  });
}

/** Labels that nobody else takes off: the owner's, and those that a Job has set on a Namespace which had not had them. */
function takenByHand(start: Mesh, change: LabelChange): readonly string[] {
  const { name, before, after, gone } = change;
  if ((after ?? before)?.ownership === "external") return gone;
  if ([before, after].some((one) => one?.ownership === "owned")) return [];
  const had = labelsIn(start, name);
  return gone.filter((key) => had[key] === undefined && !mayStay(start, change, key));
}

function restarts({ dataPlane }: Mesh, { name, set, gone }: LabelChange, version: string): ManualStep[] {
  if (dataPlane !== "sidecar") return [];
  if (Object.keys(set).some(injects)) return [{ step: "restart-workloads", namespace: name, version }];
  return gone.some(injects) ? [{ step: "restart-workloads", namespace: name }] : [];
}

function injects(label: string): boolean {
  return ["istio-injection", "istio.io/rev"].includes(label);
}

/** What people do when a phase is walked back to the one before. */
export function changedBack(is: PhaseDraft, was: PhaseDraft, start: Mesh): BackSteps | undefined {
  const [from, to] = [is.described?.mesh, was.described?.mesh];
  if (!from || !to) return undefined;
  const replaced = waitsForPeople(from, to) ? drains(to, was.state) : [];
  const byHand = handwork(from, to, { version: controlPlaneVersion(was.state), start, back: true });
  return { before: [], after: [...byHand, ...replaced, ...deletions(from, to)] };
}

/** Node by node, under OnDelete. */
export function drains({ ztunnel }: Mesh, runs: MeshState): readonly ManualStep[] {
  const version = runningVersions(runs, "ztunnel").at(-1);
  return ztunnel && version !== undefined
    ? [{ step: "drain-nodes", ztunnelNamespace: ztunnel.namespace, version }]
    : [];
}

/** What people delete because no engine does. */
export function deletions(from: Mesh, to: Mesh): readonly ManualStep[] {
  return goneObjects(from, to).map((one) => ({ step: "delete-object", ...one }));
}
