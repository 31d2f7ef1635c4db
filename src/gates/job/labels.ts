import { sha256 } from "../../basics/sha256";
import { isEnrolled, mark, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { NamespaceLabels } from "../../plan/change/described";
import type { Check } from "../../plan/checks";
import type { Phase } from "../../plan/phase";
import { commandOfLabels } from "../labels";
import { gateContainers } from "./containers";
import { gateImage } from "./image";

/** The labels that a phase sets on Namespaces that are shared: of those that have joined, and in a row of changes all that it touches. */
export function jobLabels(mesh: Mesh, { kind, state, described }: Phase): readonly NamespaceLabels[] {
  if (described) return described.labels;
  if (state.revisions && kind !== "baseline") return revisionLabels(mesh, state.notYetJoined);
  // The mesh's own namespaces join only where they are listed.
  return mesh.namespaces
    .filter(({ name, ownership, joins }) => joins && ownership === "shared" && !state.notYetJoined?.includes(name))
    .map((namespace) => ({ namespace: namespace.name, labels: meshLabels(mesh, namespace) }));
}

/** Under RevisionBased labels move, and move back: each phase has all of them, but for those of Namespaces that follow a tag. */
function revisionLabels(mesh: Mesh, notYetJoined: readonly string[] = []): readonly NamespaceLabels[] {
  return mesh.namespaces
    .filter(({ name, ownership, joins }) => ownership === "shared" && !(joins && notYetJoined.includes(name)))
    .filter((namespace) => namespace.joins || (namespace.revisionTag === undefined && isEnrolled(mesh, namespace)))
    .map((namespace) => {
      const all = meshLabels(mesh, namespace);
      const rev = all["istio.io/rev"];
      return {
        namespace: namespace.name,
        labels: namespace.joins || rev === undefined ? all : { "istio.io/rev": rev },
      };
    });
}

/**
 * What a Job that sets labels waits for first, where labels move: the delivery of namespaces is ordered by nothing else, and a label that comes before
 * what it names takes its namespace out of L7 policy.
 */
export function heldBy({ kind, state, described, precheck }: Phase): readonly Check[] {
  return described || state.revisions || kind === "namespaces"
    ? precheck.filter(({ check }) => check === "neighbour-applied")
    : [];
}

/** The service account of the Job. */
export function labelsAccount(mesh: string): string {
  return `meshstep-${mesh}-labels`;
}

/** The Job that sets them, but for its service account. Its name tells its content: it runs again when that changes. */
export function labelJobParts(mesh: Mesh, phase: Phase) {
  const { deadlineSeconds, pullSecret } = mesh.delivery.gates;
  const first = gateContainers(heldBy(phase), deadlineSeconds);
  const labelling = jobLabels(mesh, phase).map(({ namespace, labels }, index) => ({
    name: `${String(first.length + index + 1).padStart(2, "0")}-label`,
    args: commandOfLabels(namespace, labels),
  }));
  const containers = [...first, ...labelling];
  const image = gateImage(mesh);
  const content = JSON.stringify([containers, image, pullSecret, deadlineSeconds]);
  const suffix = `-labels-${sha256(content).slice(0, 8)}`;
  return {
    name: `${mesh.name.slice(0, 63 - suffix.length)}${suffix}`,
    namespace: mesh.controlPlane.namespace,
    labels: { [mark.mesh]: mesh.name, [mark.gate]: "labels" },
    containers,
    image,
    pullSecret,
    deadlineSeconds,
  };
}
