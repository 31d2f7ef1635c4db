import { sha256 } from "../basics/sha256";
import type { Mesh } from "../mesh/mesh";

/** Flux writes the name of a Kustomization into a label of every object that it applies, and a label value holds 63 characters. */
const longest = 63;
/** Room for the longest folder of a layer, `-20-control-plane`, with some to spare. */
const suffix = 23;

/**
 * What names of Applications and Kustomizations begin with: the mesh's name. One that is too long is cut, and a hash of the whole keeps it
 * apart from others that begin alike; all names of a mesh are cut alike.
 */
export function platformPrefix({ name }: Pick<Mesh, "name">): string {
  const room = longest - suffix;
  if (name.length <= room) return name;
  const hash = sha256(name).slice(0, 8);
  return `${name.slice(0, room - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
