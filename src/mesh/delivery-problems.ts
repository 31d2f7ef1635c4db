import type { Problem } from "../findings/input-error";
import type { MeshSpec } from "./schema";

/** Parts of `spec.delivery` that contradict each other, for the engine that the mesh names: those of the other one wait for their turn. */
export function deliveryProblems({ delivery }: MeshSpec): Problem[] {
  if (delivery.engine === "argocd") return destinationProblems(delivery);
  return delivery.engine === "flux" ? sourceProblems(delivery) : [];
}

function destinationProblems({ argocd }: MeshSpec["delivery"]): Problem[] {
  const { server, name } = argocd.destination ?? {};
  if (server === undefined || name === undefined) return [];
  const message = "the cluster is said twice, by its server and by its name; Argo CD takes one of them";
  return [{ message, path: ["spec", "delivery", "argocd", "destination", "name"], hint: "keep one" }];
}

function sourceProblems({ repository, flux }: MeshSpec["delivery"]): Problem[] {
  const { url } = repository;
  if (url === undefined) return [];
  const path = ["spec", "delivery", "repository", "url"];
  if (flux.sourceRef) {
    const { kind, name } = flux.sourceRef;
    const message = `${kind} ${name} of spec.delivery.flux.sourceRef says where Flux reads from, so this would have no effect`;
    return [
      { message, path, hint: "keep sourceRef for a source of yours, or the url to have a GitRepository written" },
    ];
  }
  if (/^(https?|ssh):\/\//.test(url)) return [];
  const message = "Flux takes http, https and ssh URLs only";
  return [{ message, path, hint: `write it as ssh://${url.replace(":", "/")}` }];
}
