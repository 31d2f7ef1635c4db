import { firstFew } from "../../../basics/first-few";
import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import { apiGroup, identity, type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { readingsOf } from "../../../repository/readers/readings";
import { isLeftAlone, variableGivers } from "../../../repository/variables/flux-variables";
import type { Reader } from "../../../rules/rule";
import type { ManifestDocument } from "../../../source/manifests";
import { adopting, fluxBuild } from "./engines/changes";
import { filledBy } from "./engines/flux-values";
import type { Unfollowed } from "./engines/unfollowed";
import { withAround } from "./engines/with-around";
import type { OnNote } from "./input-files";
import { buildingsIn, type Origin, pathOf } from "./origin";
import { isLive } from "./server-fields";

interface Substitution extends Origin {
  /** The engines' objects of the tree around the inputs, and the ConfigMaps that they name. */
  readonly around: readonly FileObject[];
  readonly onNote: OnNote;
  /** Told of what a Kustomization fills in with values that are not known here. */
  readonly onUnfilled: (unfilled: Unfollowed) => void;
  /** Whether the user says the version that runs: it wins over what a placeholder falls back to. */
  readonly keepsVersion: boolean;
}

/**
 * The documents, with the values that a Kustomization of Flux puts where variables stand: mesh.yaml says versions and no variables, and in a live folder nobody
 * fills them in. Those come last.
 */
export function* substituted(documents: Iterable<ManifestDocument>, origin: Substitution): Generator<ManifestDocument> {
  const open: ManifestDocument[] = [];
  const givers: ManifestDocument[] = [];
  for (const one of documents) {
    if (isOpen(one)) open.push(one);
    else yield one;
    if (mayGive(one)) givers.push(one);
  }
  const filled = open.length > 0 ? filledByFlux(open, givers, origin) : [];
  for (const one of filled) yield origin.keepsVersion ? one : withFallback(one, origin.onNote);
}

/** A placeholder for the version that has a value for the case that there is none says that: `${ISTIO_VERSION:-v1.28.5}`. */
function withFallback(one: ManifestDocument, onNote: OnNote): ManifestDocument {
  if (!isOfMesh(one.object)) return one;
  const version = textAt(one.object, "spec", "version");
  const fallback = version?.replace(/\$\{\w+:?[-=]([^${}]*)\}/g, "$1");
  if (fallback === undefined || fallback === version || !/^v?\d/.test(fallback)) return one;
  const spec = { ...Object(valueAt(one.object, "spec")), version: fallback };
  onNote(
    `${objectId(one.object)} spec.version is taken as ${fallback}, which ${version} falls back to; --istio-version says another`,
  );
  return { ...one, object: { ...one.object, spec } };
}

function isOfMesh(object: KubernetesObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}

/** A dump of a cluster holds what was filled in already. */
function isOpen({ object }: ManifestDocument): boolean {
  return !isLive(object) && JSON.stringify(object).includes("${");
}

function mayGive({ object }: ManifestDocument): boolean {
  const kind = kindOf(object);
  return (kind === "kustomize.toolkit.fluxcd.io/Kustomization" || kind === "/ConfigMap") && !isLive(object);
}

function filledByFlux(
  open: readonly ManifestDocument[],
  givers: readonly ManifestDocument[],
  origin: Substitution,
): readonly ManifestDocument[] {
  const placed = ({ object, file, locate }: ManifestDocument): FileObject => ({
    object,
    locate,
    file: pathOf(file, origin),
    shown: file,
  });
  const [parts, own] = [open.map(placed), givers.map(placed)];
  const among = withAround(own, origin.around, origin);
  if (variableGivers(among).length === 0) return open;
  const { readBy } = readingsOf(buildingsIn(origin), [...parts, ...among]);
  const configs = among.filter(({ object }) => kindOf(object) === "/ConfigMap");
  const others: string[] = [];
  const filled = open.map((one, index): ManifestDocument => {
    const part = parts[index];
    const readers = part ? readBy(part) : [];
    const by = [...new Set(variableGivers(readers.map((reader) => reader.by as FileObject)))];
    if (!part || by.length === 0 || isLeftAlone(part)) return one;
    const now = filledBy(part, readers, configs).object;
    const left = variableIn(now);
    if (left !== undefined) origin.onUnfilled(unfilled(now, left, readers));
    const object = left === undefined ? withoutEscapes(now) : now;
    const ids = by.map((each) => objectId(each.object)).join(" and ");
    if (now === part.object) return { ...one, object };
    if (isOfMesh(object))
      origin.onNote(`${objectId(object)} is taken as ${ids} fills in its variables: mesh.yaml says their values`);
    else others.push(objectId(object));
    return { ...one, object };
  });
  if (others.length > 0) origin.onNote(`taken with their variables filled in, as Flux does: ${firstFew(others)}`);
  return filled;
}

/** A variable that Flux would look for; `$${NAME}` stands for itself. */
function variableIn(object: KubernetesObject): string | undefined {
  return /(?<!\$)\$\{[A-Za-z_][^}]*\}/.exec(JSON.stringify(object))?.[0];
}

/** What Flux makes of `$${NAME}`. */
function withoutEscapes(object: KubernetesObject): KubernetesObject {
  const text = JSON.stringify(object);
  return text.includes("$${") ? (JSON.parse(text.replaceAll("$${", "${")) as KubernetesObject) : object;
}

function unfilled(object: KubernetesObject, variable: string, readers: readonly Reader[]): Unfollowed {
  const id = identity(object);
  const ids = firstFew([...new Set(readers.map(({ by }) => objectId(by.object)))]);
  const commands = readers.map(({ by }) => adopting(fluxBuild(by)));
  const what = readers.length > 1 ? "fill in different values" : "fills it in, and nothing here says its value";
  return {
    isOf: (found) => !found.live && identity(found.object) === id,
    error: InputError.of(`${objectId(object)} holds ${variable}: ${ids} ${what}`, {
      hint: firstFew([...new Set(commands)]),
    }),
  };
}
