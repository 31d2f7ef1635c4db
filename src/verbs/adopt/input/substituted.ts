import { objectId } from "../../../mesh/mesh";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { ManifestDocument } from "../../../source/manifests";
import { filledIn } from "../../check/engines/filled-in";
import { variableGivers } from "../../check/engines/flux-variables";
import type { FileObject } from "../../check/read-objects";
import { readingsOf } from "../../check/readings";
import type { OnNote } from "./input-files";
import { buildingsIn, type Origin, pathOf } from "./origin";
import { isLive } from "./server-fields";

interface Substitution extends Origin {
  readonly onNote: OnNote;
  /** Whether the user says the version that runs: it wins over what a placeholder falls back to. */
  readonly keepsVersion: boolean;
}

/**
 * The documents, with the values that a Kustomization of Flux among them puts where variables stand in parts of the mesh: mesh.yaml
 * says versions, and no variables. Those come last; other objects are carried with their variables.
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
  const version = textAt(one.object, "spec", "version");
  const fallback = version?.replace(/\$\{\w+:?[-=]([^${}]*)\}/g, "$1");
  if (fallback === undefined || fallback === version || !/^v?\d/.test(fallback)) return one;
  const spec = { ...Object(valueAt(one.object, "spec")), version: fallback };
  onNote(
    `${objectId(one.object)} spec.version is taken as ${fallback}, which ${version} falls back to; --istio-version says another`,
  );
  return { ...one, object: { ...one.object, spec } };
}

function isOpen({ object }: ManifestDocument): boolean {
  return apiGroup(object) === "sailoperator.io" && JSON.stringify(object).includes("${");
}

/** A dump of a cluster holds what was filled in already. */
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
  const [parts, among] = [open.map(placed), givers.map(placed)];
  if (variableGivers(among).length === 0) return open;
  const { readBy } = readingsOf(buildingsIn(origin), [...parts, ...among]);
  const filled = filledIn(parts, readBy, among);
  return open.map((one, index) => {
    const [part, now] = [parts[index], filled[index]];
    if (!part || !now || now === part) return one;
    const by = readBy(part).map((reader) => objectId(reader.by.object));
    origin.onNote(
      `${objectId(now.object)} is taken as ${by.join(" and ")} fills in its variables: mesh.yaml says their values`,
    );
    return { ...one, object: now.object };
  });
}
