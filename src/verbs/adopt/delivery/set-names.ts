import { posix, resolve } from "node:path";
import { type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { applicationsIn } from "../../../repository/engine-reads/applications";
import type { FileObject } from "../../../repository/objects/file-object";
import { fitTo, saysFolder } from "../../../rules/engines/fitted-templates";
import { isOpen } from "../../../rules/engines/set-templates";
import type { ManifestIo } from "../../../source/manifests";
import { filesAround } from "../input/engines/around";

/** An Application that a set makes, or may make. */
export interface MadeName {
  /** The set. */
  readonly by: KubernetesObject;
  /** It, in the namespace of the set; its name may have open places. */
  readonly application: KubernetesObject;
  /** Whether its name can become another one, by names that some folder here has. */
  readonly mayBe: (name: string) => boolean;
}

/** @param objects of the tree around the inputs, in which a generator may look for folders */
export function madeNames(
  objects: readonly FileObject[],
  inputs: readonly string[],
  io: ManifestIo,
): readonly MadeName[] {
  const sets = objects.filter(({ object }) => kindOf(object) === "argoproj.io/ApplicationSet");
  if (sets.length === 0) return [];
  const folders = new Set<string>();
  for (const file of filesAround(inputs, io))
    for (let at = posix.dirname(resolve(io.cwd, file)); !folders.has(at); at = posix.dirname(at)) folders.add(at);
  const known = new Set([...folders].map((folder) => posix.basename(folder)));
  return sets.flatMap((one) =>
    applicationsIn([one], folders).map(({ object }) => {
      const { namespace } = one.object.metadata;
      const metadata = { ...object.metadata, ...(namespace !== undefined && { namespace }) };
      const mayBe = (name: string) => mayBecome(metadata.name, name, known);
      return { by: one.object, application: { ...object, metadata }, mayBe };
    }),
  );
}

/** What is all open can become any name, and says nothing; nor does a name that nothing here is called by. */
function mayBecome(template: string, name: string, known: ReadonlySet<string>): boolean {
  const fitted = isOpen(template) && saysFolder(template) ? fitTo(template, name) : undefined;
  return fitted !== undefined && [...fitted.values()].every((one) => known.has(one));
}
