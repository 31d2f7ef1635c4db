import { firstFew } from "../../../basics/first-few";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { isOpen } from "../../../rules/engines/set-templates";
import type { Applied } from "./applier";

/** What a repository begins with: a checkout is taken to be of it. */
const usual: readonly string[] = ["", "HEAD", "main", "master", "refs/heads/main", "refs/heads/master"];

/**
 * Engines that read another revision than a repository begins with, such as a tag or a branch of an environment: what is checked out here is what they apply
 * only where it is that one.
 * @param sources objects among which those of Flux stand that say where it reads from
 */
export function readRevisions(known: readonly Applied[], sources: readonly KubernetesObject[]): readonly string[] {
  const read = known.flatMap(({ by }) => {
    const revision = by.kind === "Kustomization" ? fluxRevision(by, sources) : argoRevision(by);
    return revision === undefined || usual.includes(revision) || isOpen(revision) ? [] : [{ by, revision }];
  });
  if (read.length === 0) return [];
  const ids = firstFew(read.map(({ by, revision }) => `${objectId(by)} reads revision ${revision}`));
  return [
    `${ids}: what was read here is what runs only where that is checked out; adopt in a checkout of it otherwise`,
  ];
}

function argoRevision(by: KubernetesObject): string | undefined {
  const spec = by.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const source = sourcesIn(by, spec).find((at) => textAt(by, ...at, "path") !== undefined);
  return source && textAt(by, ...source, "targetRevision");
}

function fluxRevision(by: KubernetesObject, sources: readonly KubernetesObject[]): string | undefined {
  const [kind, name, home = by.metadata.namespace] = ["kind", "name", "namespace"].map((key) =>
    textAt(by, "spec", "sourceRef", key),
  );
  const source = sources.find(
    (one) =>
      kindOf(one) === `source.toolkit.fluxcd.io/${kind}` &&
      one.metadata.name === name &&
      one.metadata.namespace === home,
  );
  const ref = ["commit", "name", "semver", "tag", "branch"].map((key) => textAt(source, "spec", "ref", key));
  return ref.find((one) => one !== undefined);
}
