import { validate } from "../source/validate";
import { dataSource } from "./data-source";
import { completeMesh } from "./defaults";
import type { CarriedObject, Mesh } from "./mesh";
import { type MeshSpec, meshSchema, meshSpecSchema } from "./schema";

/** Keys of `spec` that name files, or what is wanted: neither says what a mesh is. */
const left = ["upgrade", "manifests", "catalogs", "ledger"] as const;

/** What a mesh is, in the keys of mesh.yaml, defaults filled in; what it carries is beside it. */
export type MeshDescription = Omit<MeshSpec, (typeof left)[number]>;

/** Describes a mesh as it is, without where it should go. */
export function describeMesh(mesh: Mesh): MeshDescription {
  const keys = Object.keys(meshSpecSchema.def.shape) as (keyof MeshSpec)[];
  const said = keys.filter((key) => mesh[key] !== undefined && !left.includes(key as (typeof left)[number]));
  return Object.fromEntries(said.map((key) => [key, mesh[key]])) as MeshDescription;
}

/**
 * The mesh behind a description.
 * @param like the same mesh as it is described now: what its files add to the catalogue is known then, too
 * @throws InputError when the description is none of a mesh
 */
export function describedMesh(description: unknown, carried: readonly CarriedObject[], like: Mesh): Mesh {
  const document = {
    apiVersion: "meshstep.dev/v1alpha1",
    kind: "Mesh",
    metadata: { name: like.name },
    spec: description,
  };
  const { spec } = validate(meshSchema, dataSource(document));
  const { extraReleases, extraRows, extraWindows } = like;
  return completeMesh(like.name, spec, carried, { extraReleases, extraRows, extraWindows });
}
