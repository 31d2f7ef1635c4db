import type { KubernetesObject } from "../../mesh/mesh";
import { textAt } from "../../objects/object-paths";
import { syncOptions } from "../../order/argocd/annotations";
import { annotationsOf, labelsOf, onlyEngine } from "../objects";

const flux = "kustomize.toolkit.fluxcd.io";

/** The annotation that tells Flux whether it may prune. */
export const fluxPrune = `${flux}/prune`;

/** What is missing for an object to outlive its manifest, by engine; undefined where nothing is. */
export interface Gaps {
  readonly argocd: string | undefined;
  readonly flux: string | undefined;
}

/** What either engine would have to be told. */
export function gapsOf(object: KubernetesObject): Gaps {
  const options = syncOptions(annotationsOf(object));
  const open = ["Prune", "Delete"].filter((key) => !isKept(options, key));
  return {
    argocd: open.length ? `${open.map((key) => `${key}=false`).join(",")} for Argo CD` : undefined,
    flux: isKeptByFlux(object) ? undefined : `${fluxPrune}: disabled for Flux`,
  };
}

/** An object that Flux does not reconcile at all is not pruned either. */
function isKeptByFlux(object: KubernetesObject): boolean {
  return (
    fluxIsTold(object, "prune", "disabled") ||
    fluxIsTold(object, "reconcile", "disabled") ||
    fluxIsTold(object, "ssa", "Ignore")
  );
}

/** Flux reads what it is told in labels and in annotations, and takes no account of capitals (fluxcd/pkg, ssa/utils, AnyInMetadata). */
export function fluxIsTold(object: KubernetesObject, key: "prune" | "reconcile" | "ssa", value: string): boolean {
  return [labelsOf(object), annotationsOf(object)].some(
    (said) => String(said[`${flux}/${key}`] ?? "").toLowerCase() === value.toLowerCase(),
  );
}

/** What somebody wrote so that the engines do delete the object: `Prune=true`. */
export function chosenPruning(object: KubernetesObject): readonly string[] {
  const annotations = annotationsOf(object);
  const options = syncOptions(annotations);
  const argocd = ["Prune", "Delete"].filter((key) => options.get(key) === "true").map((key) => `${key}=true`);
  const prune = annotations[fluxPrune];
  const forFlux = prune === undefined || isKeptByFlux(object) ? [] : [`${fluxPrune}: ${prune}`];
  return [...argocd, ...forFlux];
}

/**
 * Whether anything keeps an engine from deleting the object, be it only half of what is needed.
 *
 * @param engine the one that applies it @default either may
 */
export function isProtectedSomehow(object: KubernetesObject, engine?: "argocd" | "flux"): boolean {
  const options = syncOptions(annotationsOf(object));
  const byArgo = ["Prune", "Delete"].some((key) => isKept(options, key));
  return (engine !== "flux" && byArgo) || (engine !== "argocd" && isKeptByFlux(object));
}

/** `confirm` asks a person first, which protects as well. */
function isKept(options: ReadonlyMap<string, string>, key: string): boolean {
  return ["false", "confirm"].includes(options.get(key) ?? "");
}

/** A tag on one revision may be a hold, which a clean-up lets go. */
export function mayBeHold(object: KubernetesObject): boolean {
  return object.kind === "IstioRevisionTag" && textAt(object, "spec", "targetRef", "kind") === "IstioRevision";
}

/**
 * Whether the engine that applies the object leaves it in the cluster when it vanishes from Git; both where either may apply it. What becomes of it with its
 * Application is another question.
 *
 * @param engine the one that applies it @default the one that its annotations speak to
 */
export function outlivesItsManifest(object: KubernetesObject, engine = onlyEngine(object)): boolean {
  const byArgo = isKept(syncOptions(annotationsOf(object)), "Prune");
  return (engine === "flux" || byArgo) && (engine === "argocd" || isKeptByFlux(object));
}

/** How much of what protects it an object lacks. */
export function openness(object: KubernetesObject, engine: "argocd" | "flux" | undefined): number {
  return unsaid(object, engine)
    .join(",")
    .split(/,(?=\S)/)
    .filter(Boolean).length;
}

/** What is missing for an object to outlive its manifest, as words; of both engines where either may apply it. */
export function unsaid(object: KubernetesObject, engine?: "argocd" | "flux"): readonly string[] {
  const { argocd, flux } = gapsOf(object);
  return [engine === "flux" ? undefined : argocd, engine === "argocd" ? undefined : flux].filter(
    (what) => what !== undefined,
  );
}
