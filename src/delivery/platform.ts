import type { Mesh } from "../mesh/mesh";
import { appProject } from "./argocd/app-project";
import { applications } from "./argocd/application";
import { healthPatches } from "./argocd/health-patches";
import { kustomizations } from "./flux/kustomization";
import { gitRepository } from "./flux/source";
import { type DeliveredPhase, foldersOf } from "./folders";
import type { PlatformFile } from "./platform-file";

/**
 * What points the mesh's engine at its live folder: applied once, the same for every phase of the row. Empty without an engine.
 *
 * @param phases every phase of the row, rendered
 */
export function platform(mesh: Mesh, phases: readonly DeliveredPhase[]): readonly PlatformFile[] {
  const folders = foldersOf(mesh, phases);
  switch (mesh.delivery.engine) {
    case "argocd":
      return [...appProject(mesh, folders), ...applications(mesh, folders), ...healthPatches(mesh)];
    case "flux":
      return [...gitRepository(mesh), ...kustomizations(mesh, folders)];
    case "none":
      return [];
  }
}
