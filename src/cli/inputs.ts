import { type LoadedMesh, meshSources } from "../mesh/load";
import type { CliIo } from "./io";

/** The meshes of `-f`; mesh.yaml of the working directory when there is none. */
export function loadInputs(files: readonly string[], io: CliIo): Iterable<LoadedMesh> {
  return meshSources(files.length ? files : ["mesh.yaml"], { cwd: io.cwd, stdin: io.stdin });
}
