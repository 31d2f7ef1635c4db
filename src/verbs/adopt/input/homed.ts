import { firstFew } from "../../../basics/first-few";
import { scopeOf } from "../../../delivery/permissions";
import { identity, objectId } from "../../../objects/kubernetes-object";
import { isOpen } from "../../../rules/engines/set-templates";
import type { ManifestDocument } from "../../../source/manifests";
import type { Home } from "./engines/brought";
import { refusalOf, type Unfollowed } from "./engines/unfollowed";
import type { OnNote } from "./input-files";
import { isLive } from "./server-fields";

interface Homes {
  /** By source: where those that apply it put what names no namespace. */
  readonly homes: ReadonlyMap<string, readonly Home[]>;
  /** Where the user says that the rest goes. */
  readonly namespace: string | undefined;
  readonly onNote: OnNote;
  readonly onUnfollowed: (one: Unfollowed) => void;
}

/**
 * The documents with the namespaces that Argo CD and Helm give to objects that name none, or else with the one that the user says; another engine would put them
 * elsewhere.
 */
export function* homed(
  documents: Iterable<ManifestDocument>,
  { homes, namespace, onNote, onUnfollowed }: Homes,
): Generator<ManifestDocument> {
  const placed: string[] = [];
  const said: string[] = [];
  const open: string[] = [];
  for (const one of documents) {
    const of = homes.get(one.file) ?? [];
    const [home, second] = new Set(of.map(({ namespace }) => namespace));
    if (one.object.metadata.namespace !== undefined || !isNamespaced(one)) {
      if (namespace !== undefined && mayBeNamespaced(one)) open.push(objectId(one.object));
      yield one;
    } else if (home !== undefined && (second !== undefined || isOpen(home))) {
      onUnfollowed(unplaced(one, of));
      yield one;
    } else if (home === undefined && namespace === undefined) yield one;
    else {
      const object = placedIn(one, home ?? namespace);
      (home === undefined ? said : placed).push(objectId(object));
      yield { ...one, object };
    }
  }
  if (said.length > 0) onNote(`taken with the namespace of --namespace, as nothing else says one: ${firstFew(said)}`);
  if (open.length > 0)
    onNote(
      `left without the namespace of --namespace, as nothing here knows whether their kinds have one: ${firstFew(open)}; write metadata.namespace where they have`,
    );
  if (placed.length > 0)
    onNote(`taken with the namespace that whoever applies it puts it into, as it names none: ${firstFew(placed)}`);
}

function placedIn({ object }: ManifestDocument, namespace: string | undefined): ManifestDocument["object"] {
  return { ...object, metadata: { ...object.metadata, ...(namespace !== undefined && { namespace }) } };
}

function mayBeNamespaced({ object }: ManifestDocument): boolean {
  return scopeOf(object) === "either" && !isLive(object);
}

function isNamespaced({ object }: ManifestDocument): boolean {
  return scopeOf(object) === "namespaced" && !isLive(object);
}

function unplaced({ object, file }: ManifestDocument, of: readonly Home[]): Unfollowed {
  const id = identity(object);
  const names = firstFew([...new Set(of.map(({ namespace }) => namespace))]);
  const ids = firstFew([...new Set(of.map(({ by }) => by))]);
  return {
    isOf: (found) => !found.live && found.place.file === file && identity(found.object) === id,
    error: refusalOf(
      `${objectId(object)} names no namespace, and ${ids} ${of.length > 1 ? "put" : "puts"} it into ${names}`,
      of.map(({ bring }) => bring),
    ),
  };
}
