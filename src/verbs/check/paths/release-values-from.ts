import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { nearestTo } from "../../../repository/engine-reads/nearest";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { about } from "../../../rules/rule";
import { slipOf } from "../../../rules/slips";

const citation = "Flux, HelmRelease: https://fluxcd.io/flux/components/helm/helmreleases/";

interface Named {
  readonly by: FileObject;
  readonly index: number;
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  readonly isOptional: boolean;
}

/**
 * ConfigMaps and keys of them that a HelmRelease of Flux takes values from and that are not there (DEL011). A ConfigMap may be made in the cluster: said where
 * one is here that nobody asks for and that is nearly called so. A key is missing whatever `optional` says.
 */
export function lostValuesFrom(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  { writes, renames }: Pick<Readings, "writes" | "renames">,
): readonly Finding[] {
  const all = objects.flatMap(namedBy);
  if (all.length === 0) return [];
  const generated = new Set(files.flatMap(({ source: { value } }) => generatedNames(value)));
  return all.flatMap((one) => {
    const { by, kind, name } = one;
    if (/[{}$<]/.test(`${name}${one.key}`) || generated.has(name) || writes(by, "valuesFrom") || renames(by)) return [];
    const here = objects.filter((it) => kindOf(it.object) === `/${kind}` && isAtHome(it, by));
    const [map, second] = nearestTo(
      by,
      here.filter(({ object }) => object.metadata.name === name),
    );
    if (map) return second || writes(map, "data") || renames(map) ? [] : lostKey(one, map);
    return kind === "ConfigMap" && !one.isOptional ? lostMap(one, here, all) : [];
  });
}

function namedBy(by: FileObject): readonly Named[] {
  if (kindOf(by.object) !== "helm.toolkit.fluxcd.io/HelmRelease") return [];
  return listAt(by.object, "spec", "valuesFrom").flatMap((from, index) => {
    const [kind, name] = [textAt(from, "kind"), textAt(from, "name")];
    if (name === undefined || (kind !== "ConfigMap" && kind !== "Secret")) return [];
    const isOptional = valueAt(from, "optional") === true;
    return [{ by, index, kind, name, key: textAt(from, "valuesKey") || "values.yaml", isOptional }];
  });
}

function generatedNames(value: unknown): readonly string[] {
  return ["configMapGenerator", "secretGenerator"].flatMap((key) =>
    listAt(value, key).flatMap((entry) => textAt(entry, "name") ?? []),
  );
}

function isAtHome({ object }: FileObject, { object: { metadata } }: FileObject): boolean {
  return (object.metadata.namespace ?? metadata.namespace) === (metadata.namespace ?? object.metadata.namespace);
}

function lostKey({ by, index, kind, name, key }: Named, { object }: FileObject): readonly Finding[] {
  const keys = ["data", "binaryData", "stringData"].flatMap((part) => Object.keys(Object(valueAt(object, part))));
  // One without any data is filled in by somebody else.
  if (keys.includes(key) || keys.length === 0) return [];
  const isWritten = textAt(by.object, "spec", "valuesFrom", index, "valuesKey") !== undefined;
  const meant = keys.length === 1 ? keys[0] : slipOf(key, keys);
  return [
    about("DEL011", by, {
      at: ["spec", "valuesFrom", index, isWritten ? "valuesKey" : "name"],
      citation,
      message: `${kind} ${name} has no ${key}, from which HelmRelease ${by.object.metadata.name} takes values: Flux installs and upgrades nothing of it`,
      ...(meant !== undefined && { hint: `Did you mean valuesKey: ${meant}?` }),
    }),
  ];
}

function lostMap(one: Named, here: readonly FileObject[], all: readonly Named[]): readonly Finding[] {
  const { by, index, name, key } = one;
  const asked = new Set(all.filter((it) => isAtHome(it.by, by)).map((it) => it.name));
  const spare = here.filter(({ object }) => !asked.has(object.metadata.name));
  const names = spare.map(({ object }) => object.metadata.name);
  const near = slipOf(name, names);
  const beside = spare.filter(
    ({ file, object }) => posix.dirname(file) === posix.dirname(by.file) && valueAt(object, "data", key) !== undefined,
  );
  const meant = near ?? (beside.length === 1 ? beside[0]?.object.metadata.name : undefined);
  if (meant === undefined) return [];
  return [
    about("DEL011", by, {
      at: ["spec", "valuesFrom", index, "name"],
      ...(near === undefined && { severity: "warning" as const }),
      citation,
      message: `ConfigMap ${name}, from which HelmRelease ${by.object.metadata.name} takes values, is not among these manifests, and ${meant} is: until it is there, Flux installs and upgrades nothing of it`,
      hint: `Did you mean ${meant}? What may be missing is optional: true.`,
    }),
  ];
}
