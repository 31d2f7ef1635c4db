import { firstFew } from "../../../basics/first-few";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import { isOpen } from "../../../rules/engines/set-templates";
import type { RefsOf } from "../input/git-refs";
import type { Applied } from "./applier";
import { type FluxRevision, fluxRevision } from "./flux-revision";
import { isCheckedOut } from "./live-branch";

/** What a repository begins with: a checkout is taken to be of it. */
const usual: readonly string[] = ["", "HEAD", "main", "master", "refs/heads/main", "refs/heads/master"];

/**
 * Engines that read another revision than a repository begins with, such as a tag or a branch of an environment: what is checked out here is what they apply
 * only where it is that one.
 * @param sources objects among which those of Flux stand that say where it reads from
 * @param refs what is known of the branches of a repository, by its address
 */
export function readRevisions(
  known: readonly Applied[],
  sources: readonly KubernetesObject[],
  refs: RefsOf,
): readonly string[] {
  const read = known.flatMap(({ by }) => {
    const { url, revision } = by.kind === "Kustomization" ? fluxRevision(by, sources) : argoRevision(by);
    const isHere = revision === undefined || usual.includes(revision) || isCheckedOut(revision, refs(url));
    return isHere || isOpen(revision) ? [] : [{ by, revision }];
  });
  if (read.length === 0) return [];
  const ids = firstFew(read.map(({ by, revision }) => `${objectId(by)} reads revision ${revision}`));
  return [
    `${ids}: what was read here is what runs only where that is checked out; adopt in a checkout of it otherwise`,
  ];
}

function argoRevision(by: KubernetesObject): Pick<FluxRevision, "url" | "revision"> {
  const spec = by.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const source = sourcesIn(by, spec).find((at) => textAt(by, ...at, "path") !== undefined);
  const [url, revision] = ["repoURL", "targetRevision"].map((key) => source && textAt(by, ...source, key));
  return { ...(url !== undefined && { url }), ...(revision !== undefined && { revision }) };
}
