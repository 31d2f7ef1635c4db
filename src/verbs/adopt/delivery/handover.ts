import { firstFew } from "../../../basics/first-few";
import type { MeshPath } from "../../../findings/finding";
import { identity, type KubernetesObject, objectId } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import { applicationSpec, isPatched, sourcesIn } from "../../../rules/engines/application-sources";
import { operatorChart } from "../../../rules/versions/charts";
import type { Found } from "../input/found";
import { appliedBy } from "./applied-by";
import type { Applied } from "./applier";
import type { Delivered } from "./appliers";
import { byNobody, byWhom, isOwn, ownNotes } from "./by-whom";
import { isUnknown } from "./destinations";
import { engineOrder } from "./engine-handover";
import { engineByKind, type MeshEngine } from "./engines";
import { foreignNotes } from "./foreign-notes";
import { helmOwners } from "./helm-owners";
import { mayDiffer } from "./may-differ";
import { readRevisions } from "./read-revisions";
import { releaseOrder } from "./release-handover";
import { trackingNotes } from "./tracking-notes";

/**
 * How the mesh goes over from what applies it today to its live folder. Whoever prunes deletes what is taken out of it, a control plane that is in use
 * included, unless the object itself says that it stays, or the live folder has it already.
 * @param mesh all that the mesh.yaml describes or carries
 * @param inPlace what spec.manifests names where it is
 * @param isMarked whether the marker of an earlier synth is in the input
 * @param around what applies something of the repository that a pipe is read in
 * @param others engines' objects of the tree around the input
 */
export function handoverNotes(
  { deliveries, appliers, engines, engine, tracking, refs }: Delivered,
  mesh: readonly Found[],
  inPlace: readonly Found[],
  isMarked: boolean,
  around: readonly KubernetesObject[] = [],
  others: readonly KubernetesObject[] = [],
): readonly string[] {
  const operators = deliveries.map(({ object }) => object).filter((one) => operatorChart(one) !== undefined);
  const { known: all, notes } = appliedBy(mesh, appliers);
  const isMarkedAlone = ({ from }: Applied) => from.every(({ applier }) => applier.mark !== undefined);
  const own = all.filter((one) => isMarkedAlone(one) && isOwn(one));
  // Who has left his mark on what meshstep wrote is who delivers it.
  const known = all.filter((one) => !own.includes(one) && !(isMarked && isMarkedAlone(one)));
  const named = new Map(inPlace.map(({ object, place }) => [object, place.file]));
  // What was read from a cluster is what runs.
  const read = known.filter(({ from }) => !from.every(({ live }) => live));
  return [
    ...leftDeliveries(deliveries),
    ...foreignNotes([...deliveries.map(({ object }) => object), ...others]),
    ...readRevisions(read, [...deliveries.map(({ object }) => object), ...around, ...others], refs),
    ...mayDiffer(read),
    ...keptOperators(operators.filter((one) => !known.some(({ by }) => by === one))),
    ...byWhom(known, engine),
    ...(known.length === 0 ? [] : byNobody(mesh, appliers)),
    ...ownNotes(own),
    ...engineOrder("argocd", known, named, engine?.name),
    ...engineOrder("flux", known, named, engine?.name),
    ...releaseOrder(known),
    ...helmOwners(mesh),
    ...notes,
    ...askedCluster(engine),
    ...(engine?.told ?? []),
    ...trackingNotes(mesh, tracking, engine),
    ...(known.length === 0 && deliveries.length === 0 && engine === undefined && !isMarked ? piped(mesh, around) : []),
    ...(all.length === 0 ? unknown({ deliveries, appliers, engines }, operators) : []),
  ];
}

const explained = "docs/adopt.md of meshstep says in which order the mesh goes over to its live folder";
const unseen = `what is taken out of it before it is protected may be deleted; ${explained}`;

function leftDeliveries(deliveries: readonly Found[]): readonly string[] {
  if (deliveries.length === 0) return [];
  const ids = firstFew(deliveries.map(({ object }) => objectId(object)));
  return [`left where they are, as they are the delivery and no part of the mesh: ${ids}`];
}

function keptOperators(operators: readonly KubernetesObject[]): readonly string[] {
  if (operators.length === 0) return [];
  const ids = firstFew(operators.map(objectId));
  return [`${ids}: the operator itself, which stays where it is; taken away, it is uninstalled`];
}

/** What came by a pipe has no folder that somebody reads: which of those of the repository brings it, the user says. */
function piped(mesh: readonly Found[], around: readonly KubernetesObject[]): readonly string[] {
  const engines = around.filter((one) => engineByKind(one) !== undefined && operatorChart(one) === undefined);
  if (engines.length === 0 || !mesh.some(({ place, live }) => !live && place.file === "<stdin>")) return [];
  return [
    `which of ${firstFew(engines.map(objectId))} applies what came by the pipe was not looked at: name its file beside -, or write spec.delivery; ${unseen}`,
  ];
}

/** Without a word the Applications would be for the cluster that Argo CD runs in. */
function askedCluster(engine: MeshEngine | undefined): readonly string[] {
  if (!isUnknown(engine?.delivery?.argocd?.destination)) return [];
  return [
    "write spec.delivery.argocd.destination into mesh.yaml, the cluster of the mesh as Argo CD knows it: what applies it today has that filled in, and with what is not known here",
  ];
}

/** Of what reads a folder that is not here nobody can tell. */
function unknown(
  { deliveries, appliers, engines }: Pick<Delivered, "deliveries" | "appliers" | "engines">,
  operators: readonly KubernetesObject[],
): readonly string[] {
  // One that says what it has applied would have said so of the mesh.
  const saying = new Set([...engines.applied.values()].flat());
  const unread = deliveries
    .map(({ object }) => object)
    .filter((one) => engineByKind(one) !== undefined && !operators.includes(one) && !appliers.read.has(one))
    .filter((one) => !saying.has(identity(one)));
  const may = [...new Set([...unread, ...appliers.open].map(objectId))];
  if (may.length === 0) return [];
  const changing = [...unread, ...appliers.open].filter(makesMore).map(objectId);
  return [
    `which of ${firstFew(may)} apply the mesh cannot be told from the input; what is taken out of one that prunes before it is protected is deleted: ${explained}`,
    ...(changing.length === 0
      ? []
      : [
          `${firstFew([...new Set(changing)])} would make more of the mesh than its files say (kustomize, helm or plugin of a source): if that applies it, adopt what runs instead: argocd app manifests NAME | meshstep adopt -`,
        ]),
  ];
}

/** Whether a source says how that is built which it reads. */
function makesMore(by: KubernetesObject): boolean {
  const spec = applicationSpec(by);
  if (spec === undefined) return false;
  const keys = ["kustomize", "helm", "plugin"];
  const isSaid = (at: MeshPath) =>
    textAt(by, ...at, "path") !== undefined &&
    keys.some((key) => Object.keys(Object(valueAt(by, ...at, key))).length > 0);
  return sourcesIn(by, spec).some(isSaid) || isPatched(by, ...keys);
}
