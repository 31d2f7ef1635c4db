import type { Finding } from "../../../findings/finding";
import type { FileObject } from "../../../repository/objects/file-object";
import { saidByAll } from "./said-by-all";

/** What belongs to every mesh is at fault only where each of them says so: it may be meant for one of them. */
export function ofEach(judged: readonly (readonly Finding[])[], shared: ReadonlySet<string>): readonly Finding[] {
  const isShared = ({ place }: Finding) => place !== undefined && shared.has(place.file);
  const [first, ...others] = judged.map((findings) => findings.filter(isShared));
  return [...judged.flatMap((findings) => findings.filter((one) => !isShared(one))), ...saidByAll(first ?? [], others)];
}

/** The files, as the user gave them, whose objects were counted to several meshes. */
export function sharedFiles(meshes: readonly (readonly FileObject[])[]): ReadonlySet<string> {
  const seen = new Set<FileObject>();
  const shared = new Set<string>();
  for (const one of meshes.flat()) {
    if (seen.has(one)) shared.add(one.shown);
    seen.add(one);
  }
  return shared;
}
