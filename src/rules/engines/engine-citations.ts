import type { Finding } from "../../findings/finding";
import { ruleDocs } from "../../findings/pages";
import type { ManifestSet } from "../rule";
import { engineOfTree } from "./engines";

/** A finding of a tree that speaks to Flux alone cites the page of Flux, where its rule would cite one of Argo CD by default. */
export function citedFor(set: ManifestSet, one: Finding): Finding {
  const { citations } = ruleDocs[one.rule];
  if (one.citation !== citations[0] || !one.citation.startsWith("Argo CD,") || engineOfTree(set) !== "flux") return one;
  const citation = citations.find((it) => it.startsWith("Flux,"));
  return citation === undefined ? one : { ...one, citation };
}
