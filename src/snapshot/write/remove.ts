import { kindOf, listFolder, lstat, removeFile, removeFolder } from "./files";

/** Removes a folder with all that is in it; a link is removed, not what it points to. Nothing there is fine. */
export function removeTree(path: string): void {
  const stats = lstat(path);
  if (stats === undefined) return;
  if (kindOf(stats) === "folder") removeContent(path);
  else removeFile(path);
}

function removeContent(folder: string): void {
  for (const entry of listFolder(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === "folder") removeContent(path);
    else removeFile(path);
  }
  removeFolder(folder);
}
