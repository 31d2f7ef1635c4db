import type { KubernetesObject } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";

/** Where a Kustomization reads from, and at which revision. */
export interface FluxRevision {
  readonly source?: KubernetesObject;
  readonly url?: string;
  readonly revision?: string;
  /** What that is, where no commit moves it. */
  readonly still?: string;
}

/** @param sources objects among which those of Flux stand that say where it reads from */
export function fluxRevision(by: KubernetesObject, sources: readonly KubernetesObject[]): FluxRevision {
  const [kind, name, home = by.metadata.namespace] = ["kind", "name", "namespace"].map((key) =>
    textAt(by, "spec", "sourceRef", key),
  );
  const source = sources.find(
    (one) =>
      kindOf(one) === `source.toolkit.fluxcd.io/${kind}` &&
      one.metadata.name === name &&
      one.metadata.namespace === home,
  );
  if (!source) return {};
  const url = textAt(source, "spec", "url");
  // A commit stands still on any branch, and any other word is asked before the branch.
  const key = ["commit", "name", "semver", "tag", "branch"].find(
    (one) => textAt(source, "spec", "ref", one) !== undefined,
  );
  const revision = key && textAt(source, "spec", "ref", key);
  const what = key === undefined ? undefined : still[key];
  return {
    source,
    ...(url !== undefined && { url }),
    ...(revision !== undefined && { revision, ...(what !== undefined && { still: `${what} ${revision}` }) }),
  };
}

const still: Readonly<Record<string, string>> = {
  commit: "the commit",
  semver: "the newest tag of",
  tag: "the tag",
};
