import { firstFew } from "../../basics/first-few";
import { fallbackNamespace, scopeOf } from "../../delivery/permissions";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { installerOf } from "../../repository/meshes/other-installs";
import type { Carriage } from "./carry/carry";
import { handoverNotes } from "./delivery/handover";
import type { Found } from "./input/found";
import type { Inventory } from "./inventory/inventory";
import { placeholderNotes } from "./placeholders";

/** What a reader should know of objects that are not described: left alone, left open, left where they are. */
export function notesOf(
  inventory: Inventory,
  found: readonly Found[],
  left: readonly Found[],
  carriage: Carriage,
  around: readonly KubernetesObject[] = [],
  others: readonly KubernetesObject[] = [],
): readonly string[] {
  return [
    ...leftOut(inventory),
    ...ownNote(inventory),
    ...markedNote(inventory),
    ...leftSecrets(inventory),
    ...leftToOthers(left),
    ...besideNote(left),
    ...handoverNotes(inventory, found, carriage.inPlace, inventory.markedMesh !== undefined, around, others),
    ...placeholderNotes(found),
    ...homelessNote(found),
    ...inPlaceNote(carriage),
  ];
}

function leftOut({ leftOut }: Inventory): readonly string[] {
  if (leftOut.size === 0) return [];
  const kinds = [...leftOut].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  return [`left to the controllers that made them: ${kinds.join(", ")}`];
}

function ownNote({ ownObjects }: Inventory): readonly string[] {
  if (ownObjects === 0) return [];
  return [`left out, as synth writes them: ${ownObjects} Jobs of meshstep's own with their accounts and rights`];
}

/** A folder of phases holds what the mesh writes, and mesh.yaml says more: whose labels stand elsewhere, what is wanted next. */
function markedNote({ markedMesh }: Inventory): readonly string[] {
  if (markedMesh === undefined) return [];
  return [
    `the input holds the marker of mesh ${markedMesh}, which has a mesh.yaml: what that says and no folder of phases holds, as namespaces that others own, is not in this one; meshstep rebase takes it to where the mesh stands, and loses nothing`,
  ];
}

function leftSecrets({ secrets }: Inventory): readonly string[] {
  if (secrets.length === 0) return [];
  return [`left where they are, as no Secret is copied: ${firstFew(secrets)}`];
}

/** Who applies it by hand says a namespace, or has one in his context. */
function homelessNote(found: readonly Found[]): readonly string[] {
  const open = found.filter(
    ({ object, live }) => !live && object.metadata.namespace === undefined && scopeOf(object) === "namespaced",
  );
  if (open.length === 0) return [];
  const [which, goes, it, them] =
    open.length === 1 ? ["which namespace", "goes", "it is", "it"] : ["which namespaces", "go", "they are", "them"];
  return [
    `nothing here says ${which} ${firstFew(open.map(({ object }) => objectId(object)))} ${goes} to: as ${it} now, an engine puts ${them} into ${fallbackNamespace}; write metadata.namespace, name what applies ${them} as an input, too, or say where all goes that names none: --namespace NAMESPACE`,
  ];
}

/** Applications, other operators and what is theirs. */
function leftToOthers(left: readonly Found[]): readonly string[] {
  if (left.length === 0) return [];
  const ids = firstFew(left.map(({ object }) => objectId(object)));
  const what = left.length === 1 ? "it is" : "they are";
  return [
    `left where ${what}, as ${what} no part of the mesh: ${ids}; what is to go with the mesh all the same, add to spec.manifests by its file`,
  ];
}

/** Its control plane runs on beside the mesh, and who takes it away has to know who still uses it. */
function besideNote(left: readonly Found[]): readonly string[] {
  const other = installerOf(left);
  if (!other) return [];
  return [
    `${objectId(other.one.object)} is another control plane, of ${other.who}: it stays beside this mesh until no namespace is in it any more, and no phase here looks at it`,
  ];
}

function inPlaceNote({ referenced }: Carriage): readonly string[] {
  if (referenced.length === 0) return [];
  const [files, are, them] =
    referenced.length === 1 ? ["a file", "it is", "it"] : [`${referenced.length} files`, "they are", "them"];
  return [`spec.manifests names ${files} where ${are}; move ${them} if promote is to replace that folder`];
}
