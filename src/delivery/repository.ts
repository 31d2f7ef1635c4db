import type { Mesh } from "../mesh/mesh";

/** `.invalid` is reserved: no resolver ever finds a host below it (RFC 2606), so nothing can be read from there by accident. */
const placeholder = "https://not-set.invalid/write-spec.delivery.repository.url-in-mesh.yaml";

/** The repository that Argo CD reads; an Application cannot be without one. */
export function repositoryUrl({ delivery }: Mesh): string {
  return delivery.repository.url ?? placeholder;
}

/** Whether the files name a repository that cannot exist, because mesh.yaml names none. */
export function lacksRepository({ delivery }: Mesh): boolean {
  return delivery.engine === "argocd" && delivery.repository.url === undefined;
}

/** The live folder in the repository, as `promote --live` takes it. */
export function livePath({ name, delivery }: Mesh): string {
  return delivery.repository.path ?? `live/${name}`;
}

/** A folder of the live folder: `live/prod/mesh`. */
export function liveFolder(mesh: Mesh, folder: string): string {
  const live = livePath(mesh);
  return live === "." ? folder : `${live}/${folder}`;
}
