import { apiGroup, type KubernetesObject } from "../../../objects/kubernetes-object";
import type { EngineName } from "../../../order/result";
import { annotationsOf, labelsOf } from "../../../rules/objects";

/** The name of what applied an object, as that has left it there. */
export interface Mark {
  readonly engine: EngineName;
  readonly kind: "Application" | "Kustomization" | "HelmRelease";
  readonly name: string;
  /** Argo CD says it only where that is not its own. */
  readonly namespace?: string;
  /** The annotation or the label. */
  readonly key: string;
}

/** A release of Helm, as what it has installed names it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
}

export const trackingId = "argocd.argoproj.io/tracking-id";

/** The marks of an object. What a controller has copied from another object, Argo CD does not take for one either. */
export function marksOf(object: KubernetesObject): readonly Mark[] {
  const id = annotationsOf(object)[trackingId];
  return [
    ...(id !== undefined && isOf(id, object) ? [applicationMark(id.split(":")[0] ?? "", trackingId)] : []),
    ...fluxMark(object, "Kustomization", "kustomize.toolkit.fluxcd.io"),
    ...fluxMark(object, "HelmRelease", "helm.toolkit.fluxcd.io"),
  ];
}

/** Of an Application in another namespace than its Argo CD it is `namespace_name`. */
export function applicationMark(text: string, key: string): Mark {
  const [name = "", namespace] = text.split("_").reverse();
  return { engine: "argocd", kind: "Application", name, ...(namespace !== undefined && { namespace }), key };
}

/** `app:group/Kind:namespace/name`; of what has no namespace it says that of the Application's destination, or none. */
function isOf(id: string, object: KubernetesObject): boolean {
  const [, kind, of] = id.split(":");
  if (kind === undefined || of === undefined) return true;
  const { name, namespace } = object.metadata;
  const [home, itsName] = [of.slice(0, of.indexOf("/")), of.slice(of.indexOf("/") + 1)];
  return (
    kind === `${apiGroup(object)}/${object.kind}` && itsName === name && (namespace === undefined || home === namespace)
  );
}

function fluxMark(object: KubernetesObject, kind: "Kustomization" | "HelmRelease", group: string): readonly Mark[] {
  const { [`${group}/name`]: name, [`${group}/namespace`]: namespace } = labelsOf(object);
  if (name === undefined) return [];
  return [{ engine: "flux", kind, name, ...(namespace !== undefined && { namespace }), key: `${group}/name` }];
}

/** Helm writes itself into each object that it installs, and asks for that before it takes one over. */
export function releaseOf(object: KubernetesObject): Release | undefined {
  const annotations = annotationsOf(object);
  const [name, namespace] = ["name", "namespace"].map((key) => annotations[`meta.helm.sh/release-${key}`]);
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** The marks of two readings of one object: what two Applications render is applied by both. */
export function withMarks(known: readonly Mark[] = [], more: readonly Mark[] = []): readonly Mark[] {
  const keys = new Set(known.map(keyOfMark));
  const added = more.filter((one) => !keys.has(keyOfMark(one)));
  return added.length === 0 ? known : [...known, ...added];
}

/** What a mark names, whichever of its keys says it. */
export function keyOfMark({ kind, name, namespace }: Mark): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}
