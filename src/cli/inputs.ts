import { withStart } from "../live/start";
import { type LoadedMesh, meshSources } from "../mesh/load";
import type { CliIo } from "./io";

/** The meshes of `-f` as they are described; mesh.yaml of the working directory when there is none. */
export function loadInputs(files: readonly string[], io: CliIo): Iterable<LoadedMesh> {
  return meshSources(files.length ? files : ["mesh.yaml"], { cwd: io.cwd, stdin: io.stdin });
}

/** The same, with what the output folder says of their live folders. */
export function* loadStarted(files: readonly string[], io: CliIo, out: string): Generator<LoadedMesh> {
  for (const source of loadInputs(files, io)) yield withStart(source, io.cwd, out);
}
