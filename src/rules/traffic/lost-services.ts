import { listAt, wordOf } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { inNamespaces, objectsOf } from "../objects";
import type { ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { bringsMore } from "../unseen";

/** A host of the cluster as it is written, and the Service that it means. */
export interface ServiceHost {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
}

/** Why a host is nobody's, as the beginning of a sentence, and the Service of its namespace that may be meant. */
export interface LostService {
  readonly why: string;
  readonly meant?: string;
}

/** Undefined for a Service that is here or may be, and where no others of its namespace are. */
export function lostService(set: ManifestSet, { name, namespace, host }: ServiceHost): LostService | undefined {
  const there = [...(inNamespaces(set, "", "Service").get(namespace)?.keys() ?? [])];
  if (isIstiods(name) || there.length === 0 || there.includes(name)) return undefined;
  const entries = objectsOf(set, "networking.istio.io", "ServiceEntry");
  if (entries.some(({ object }) => listAt(object, "spec", "hosts").map(wordOf).includes(host))) return undefined;
  if (serviceMayBeThere(set, namespace, name)) return undefined;
  const meant = slipOf(name, there);
  if (meant === undefined && bringsMore(set, namespace)) return undefined;
  const why = `Service ${namespace}/${name} is not among these manifests, and others of the namespace are`;
  return { why, ...(meant !== undefined && { meant }) };
}

/** istiod's own comes with the operator. */
export function isIstiods(name: string): boolean {
  return /^istiod(-|$)/.test(name);
}
