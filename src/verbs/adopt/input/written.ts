import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { markerFolder } from "../../../live/marker";
import { isOwnOutput } from "../../../repository/objects/own-output";

/** Whether `synth` or `promote` wrote a folder: its states are those of a mesh that has its mesh.yaml. */
export function isWritten(folder: string): boolean {
  return existsSync(join(folder, markerFolder)) || isOwnOutput(folder);
}

/** Tells the files in such folders below one from all others. The folder itself was asked for, whoever wrote it. */
export function writtenBelow(folder: string, cwd: string): (file: string) => boolean {
  const root = resolve(cwd, folder);
  const known = new Map([[root, false]]);
  const isBelow = (path: string): boolean => {
    const found = known.get(path) ?? (path.startsWith(root) && (isBelow(dirname(path)) || isWritten(path)));
    known.set(path, found);
    return found;
  };
  return (file) => isBelow(dirname(resolve(root, file)));
}
