import { isDeepStrictEqual } from "node:util";
import { firstFew } from "../../basics/first-few";
import { distribution as findDistribution } from "../../catalog/lookup";
import type { MeshPath } from "../../findings/finding";
import { InputError, type Problem } from "../../findings/input-error";
import { oneLine } from "../../findings/one-line";
import { isCniExternal } from "../../mesh/external-cni";
import { isDiscovered } from "../../mesh/label-selector";
import { labelledNamespaces } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import { runningPlanes } from "../../mesh/running";
import { identity } from "../../objects/kubernetes-object";
import { detached } from "./attachments";
import { namespaceIdentity } from "./carried";
import { labelsIn } from "./label-changes";
import { discoveryStep } from "./label-steps";
import { ownedIn, type Reached } from "./step";
import { changeSteps, endOf, startOf } from "./steps";

/** What is another mesh when it changes, or another way of running it: nobody gets from one to the other by commits of this kind. */
const fixed: readonly (readonly [MeshPath, (mesh: Mesh) => unknown])[] = [
  [["spec", "distribution"], ({ distribution }) => distribution],
  [["spec", "dataPlane"], ({ dataPlane }) => dataPlane],
  [["spec", "controlPlane", "name"], ({ controlPlane }) => controlPlane.name],
  [["spec", "controlPlane", "namespace"], ({ controlPlane }) => controlPlane.namespace],
  [["spec", "ztunnel", "namespace"], ({ ztunnel }) => ztunnel?.namespace],
];

/** What moves by an upgrade, and by nothing else. */
const versions: readonly (readonly [MeshPath, (mesh: Mesh) => unknown])[] = [
  [["spec", "version"], ({ version }) => version],
  [["spec", "running"], ownRunning],
  [["spec", "operator", "release"], ({ operator }) => operator.release],
];

/** Where a CNI plugin stands that somebody else moves is only told here. */
function ownRunning(mesh: Mesh): Mesh["running"] {
  const { cni, ...others } = mesh.running ?? {};
  return { ...others, ...(cni !== undefined && !isCniExternal(mesh) && { cni }) };
}

/**
 * Refuses what a row of changes cannot do, and a version in the same edit: what went wrong would not be known from what.
 * @throws InputError with every path that differs and must not
 */
