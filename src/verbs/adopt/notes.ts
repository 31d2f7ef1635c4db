import { objectId } from "../../mesh/mesh";
import type { Carriage } from "./carry";
import type { Found } from "./found";
import type { Inventory } from "./inventory";

/** What a reader should know of objects that are not described: left alone, left open, left where they are. */
export function notesOf(inventory: Inventory, found: readonly Found[], carriage: Carriage): readonly string[] {
  return [
    ...leftOut(inventory),
    ...ownNote(inventory),
    ...leftSecrets(inventory),
    ...leftDeliveries(inventory),
    ...placeholderNotes(found),
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

/** How many objects, or files, a note names. */
export const longestList = 3;

/** The first few of a list, and how many more there are. */
export function inShort(ids: readonly string[]): string {
  const more = ids.length > longestList ? ` and ${ids.length - longestList} more` : "";
  return `${ids.slice(0, longestList).join(", ")}${more}`;
}

function leftSecrets({ secrets }: Inventory): readonly string[] {
  if (secrets.length === 0) return [];
  return [`left where they are, as no Secret is copied: ${inShort(secrets)}`];
}

/** They go on applying what was read, until somebody takes it out of what they apply. */
function leftDeliveries({ deliveries }: Inventory): readonly string[] {
  if (deliveries.length === 0) return [];
  const ids = inShort(deliveries.map(({ object }) => objectId(object)));
  return [
    `left where they are, as they are the delivery and no part of the mesh: ${ids}; what they apply of the mesh is applied twice once its live folder is delivered, so take it out of them first`,
  ];
}

/** What envsubst or Flux fills in is carried as it stands; `${1}` is the group of a regular expression. */
function placeholderNotes(found: readonly Found[]): readonly string[] {
  const open = found.flatMap(({ object }) => {
    const [placeholder] = /\$\{[A-Za-z_][^}]*\}/.exec(JSON.stringify(object)) ?? [];
    return placeholder === undefined ? [] : [`${placeholder} in ${objectId(object)}`];
  });
  return open.length === 0 ? [] : [`placeholders stand as they are, for whoever fills them in: ${inShort(open)}`];
}

function inPlaceNote({ referenced }: Carriage): readonly string[] {
  if (referenced.length === 0) return [];
  return [
    `spec.manifests names ${referenced.length === 1 ? "a file" : `${referenced.length} files`} where they are; move them if promote is to replace that folder`,
  ];
}
