import { discoveryLabels } from "../../mesh/label-selector";
import { isEnrolled, isJoiningLabel, keyLabels, labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { LabelSelector, MeshNamespace } from "../../mesh/schema";
import { labelChanges, labelsIn } from "./label-changes";
import { type Between, type ChangeStep, changeLine, ownedIn } from "./step";

/*
 * Labels of namespaces: set after what they name is there, taken off before it goes, and in commits of their own.
 */

/** Namespaces that become ours as a whole: they are there before anything that lives in them, with the labels that they have. */
export function ownStep({ before, after }: Between): ChangeStep | undefined {
  const fresh = ownedIn(after).filter((name) => !before.owned.includes(name));
  if (fresh.length === 0) return undefined;
  return {
    name: "own-namespaces",
    title: `Namespaces come into Git: ${fresh.join(", ")}`,
    why: "A Namespace is there before what lives in it, and before its labels bring its traffic into the mesh.",
    disruption:
      "None. What others have set on these Namespaces beside the labels of the mesh stays only where it is in Git.",
    changes: fresh.map((name) => `Namespace/${name} added`),
    owned: [...before.owned, ...fresh],
  };
}

/**
 * istiod sees, and deploys waypoints in, namespaces only that its discovery selectors match: whoever belongs to the mesh, or is about to, matches those
 * that come, and those that are there, before anything else.
 */
export function discoveryStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const selectors = after.controlPlane.discoverySelectors;
  const members = labelledFor(selectors, now);
  const mesh = { ...now, namespaces: [...members, ...discovered(after, after.namespaces, members)] };
  const changes = labelLines(now, mesh);
  if (changes.length === 0) return undefined;
  return {
    name: "discovery-labels",
    title: "Label namespaces for the discovery selectors",
    why: "istiod does not see a namespace that its selectors do not match: it deploys no waypoint there, and forgets what it knew of one. The labels come first; selectors that are new, and what needs to be seen, come after them.",
    disruption: "None: these labels bring no traffic into the mesh.",
    changes,
    mesh,
  };
}

/** Namespaces beside some others with what istiod needs to see them, and nothing that brings their traffic into the mesh; those that need nothing are left out. */
function discovered(mesh: Mesh, of: readonly MeshNamespace[], beside: readonly MeshNamespace[]): MeshNamespace[] {
  return of
    .filter(({ name }) => !beside.some((one) => one.name === name))
    .map((one) => discoveredOnly(mesh.controlPlane.discoverySelectors, one))
    .filter(({ labels }) => Object.keys(labels).length > 0);
}

function discoveredOnly(
  selectors: readonly LabelSelector[],
  { name, ownership, labels }: MeshNamespace,
): MeshNamespace {
  const keys = selectors.flatMap(({ matchLabels = {}, matchExpressions = [] }) => [
    ...Object.keys(matchLabels),
    ...matchExpressions.map(({ key }) => key),
  ]);
  const own = Object.fromEntries(Object.entries(labels).filter(([key]) => keys.includes(key) && !isJoiningLabel(key)));
  const seen = { ...discoveryLabels(selectors, { ...own, "kubernetes.io/metadata.name": name }), ...own };
  return { name, ownership, labels: seen, dataPlane: "none" };
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
export function joinStep({ before, now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const names = labelChanges(now, after)
    .filter(({ set }) => Object.keys(set).length > 0)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const mesh = { ...now, namespaces: merged(now, after, (name) => names.includes(name)) };
  const joining = names.filter(
    (name) => joinsBy(labelsIn(before.mesh, name)).length === 0 && joinsBy(labelsIn(after, name)).length > 0,
  );
  const others = names.filter((name) => !joining.includes(name));
  return {
    name: "namespaces",
    title: titled(["Namespaces join:", joining], ["labels change on", "Label namespaces:", others]),
    why: "Labels are set in a commit of their own: what they ask for, such as a waypoint, is there since the phase before, and nothing else changes in these namespaces.",
    disruption:
      after.dataPlane === "ambient"
        ? "Traffic of these namespaces goes the way that their labels say from here on, without a restart of pods."
        : "Sidecars arrive with the next start of each pod.",
    changes: labelLines(now, mesh),
    mesh,
  };
}

/** Namespaces that only lose labels, and those that leave the mesh. istiod goes on seeing them until nothing asks for it. */
export function leaveStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const mesh = { ...now, namespaces: [...after.namespaces, ...discovered(after, now.namespaces, after.namespaces)] };
  const leaving = labelChanges(now, mesh);
  if (leaving.length === 0) return undefined;
  const gone = leaving.filter(
    ({ before, name }) =>
      before && isEnrolled(now, before) && !after.namespaces.some((one) => one.name === name && isEnrolled(after, one)),
  );
  const namesOf = (changes: typeof leaving) => changes.map(({ name }) => name);
  const others = leaving.filter((one) => !gone.includes(one));
  return {
    name: "leave",
    title: titled(["Namespaces leave:", namesOf(gone)], ["labels go from", "Unlabel namespaces:", namesOf(others)]),
    why: "The labels go in a commit of their own, before anything that they name: a waypoint that goes first takes the traffic that is sent to it with it.",
    disruption:
      after.dataPlane === "ambient"
        ? "Traffic of these namespaces does not go through what the labels named any more: without ztunnel it is plain text between their pods, and policies do not hold for it. No pod restarts."
        : "Pods keep their sidecar until they restart.",
    changes: labelLines(now, mesh),
    mesh,
  };
}

/** Who has left is not seen any more. */
export function undiscoverStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  const mesh = { ...now, namespaces: after.namespaces };
  const changes = labelLines(now, mesh);
  if (changes.length === 0) return undefined;
  return {
    name: "undiscover",
    title: "Take the labels for the discovery selectors off",
    why: "While a namespace leaves, istiod still tells ztunnel of its pods. It forgets them in a commit of its own, when nothing of theirs is in the mesh any more.",
    disruption: "None: nothing of these namespaces goes through the mesh.",
    changes,
    mesh,
  };
}

/** Who joins or leaves, and beside them, or alone, whose labels are only others. */
function titled(
  [first, main]: readonly [string, readonly string[]],
  [beside, alone, others]: readonly [string, string, readonly string[]],
): string {
  if (main.length === 0) return `${alone} ${others.join(", ")}`;
  const rest = others.length > 0 ? `; ${beside} ${others.join(", ")}` : "";
  return `${first} ${main.join(", ")}${rest}`;
}

function joinsBy(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(labels).filter(isJoiningLabel);
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
