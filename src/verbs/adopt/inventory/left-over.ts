import { posix, resolve, sep } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { kindOf } from "../../../objects/kubernetes-object";
import type { ManifestIo } from "../../../source/manifests";
import { type FileObject, readObjects } from "../../check/read-objects";
import { isOfDelivery } from "../delivery/engines";
import { kustomizationsBelow } from "../input/kustomizations";
import { writtenBelow } from "../input/written";

/**
 * What of a folder belongs to none of the meshes that were found in it, so that no mesh.yaml has it: the waypoints, routes and Namespaces of
 * a mesh often stand in folders beside its own, and nothing says whose they are.
 */
export function leftOver(input: string, states: readonly string[], io: ManifestIo): readonly string[] {
  const taken = takenBy(input, states, io.cwd);
  const isTaken = ({ file }: FileObject) => taken.some((one) => file === one || file.startsWith(`${one}${sep}`));
  // What synth and promote wrote is of a mesh that has its mesh.yaml.
  const isWritten = writtenBelow(input, io.cwd);
  const rest = readObjects([input], io).objects.filter(
    (one) => isCarried(one) && !isTaken(one) && !isWritten(one.file),
  );
  if (rest.length === 0) return [];
  const folders = [...new Set(rest.map(({ shown }) => posix.dirname(shown)))];
  const objects = rest.length === 1 ? "1 object belongs" : `${rest.length} objects belong`;
  return [
    `${objects} to the folder of no mesh, and no mesh.yaml has what stands in ${firstFew(folders)}: adopt the mesh that it belongs to by its folder together with these`,
  ];
}

/** The folders of the meshes, and all that their kustomizations reach. */
function takenBy(input: string, states: readonly string[], cwd: string): readonly string[] {
  const all = kustomizationsBelow(input, cwd).map((one) => ({ ...one, path: resolve(cwd, one.folder) }));
  const taken = new Set(states.map((one) => resolve(cwd, one)));
  for (const one of taken) {
    for (const { path, lists } of all)
      if (path === one || path.startsWith(`${one}${sep}`)) for (const each of lists) taken.add(each);
  }
  return [...taken];
}

/** What adopt would leave where it is in any case is not missed. */
function isCarried({ object }: FileObject): boolean {
  return !isOfDelivery(object) && kindOf(object) !== "/Secret";
}
