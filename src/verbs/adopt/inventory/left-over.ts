import { posix, resolve, sep } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { commandLine } from "../../../gates/quote";
import { kindOf } from "../../../objects/kubernetes-object";
import type { FileObject } from "../../../repository/objects/file-object";
import { readObjects } from "../../../repository/objects/read-objects";
import type { ManifestIo } from "../../../source/manifests";
import { isOfDelivery } from "../delivery/engines";
import { type Kustomization, kustomizationsBelow, rootsOf } from "../input/kustomizations";
import { writtenBelow } from "../input/written";

/**
 * What of a folder belongs to none of the meshes that were found in it, so that no mesh.yaml has it: the waypoints, routes and Namespaces of
 * a mesh often stand in folders beside its own, and nothing says whose they are.
 */
export function leftOver(input: string, states: readonly string[], io: ManifestIo): readonly string[] {
  const taken = [...takenBy(kustomizationsBelow(input, io.cwd), states, io.cwd)];
  const isTaken = ({ file }: FileObject) => taken.some((one) => file === one || file.startsWith(`${one}${sep}`));
  // What synth and promote wrote is of a mesh that has its mesh.yaml.
  const isWritten = writtenBelow(input, io.cwd);
  const rest = readObjects([input], io).objects.filter(
    (one) => isCarried(one) && !isTaken(one) && !isWritten(one.file),
  );
  if (rest.length === 0) return [];
  const buildersOf = buildersIn(input, io.cwd);
  const folders = [...new Set(rest.flatMap(({ file, shown }) => orOwn(buildersOf(file), posix.dirname(shown))))];
  const objects = rest.length === 1 ? "1 object belongs" : `${rest.length} objects belong`;
  const whole = namesakes(states, folders);
  return [
    `${objects} to the folder of no mesh, and no mesh.yaml has what stands in ${firstFew(folders)}: adopt the mesh that it belongs to by its folder together with these${whole}`,
  ];
}

/** The overlays that build a file: a base that others change is not what runs. */
function buildersIn(input: string, cwd: string): (file: string) => readonly string[] {
  const all = kustomizationsBelow(input, cwd);
  const tops = rootsOf(all, cwd).map(({ folder }) => ({ folder, taken: takenBy(all, [folder], cwd) }));
  return (file) => tops.flatMap(({ folder, taken }) => (taken.has(file) ? [folder] : [])).sort();
}

function orOwn(builders: readonly string[], own: string): readonly string[] {
  return builders.length > 0 ? builders : [own];
}

/** What is adopted together, where the overlays of one cluster are called alike: `cni/overlays/east` belongs to `control-plane/overlays/east`. */
function namesakes(states: readonly string[], folders: readonly string[]): string {
  for (const state of states) {
    const own = folders.filter((one) => posix.basename(one) === posix.basename(state));
    if (own.length > 0 && own.length < folders.length)
      return `, those of its cluster alone: ${commandLine("meshstep", "adopt", state, ...own)}`;
  }
  return "";
}

/** Some folders, and all that their kustomizations reach. */
function takenBy(all: readonly Kustomization[], folders: readonly string[], cwd: string): ReadonlySet<string> {
  const placed = all.map((one) => ({ ...one, path: resolve(cwd, one.folder) }));
  const taken = new Set(folders.map((one) => resolve(cwd, one)));
  for (const one of taken) {
    for (const { path, lists } of placed)
      if (path === one || path.startsWith(`${one}${sep}`)) for (const each of lists) taken.add(each);
  }
  return taken;
}

/** What adopt would leave where it is in any case is not missed. */
function isCarried({ object }: FileObject): boolean {
  return !isOfDelivery(object) && kindOf(object) !== "/Secret";
}
