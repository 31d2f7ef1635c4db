import { posix } from "node:path";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { FilesIn, GitFile } from "./git-files";
import type { Parameters } from "./set-templates";

/** What Argo CD says of a folder that a Git generator finds. */
export function folderParameters(path: string) {
  const basename = posix.basename(path);
  return { path, basename, basenameNormalized: normalized(basename), segments: path.split("/") };
}

/** As Argo CD makes a name of a folder. */
function normalized(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
}

/** What the files that a Git generator looks for say, with where they are; none where that cannot be told of all of them. */
export function fileParameters(
  git: unknown,
  { root, filesIn }: { readonly root: string; readonly filesIn?: FilesIn | undefined },
): readonly Parameters[] {
  const found = new Map<string, GitFile>();
  const left = new Set<string>();
  for (const entry of listAt(git, "files")) {
    const files = filesIn?.(root, textAt(entry, "path") ?? "");
    if (!files) return [];
    for (const file of files) {
      if (valueAt(entry, "exclude") === true) left.add(file.path);
      else found.set(file.path, file);
    }
  }
  const prefix = textAt(git, "pathParamPrefix");
  return [...found.keys()].sort().flatMap((path) => {
    const filename = posix.basename(path);
    const folder = folderParameters(posix.dirname(path));
    const known = { path: { ...folder, filename, filenameNormalized: normalized(filename) } };
    const values = left.has(path) ? [] : (found.get(path)?.values ?? []);
    return values.map((value) => ({ ...value, ...(prefix ? { [prefix]: known } : known) }));
  });
}
