import type { DistributionName, OperatorRelease } from "../catalog/types";
import { InputError } from "../findings/input-error";
import { readTextFile } from "../source/read-text";
import { type MeshFolder, meshFiles } from "./mesh-files";

/**
 * The operator releases in the files of `spec.catalogs`, sorted by file.
 * @throws InputError for files that cannot be read, are no such list, or belong to another distribution
 */
export function readCatalogs(
  names: readonly string[],
  folder: MeshFolder,
  wanted: DistributionName,
): OperatorRelease[] {
  if (names.length === 0) return [];
  // Loaded here, because most meshes bring no releases of their own.
  const { readReleasesFile } = require("../catalog/extend") as typeof import("../catalog/extend");
  return meshFiles(names, folder, ["spec", "catalogs"]).flatMap((file) => {
    const { distribution, releases } = readReleasesFile(readTextFile(file.path, file.shown), file.shown);
    if (distribution === wanted) return releases;
    throw InputError.of(`${file.shown} holds releases of ${distribution}; expected ${wanted}`, {
      path: ["spec", "catalogs"],
      hint: "name a list of the mesh's own distribution",
    });
  });
}
