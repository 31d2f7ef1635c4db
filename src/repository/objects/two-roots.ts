import { identity } from "../../objects/kubernetes-object";
import { sameCluster } from "../../rules/engines/readers";
import type { CheckedObject, Reader } from "../../rules/rule";

/** How far up from an object its root is looked for. */
const steps = 5;

/**
 * Whether two manifests are of two clusters, because what applies them is: in the end two roots of one name, each of which reads a folder
 * beside itself. One cluster has no two objects of a name.
 */
export function areOfTwoRoots(
  a: CheckedObject,
  b: CheckedObject,
  {
    readers,
    readBy,
  }: { readonly readers: readonly Reader[]; readonly readBy: (one: CheckedObject) => readonly Reader[] },
  left = steps,
): boolean {
  if (left === 0) return false;
  const [root, other] = [a, b].map((one) => readers.find(({ by }) => by === one));
  if (root && other && areRoots(root, other)) return true;
  const [ones, others] = [readBy(a), readBy(b)];
  return (
    ones.length > 0 &&
    others.length > 0 &&
    ones.every((one) =>
      others.every(
        (it) =>
          one !== it &&
          sameCluster(one, it) === undefined &&
          areOfTwoRoots(one.by, it.by, { readers, readBy }, left - 1),
      ),
    )
  );
}

function areRoots(one: Reader, other: Reader): boolean {
  return identity(one.by.object) === identity(other.by.object) && readsBeside(one, other) && readsBeside(other, one);
}

/** Whether a reader reads a folder where it stands itself, and the other one does not stand there. */
function readsBeside({ cluster: { home }, folders }: Reader, { cluster: { home: elsewhere } }: Reader): boolean {
  const isIn = (folder: string, above: string) => folder === above || folder.startsWith(`${above}/`);
  return folders.length > 0 && folders.every((folder) => isIn(folder, home)) && !isIn(elsewhere, home);
}
