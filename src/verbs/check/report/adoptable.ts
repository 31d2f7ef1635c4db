import { posix } from "node:path";
import { isAlias, isOpenVersion } from "../../../catalog/version";
import { commandLine } from "../../../gates/quote";
import { mark } from "../../../mesh/labels";
import { dnsLabel } from "../../../mesh/scalars";
import { textAt } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { MeshObjects } from "../../../repository/meshes/split-meshes";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { isAmbientMesh } from "../../../rules/ambient";
import { isRevisionBased } from "../../../rules/revisions";
import type { ManifestSet } from "../../../rules/rule";

/** What `adopt` is offered for. */
export interface Adoptable {
  /** Meshes that meshstep has not written, and that `adopt` can describe. */
  readonly adoptable: "none" | "one" | "several";
  /** Whether an Istio leaves its version to an operator release that nothing names, or to a placeholder: `adopt` has to be told. */
  readonly unversioned?: true;
  /** The operator release that one of them names, where the catalogue does not have it: `adopt` has to be given a list that does. */
  readonly unlisted?: string;
  /** What leads on where each of them has its mesh.yaml, and where there is none that could be described. */
  readonly lead?: string;
}

/** A mesh, and how it was judged. */
export interface JudgedMesh extends Pick<MeshObjects, "objects"> {
  readonly state: ManifestSet;
}

/**
 * It takes an Istio at a time: of overlays that build on the same one each is a mesh.
 * @param paths what was asked for, as it was given
 * @param meshFiles the descriptions that are there
 */
export function adoptableOf(
  judged: readonly JudgedMesh[],
  built: readonly Building[],
  { paths, meshFiles }: { readonly paths: readonly string[]; readonly meshFiles: readonly string[] },
): Adoptable {
  // What synth wrote has its description, wherever that is.
  if (judged.length === 0) return { adoptable: "none" };
  const meshes = judged.filter((mesh) => !isPromoted(mesh));
  const described = meshes.filter((mesh) => isDescribed(mesh));
  if (meshFiles.length > 0 && described.length <= meshFiles.length) {
    return { adoptable: "none", lead: planning(meshFiles) };
  }
  const istios = new Set(meshes.flatMap(({ objects }) => objects.filter(isIstio)));
  if (described.length === 0) return { adoptable: "none", ...(standing(judged) ?? stepwise(paths, istios.size > 0)) };
  const below = new Set(built.flatMap(({ reached }) => reached.slice(1)));
  const overlays = built.filter(
    ({ file, names }) => !below.has(file) && [...istios].some((one) => names.has(one.file)),
  );
  const isLeftOpen = (one: FileObject, { release, writes }: ManifestSet) => {
    const version = versionOf(one);
    if (version === undefined || isAlias(version)) return release === undefined && !writes?.(one, "version");
    return isPlaceholder(version);
  };
  const [unlisted] = described.flatMap(({ state }) => state.unknownRelease ?? []);
  const unversioned = described.some(({ objects, state }) =>
    objects.some((one) => isIstio(one) && isLeftOpen(one, state)),
  );
  return {
    adoptable: istios.size > 1 || overlays.length > 1 ? "several" : "one",
    // A list of releases tells of versions as well.
    ...(unlisted === undefined ? unversioned && { unversioned } : { unlisted }),
  };
}

/** What plans the meshes of these files. */
export function planning(meshFiles: readonly string[]): string {
  return commandLine("meshstep", "plan", ...meshFiles.flatMap((one) => ["-f", one]));
}

/** What says where the first live folder stands. Its marker is in `mesh/95-marker`. */
function standing(judged: readonly JudgedMesh[]): Pick<Adoptable, "lead"> | undefined {
  const shown = judged.flatMap(({ objects }) => objects.filter(isMarker)).map((one) => one.shown)[0];
  if (shown === undefined) return undefined;
  const folder = posix.join(posix.dirname(shown), "../..");
  return {
    lead: `${commandLine("meshstep", "status", "--live", folder)} says where it stands and what comes next; its mesh.yaml is here, or named with -f`,
  };
}

/** What there is for whoever cannot be given a plan. */
function stepwise(paths: readonly string[], hasIstio: boolean): Pick<Adoptable, "lead"> {
  const check = commandLine("meshstep", "check", ...paths);
  if (paths.includes("-")) return {};
  return {
    lead: hasIstio
      ? `${check} --from BEFORE holds each step against the state before, in the folder BEFORE; adopt cannot describe this mesh yet`
      : `${check} FOLDER looks at the control plane, too, if FOLDER holds its Istio object`,
  };
}

/** A live folder is one of a mesh that has its mesh.yaml. */
function isPromoted({ objects }: JudgedMesh): boolean {
  return objects.some(isMarker);
}

function isMarker({ object }: FileObject): boolean {
  return object.kind === "ConfigMap" && object.metadata.labels?.[mark.phase] !== undefined;
}

/** Not what still has a placeholder for a name; RevisionBased is described for sidecars, and where revisions are called after exact versions. */
function isDescribed({ objects, state }: JudgedMesh): boolean {
  const isAmbient = isAmbientMesh(state);
  return objects.some(
    (one) =>
      isIstio(one) &&
      dnsLabel.safeParse(one.object.metadata.name).success &&
      !(isRevisionBased(one) && (isAmbient || isAlias(versionOf(one) ?? "") || isPlaceholder(versionOf(one) ?? ""))),
  );
}

/** Not `${ISTIO_VERSION:-v1.28.5}`, of which `adopt` takes the value that it has without a variable. */
function isPlaceholder(version: string): boolean {
  return isOpenVersion(version) && !/^v?\$\{\w+:?[-=]v?\d[^${}]*\}$/.test(version);
}

function isIstio(one: FileObject): boolean {
  return isSail(one) && one.object.kind === "Istio";
}

function versionOf({ object }: FileObject): string | undefined {
  return textAt(object, "spec", "version");
}
