import type { Mesh } from "../../mesh/mesh";
import type { PlatformFile } from "../platform-file";
import { livePath } from "../repository";
import { fluxMetadata } from "./metadata";

/** What `flux bootstrap` calls the source that it makes. */
const bootstrapped = "flux-system";

/** Where the Kustomizations read from. One source for all of them: only then does Flux hold a layer until the one before has this very commit. */
export function sourceRef(mesh: Mesh): { readonly kind: string; readonly name: string; readonly namespace?: string } {
  const { flux, repository } = mesh.delivery;
  if (flux.sourceRef) {
    const { kind, name, namespace } = flux.sourceRef;
    return { kind, name, ...(namespace !== undefined && { namespace }) };
  }
  return { kind: "GitRepository", name: repository.url === undefined ? bootstrapped : mesh.name };
}

/** A GitRepository of the mesh's own, where mesh.yaml says what is to be read; else the source is somebody else's. */
export function gitRepository(mesh: Mesh): readonly PlatformFile[] {
  const { flux, repository } = mesh.delivery;
  if (flux.sourceRef || repository.url === undefined) return [];
  const { name } = sourceRef(mesh);
  return [
    {
      path: `flux/gitrepository-${name}.yaml`,
      why: [
        `Holds ${livePath(mesh)}. For a repository that asks who reads it, add a secretRef, or name a source of your own under spec.delivery.flux.sourceRef.`,
      ],
      object: {
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: fluxMetadata(mesh, name, repository.url),
        spec: { url: repository.url, ref: { branch: repository.revision }, interval: "1m" },
      },
    },
  ];
}
