import { relative } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { grouped } from "../../../../basics/grouped";
import { commandLine } from "../../../../gates/quote";
import { type KubernetesObject, kindOf, objectId } from "../../../../objects/kubernetes-object";
import { manifestYaml } from "../../../../snapshot/manifest-yaml";
import type { ManifestIo } from "../../../../source/manifests";
import { type Change, idsOf } from "./changes";
import { madeOf, objectsIn, ownOf, replaced, type Sources } from "./sources";
import { isIn, refusalOf, type Unfollowed } from "./unfollowed";

/** What was named of what an engine builds. */
export interface Part {
  /** What the engine reads, absolute. */
  readonly folder: string;
  readonly changes: readonly Change[];
  /** As they stand in what was named. */
  readonly objects: readonly KubernetesObject[];
}

/** The sources with no more of such a folder than what was named of it. */
export function onlyPart(
  { folder, changes, objects }: Part,
  sources: Sources,
  io: ManifestIo,
): { readonly sources: Sources; readonly unfollowed?: Unfollowed } {
  const own = ownOf(folder, sources, [], io.cwd);
  const all = objectsIn(own, sources, io);
  const byName = grouped(all, nameOf);
  const found = objects.map((one) => {
    const same = byName.get(nameOf(one)) ?? [];
    // It may have been put into another namespace.
    return same.length > 1 ? same.find(({ metadata }) => metadata.namespace === one.metadata.namespace) : same[0];
  });
  const shown = relative(io.cwd, folder) || ".";
  const lost = objects.filter((_, index) => found[index] === undefined);
  if (lost.length > 0) {
    const message = `${firstFew(idsOf(changes))} builds ${shown}, in which ${firstFew(lost.map(objectId))} ${lost.length > 1 ? "have other names or are" : "has another name or is"} left out, so the files are not what runs`;
    return {
      sources,
      unfollowed: { isOf: isIn(own), error: refusalOf(message, [commandLine("meshstep", "adopt", shown)]) },
    };
  }
  const kept = new Set(found);
  const text = all.flatMap((one) => (kept.has(one) ? [manifestYaml(one)] : [])).join("---\n");
  const name = own.find((one) => sources.texts.has(one)) ?? `kubectl kustomize ${shown}`;
  return { sources: replaced(sources, own, madeOf(shown, { name, text })) };
}

function nameOf(one: KubernetesObject): string {
  return `${kindOf(one)} ${one.metadata.name}`;
}
