import { discoveryLabels } from "../../mesh/label-selector";
import { isEnrolled, keyLabels, labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { LabelSelector, MeshNamespace } from "../../mesh/schema";
import { labelChanges, labelsIn } from "./label-changes";
import { type Between, type ChangeStep, changeLine } from "./step";

/*
 * Labels of namespaces: set after what they name is there, taken off before it goes, and in commits of their own.
 */

/** Namespaces that become ours as a whole: they are there before anything that lives in them, with the labels that they have. */
export function ownStep({ before, now, after }: Between): ChangeStep | undefined {
  const fresh = ownedIn(after).filter((name) => !ownedIn(before).includes(name));
  if (fresh.length === 0) return undefined;
  return {
    name: "own-namespaces",
    title: `Namespaces come into Git: ${fresh.join(", ")}`,
    why: "A Namespace is there before what lives in it, and before its labels bring its traffic into the mesh.",
    disruption:
      "None. What others have set on these Namespaces beside the labels of the mesh stays only where it is in Git.",
    changes: fresh.map((name) => `Namespace/${name} added`),
    mesh: now,
    owned: [...ownedIn(before), ...fresh],
  };
}

/** Namespaces that are ours as a whole, by name. */
export function ownedIn({ namespaces }: Mesh): readonly string[] {
  return namespaces.filter(({ ownership }) => ownership === "owned").map(({ name }) => name);
}

/** New discovery selectors narrow what istiod sees, so whatever belongs to the mesh matches them first. */
export function discoveryStep({ now, after }: Between): ChangeStep | undefined {
  const selectors = after.controlPlane.discoverySelectors;
  const mesh = { ...now, namespaces: labelledFor(selectors, now) };
  const changes = labelLines(now, mesh);
  if (changes.length === 0) return undefined;
  return {
    name: "discovery-labels",
    title: "Label namespaces for the new discovery selectors",
    why: "istiod forgets a namespace that its selectors do not match. The labels come first, the selectors after them.",
    disruption: "None: the selectors in force match these namespaces already.",
    changes,
    mesh,
  };
}

/** The namespaces with all that selectors have asked for, and these ask for, as labels of their own: they stay when the selectors go. */
export function labelledFor(selectors: readonly LabelSelector[], mesh: Mesh): MeshNamespace[] {
  // Namespaces of the mesh's own parts are among them as soon as anything selects.
  const { controlPlane } = mesh;
  const discoverySelectors = selectors.length > 0 ? [...selectors] : controlPlane.discoverySelectors;
  return labelledNamespaces({ ...mesh, controlPlane: { ...controlPlane, discoverySelectors } }).map((namespace) => {
    const all = meshLabels(mesh, namespace);
    const byKeys = keyLabels(mesh, namespace);
    const own = Object.fromEntries(Object.entries(all).filter(([key]) => byKeys[key] === undefined));
    const known = { ...all, "kubernetes.io/metadata.name": namespace.name };
    return { ...namespace, labels: { ...discoveryLabels(selectors, known), ...own } };
  });
}

/** Namespaces that get a label, or another value: all their labels at once, as half of them would name what is not there. */
export function joinStep({ before, now, after }: Between): ChangeStep | undefined {
  const names = labelChanges(now, after)
    .filter(({ set }) => Object.keys(set).length > 0)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const mesh = { ...now, namespaces: merged(now, after, (name) => names.includes(name)) };
  const joining = names.filter((name) => Object.keys(labelsIn(before, name)).length === 0);
  return {
    name: "namespaces",
    title: joining.length > 0 ? `Namespaces join: ${joining.join(", ")}` : `Label namespaces: ${names.join(", ")}`,
    why: "Labels are set in a commit of their own: what they ask for, such as a waypoint, is there since the phase before, and nothing else changes in these namespaces.",
    disruption:
      after.dataPlane === "ambient"
        ? "Traffic of these namespaces goes the way that their labels say from here on, without a restart of pods."
        : "Sidecars arrive with the next start of each pod.",
    changes: labelLines(now, mesh),
    mesh,
  };
}

/** Namespaces that only lose labels, and those that leave the mesh. */
export function leaveStep({ now, after }: Between): ChangeStep | undefined {
  const leaving = labelChanges(now, after);
  if (leaving.length === 0) return undefined;
  const mesh = { ...now, namespaces: after.namespaces };
  const gone = leaving.filter(
    ({ name }) => !after.namespaces.some((one) => one.name === name && isEnrolled(after, one)),
  );
  return {
    name: "leave",
    title:
      gone.length > 0
        ? `Namespaces leave: ${gone.map(({ name }) => name).join(", ")}`
        : `Unlabel namespaces: ${leaving.map(({ name }) => name).join(", ")}`,
    why: "The labels go in a commit of their own, before anything that they name: a waypoint that goes first takes the traffic that is sent to it with it.",
    disruption:
      after.dataPlane === "ambient"
        ? "Traffic of these namespaces does not go through what the labels named any more: without ztunnel it is plain text between their pods, and policies do not hold for it. No pod restarts."
        : "Pods keep their sidecar until they restart.",
    changes: labelLines(now, mesh),
    mesh,
  };
}

/** Namespaces of the second description where they are wanted or already the same, else of the first; then those that are only in the first. */
function merged(now: Mesh, after: Mesh, isWanted: (name: string) => boolean): MeshNamespace[] {
  const old = new Map(now.namespaces.map((one) => [one.name, one]));
  const taken = after.namespaces.map((one) => (isWanted(one.name) ? one : (old.get(one.name) ?? one)));
  const names = new Set(taken.map(({ name }) => name));
  return [...taken, ...now.namespaces.filter(({ name }) => !names.has(name))];
}

/** `Namespace/shop metadata.labels["istio.io/use-waypoint"] (unset) -> waypoint`. */
function labelLines(from: Mesh, to: Mesh): string[] {
  return labelChanges(from, to).flatMap(({ name, set, gone }) => {
    const was = labelsIn(from, name);
    const line = (label: string, value: string | undefined) =>
      changeLine(`Namespace/${name}`, `metadata.labels["${label}"]`, was[label], value);
    return [
      ...Object.entries(set).map(([label, value]) => line(label, value)),
      ...gone.map((one) => line(one, undefined)),
    ];
  });
}
