/*
 * Reading what points an engine at a live folder. Paths there start at the root of a repository; orders speak of folders below
 * `manifests/`, which is what the live folder holds.
 */

/**
 * A path of a repository as a folder below `manifests/`: `mesh` for `./live/prod/mesh`, `.` for the live folder itself. Undefined for what
 * is elsewhere.
 *
 * @param live the live folder in the repository; `.` when it is the root
 */
export function pathBelow(path: string | undefined, live: string): string | undefined {
  if (path === undefined) return undefined;
  const [wanted, root] = [segments(path), segments(live)];
  if (!root.every((segment, index) => wanted[index] === segment)) return undefined;
  return wanted.slice(root.length).join("/") || ".";
}

function segments(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
