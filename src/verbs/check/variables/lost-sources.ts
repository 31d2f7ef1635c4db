import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { about } from "../../../rules/rule";
import { slipOf } from "../../../rules/slips";

interface Source {
  readonly by: FileObject;
  readonly index: number;
  readonly name: string;
  readonly isOptional: boolean;
}

/**
 * ConfigMaps of variables that a Kustomization of Flux asks for and that are not here, where another one is that nobody asks for, or one
 * of nearly that name (DEL013). Without such a sign it may be made in the cluster.
 */
export function lostSources(objects: readonly FileObject[], files: readonly KustomizationFile[]): readonly Finding[] {
  const sources = objects.flatMap(sourcesOf);
  if (sources.length === 0) return [];
  const maps = objects.filter(({ object }) => kindOf(object) === "/ConfigMap");
  const made = new Set(
    files.flatMap(({ source: { value } }) =>
      listAt(value, "configMapGenerator").flatMap((entry) => textAt(entry, "name") ?? []),
    ),
  );
  return sources.flatMap(({ by, index, name, isOptional }) => {
    const here = maps.filter(({ object }) => (object.metadata.namespace ?? home(by)) === home(by));
    const names = here.map(({ object }) => object.metadata.name);
    if (isOptional || names.includes(name) || made.has(name) || /[{}$]/.test(name)) return [];
    const asked = sources.filter((one) => home(one.by) === home(by)).map((one) => one.name);
    // Values of charts and the like are no variables.
    const unasked = here.filter(
      ({ object, file }) => !asked.includes(object.metadata.name) && file.startsWith(folderOf(by)),
    );
    const meant = slipOf(name, names) ?? (unasked.length === 1 ? unasked[0]?.object.metadata.name : undefined);
    if (meant === undefined) return [];
    return [
      about("DEL013", by, {
        at: ["spec", "postBuild", "substituteFrom", index, "name"],
        severity: "warning",
        message: `substituteFrom names ConfigMap ${name}, which is not among these manifests, and ${meant} is: Flux applies nothing until it is there`,
        hint: `Did you mean ${meant}? What may be missing is optional: true.`,
      }),
    ];
  });
}

function home({ object }: FileObject): string | undefined {
  return object.metadata.namespace;
}

function folderOf({ file }: FileObject): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}

function sourcesOf(by: FileObject): readonly Source[] {
  if (kindOf(by.object) !== "kustomize.toolkit.fluxcd.io/Kustomization") return [];
  return listAt(by.object, "spec", "postBuild", "substituteFrom").flatMap((source, index) => {
    const name = textAt(source, "name");
    if (textAt(source, "kind") !== "ConfigMap" || name === undefined) return [];
    return [{ by, index, name, isOptional: valueAt(source, "optional") === true }];
  });
}
