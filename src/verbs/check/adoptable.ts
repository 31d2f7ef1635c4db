import { isAlias, isOpenVersion } from "../../catalog/version";
import { commandLine } from "../../gates/quote";
import { mark } from "../../mesh/labels";
import { dnsLabel } from "../../mesh/scalars";
import { textAt } from "../../objects/object-paths";
import { isRevisionBased } from "../../rules/revisions";
import type { ManifestSet } from "../../rules/rule";
import type { Building } from "./kustomize/buildings";
import type { FileObject } from "./read-objects";
import { isSail, type MeshObjects } from "./split-meshes";

/** What `adopt` is offered for. */
export interface Adoptable {
  /** Meshes that meshstep has not written, and that `adopt` can describe. */
  readonly adoptable: "none" | "one" | "several";
  /** Whether an Istio leaves its version to an operator release that nothing names, or to a placeholder: `adopt` has to be told. */
  readonly unversioned?: true;
  /** What leads on where each of them has its mesh.yaml. */
  readonly lead?: string;
}

/** A mesh, and how it was judged. */
export interface JudgedMesh extends Pick<MeshObjects, "objects"> {
  readonly state: ManifestSet;
}

/**
 * It takes an Istio at a time: of overlays that build on the same one each is a mesh.
 * @param meshFiles the descriptions that are there
 */
export function adoptableOf(
  judged: readonly JudgedMesh[],
  built: readonly Building[],
  meshFiles: readonly string[],
): Adoptable {
  const meshes = judged.filter((mesh) => !isPromoted(mesh));
  const described = meshes.filter((mesh) => isDescribed(mesh));
  if (meshFiles.length > 0 && described.length <= meshFiles.length) {
    return { adoptable: "none", lead: `meshstep plan ${commandLine(...meshFiles.flatMap((one) => ["-f", one]))}` };
  }
  if (described.length === 0) return { adoptable: "none" };
  const istios = new Set(meshes.flatMap(({ objects }) => objects.filter(isIstio)));
  const below = new Set(built.flatMap(({ reached }) => reached.slice(1)));
  const overlays = built.filter(
    ({ file, names }) => !below.has(file) && [...istios].some((one) => names.has(one.file)),
  );
  const isLeftOpen = (one: FileObject, { release, writes }: ManifestSet) => {
    const version = versionOf(one);
    if (version === undefined) return release === undefined && !writes?.(one, "version");
    return isPlaceholder(version);
  };
  const unversioned = described.some(({ objects, state }) =>
    objects.some((one) => isIstio(one) && isLeftOpen(one, state)),
  );
  return {
    adoptable: istios.size > 1 || overlays.length > 1 ? "several" : "one",
    ...(unversioned && { unversioned }),
  };
}

/** A live folder is one of a mesh that has its mesh.yaml. */
function isPromoted({ objects }: JudgedMesh): boolean {
  return objects.some(({ object }) => object.kind === "ConfigMap" && object.metadata.labels?.[mark.phase]);
}

/** Not what still has a placeholder for a name; RevisionBased is described for sidecars, and where revisions are called after exact versions. */
function isDescribed({ objects }: JudgedMesh): boolean {
  const sail = objects.filter(isSail);
  const hasZtunnel = sail.some(({ object }) => object.kind === "ZTunnel");
  return sail.some(
    (one) =>
      isIstio(one) &&
      dnsLabel.safeParse(one.object.metadata.name).success &&
      !(isRevisionBased(one) && (hasZtunnel || isAlias(versionOf(one) ?? "") || isPlaceholder(versionOf(one) ?? ""))),
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