export function refuseMixed(mesh: Mesh): void {
  if (!mesh.before) return;
  const [start, end] = [startOf(mesh.before, mesh), endOf(mesh)];
  const moved = differing(versions, mesh.before.mesh, mesh, versionsMove);
  const other = differing(fixed, mesh.before.mesh, mesh, notMoved);
  const parts = [...cniProblems(mesh.before.mesh, mesh), ...subscriptionProblems(mesh.before.mesh, mesh)];
  const problems = [...other, ...parts, ...(mesh.upgrade ? [] : [...moved, ...detached(start.mesh, end)])];
  // Namespaces that join have a phase of their own in an upgrade.
  const settled = { ...end, namespaces: end.namespaces.filter(({ name }) => !isJoining(mesh, name)) };
  const held = { ...start, users: start.users.filter(({ name }) => !isJoining(mesh, name)) };
  if (!mesh.upgrade)
    problems.push(...selectorProblems(start, end), ...tagProblems(start.mesh, end), ...namespaceProblems(start, end));
  if (!mesh.upgrade && runningPlanes(mesh).length > 1 && changeSteps(start, end).length > 0) {
    problems.push({
      message:
        "mesh.yaml says something new while two control planes stand side by side: nothing else changes meanwhile",
      path: ["spec", "running", "controlPlane"],
      hint: "End the move first: spec.upgrade.to with the version of either of them, and the rest as it was.",
    });
  }
  const beside = mesh.upgrade ? changeSteps(held, settled) : [];
  if (beside.length > 0) {
    const what = firstFew(beside.flatMap(({ changes }) => changes.map((line) => oneLine(line))));
    problems.push({
      message: `mesh.yaml says something new beside spec.upgrade${what && ` (${what})`}, and both at once are not planned`,
      path: ["spec", "upgrade"],
      hint: "One after the other: take spec.upgrade out until the changes are done (in the middle of an upgrade meshstep rebase --live then describes what runs), or put the rest back as it was. Where the live folder holds them already, meshstep synth --live with that folder. What mesh.yaml is held against is start.yaml in the mesh's output folder: where a rebase is taken back, take that file back as well.",
    });
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** Who cannot match the selectors that come while it matches those that go, istiod would forget before its labels have moved. */
function selectorProblems(start: Reached, end: Mesh): Problem[] {
  const { discoverySelectors } = end.controlPlane;
  const mesh = discoveryStep({ before: start, now: start, after: end })?.mesh ?? start.mesh;
  const lost = labelledNamespaces(mesh).filter(({ name }) => {
    const known = { ...labelsIn(mesh, name), "kubernetes.io/metadata.name": name };
    return isDiscovered(start.mesh.controlPlane.discoverySelectors, known) && !isDiscovered(discoverySelectors, known);
  });
  if (lost.length === 0) return [];
  const names = lost.map(({ name }) => name).join(", ");
  return [
    {
      message: `${names} cannot have the labels of the old and of the new selectors at once: istiod would forget them before their labels have moved`,
      path: ["spec", "controlPlane", "discoverySelectors"],
      hint: "Select by another label key: both labels are then there at once, and the old one goes last.",
    },
  ];
}

/** A tag that somebody may follow is not taken away by a row: pods that start would get no sidecar. */
function tagProblems(start: Mesh, end: Mesh): Problem[] {
  const gone = start.revisionTags.filter(({ name }) => !end.revisionTags.some((one) => one.name === name));
  return gone.map(({ name }) => ({
    message: `the live folder holds revision tag ${name}, and here it is not`,
    path: ["spec", "revisionTags"],
    hint: "Leave it in: one that nobody follows costs a webhook. To take it away, see that no namespace and no pod asks for it, and delete it by hand in the cluster and in Git.",
  }));
}

/** A Namespace is described in one place: in between it would be in two, or its labels in none. */
function namespaceProblems(start: Reached, end: Mesh): Problem[] {
  const carriedIn = ({ carried }: Mesh) => new Set(carried.map(({ object }) => identity(object)));
  const [was, is] = [carriedIn(start.mesh), carriedIn(end)];
  const moved = (names: readonly string[], ids: ReadonlySet<string>) =>
    names.filter((name) => ids.has(namespaceIdentity(name)));
  const problem = (name: string, from: string, to: string): Problem => ({
    message: `the live folder has Namespace/${name} by ${from}, and here it is in ${to}: one row does not move it`,
    path: ["spec", from === "spec.manifests" ? "namespaces" : "manifests"],
    hint: `In two rows: first without it in either (it stays in the cluster, with all that is in it), and when that is promoted to its end, with it in ${to}.`,
  });
  return [
    ...moved(ownedIn(end), was).map((name) => problem(name, "spec.manifests", "spec.namespaces")),
    ...moved(start.owned, is).map((name) => problem(name, "spec.namespaces", "spec.manifests")),
  ];
}

const notMoved = "A part that is in use is neither renamed nor moved: describe a second mesh beside this one.";

/** The plugin may come to a mesh of sidecars; one that is there stays where it is. */
function cniProblems(start: Mesh, end: Mesh): Problem[] {
  if (!start.cni) return [];
  const [was, is] = [isCniExternal(start), isCniExternal(end)];
  if (was !== is && end.cni) return [handedOver(was)];
  if (was) return [];
  if (end.cni) return differing([[["spec", "cni", "namespace"], ({ cni }) => cni?.namespace]], start, end, notMoved);
  return [
    {
      message: "the live folder holds the CNI plugin, and here there is none",
      path: ["spec"],
      hint: "Sidecars that were injected for it have no init container: without it their pods start outside of the mesh. Leave spec.cni in.",
    },
  ];
}

/** For a while the IstioCNI is in two folders, or in none: what an engine does then is not a row's to say. */
function handedOver(wasExternal: boolean): Problem {
  return {
    message: wasExternal
      ? "the live folder leaves the IstioCNI to its owner, and here it is this mesh's own"
      : "the live folder holds the IstioCNI, and here somebody else owns it",
    path: ["spec", "cni"],
    hint: `No row hands it over. ${wasExternal ? "See that annotations keep it from pruning, and let its owner take it out of Git" : "Let its owner have it in Git first, as it is here: the annotations of this one keep it in the cluster"}. Then begin anew, and push both commits at once: the first without this mesh's output folder and what the live folder holds, the second after meshstep synth and meshstep promote --to 00-baseline.`,
  };
}

/** A Subscription may come into Git; one that is there is OLM's way to the operator, and stays. */
function subscriptionProblems(
  { operator: { subscription: was, helm } }: Mesh,
  { operator, upgrade, distribution, extraReleases }: Mesh,
): Problem[] {
  if (helm && operator.subscription) {
    const message = `the live folder says that Helm installs the operator, in ${helm.namespace}, and here a Subscription does`;
    const hint =
      "OLM would install a second operator beside it, and both bring the same CRDs. Move it by hand first, and describe the mesh anew with meshstep adopt.";
    return [{ message, path: ["spec", "operator", "subscription"], hint }];
  }
  if (!was) return [];
  const { subscription: is } = operator;
  const path = ["spec", "operator", "subscription"];
  const { package: standard } = findDistribution(distribution, extraReleases);
  const [held, said] = [was, is].map((one) => (one ? `${one.namespace}/${one.name ?? standard}` : "none"));
  if (held !== said) {
    const message = `the live folder holds Subscription ${held}, and here it is ${said}`;
    const hint = is
      ? "The old one stays in the cluster when it leaves Git, and OLM installs neither of two that ask for one package. Move it by hand first, and describe the mesh anew with meshstep adopt."
      : "It stays in the cluster when it leaves Git, and OLM goes on following it where no commit shows it. Leave it in mesh.yaml.";
    return [{ message, path, hint }];
  }
  if (upgrade || was.channel === is?.channel) return [];
  const message = `the live folder follows channel ${was.channel}, and here it is ${is?.channel}`;
  return [{ message, path: [...path, "channel"], hint: versionsMove }];
}

/** How versions move, and when. */
const versionsMove =
  "Versions move by spec.upgrade. meshstep rebase --live with that folder writes what runs there into mesh.yaml, in the middle of an upgrade, too.";

function isJoining({ namespaces }: Mesh, name: string): boolean {
  return namespaces.some((one) => one.name === name && one.joins);
}

function differing(of: typeof fixed, start: Mesh, end: Mesh, hint: string): Problem[] {
  return of.flatMap(([path, pick]) => {
    const [was, is] = [pick(start), pick(end)];
    if (isDeepStrictEqual(was, is)) return [];
    return [
      {
        message: `the live folder was written for ${path.join(".")} ${show(was)}, and here it is ${show(is)}`,
        path,
        hint,
      },
    ];
  });
}

function show(value: unknown): string {
  return value === undefined ? "(unset)" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
