import { formatPlace, type MeshPath, type Place } from "../findings/finding";
import { shownIn } from "../source/folder-files";

export { shownIn };

/** How messages name things, so that the same checks serve a mesh from a file and one from TypeScript. */
export interface Naming {
  /** Another part of the mesh: `mesh.yaml:7:5`. */
  at(path: MeshPath): string;
  /** A place in a carried file, which is relative to the mesh's folder, as the user would write it. */
  carried(place: Place): Place;
}

/** Where there is no file: the path itself. */
export const pathNaming: Naming = { at: (path) => path.join("."), carried: (place) => place };

/** Messages about a mesh that stands in a file of the folder `shown`. */
export function fileNaming(locate: (path: MeshPath) => Place, shown: string): Naming {
  return {
    at: (path) => formatPlace(locate(path)),
    carried: (place) => ({ ...place, file: shownIn(shown, place.file) }),
  };
}
