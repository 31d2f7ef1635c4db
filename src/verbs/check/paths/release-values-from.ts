import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { nearestTo } from "../../../repository/engine-reads/nearest";
import { chartSpec } from "../../../repository/engine-reads/paths";
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
 * one is here that nobody asks for and that is nearly called so, and where it is called after the release while all that Flux applies is here. A key is
 * missing whatever `optional` says.
 */
export function lostValuesFrom(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  readings: Pick<Readings, "writes" | "renames" | "readBy" | "readers" | "fetches">,
): readonly Finding[] {
  const all = objects.flatMap(namedBy);
  if (all.length === 0) return [];
  const { writes, renames } = readings;
  const isMadeHere = (one: Named) => isOwn(one) && isWhole(one.by, readings) && !isMentioned(one, objects);
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
    return kind === "ConfigMap" && !one.isOptional ? lostMap(one, here, all, isMadeHere) : [];
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

/** Facts of a cluster have names of their own, and whoever makes the cluster makes them; what is called after a release is that release's. */
function isOwn({ by: { object }, name }: Named): boolean {
  const chart = textAt(object, ...chartSpec, "chart");
  return [object.metadata.name, chart].some((it) => it && `-${name.replace(/[._]/g, "-")}-`.includes(`-${it}-`));
}

/** Whether who applies a release is here, and every folder that Flux reads. */
function isWhole(
  by: FileObject,
  { readBy, readers, fetches }: Pick<Readings, "readBy" | "readers" | "fetches">,
): boolean {
  return (
    readBy(by).length > 0 &&
    readers.every(({ folders }) => folders.length > 0) &&
    !fetches(by.object.metadata.namespace)
  );
}

/** Whether another object has the name in it: a Job, a Bundle or a policy that makes the ConfigMap. */
function isMentioned({ name }: Named, objects: readonly FileObject[]): boolean {
  return objects.some(
    ({ object }) => kindOf(object) !== "helm.toolkit.fluxcd.io/HelmRelease" && JSON.stringify(object).includes(name),
  );
}

function lostMap(
  one: Named,
  here: readonly FileObject[],
  all: readonly Named[],
  isMadeHere: (one: Named) => boolean,
): readonly Finding[] {
  const { by, index, name, key } = one;
  const asked = new Set(all.filter((it) => isAtHome(it.by, by)).map((it) => it.name));
  const spare = here.filter(({ object }) => !asked.has(object.metadata.name));
  const names = spare.map(({ object }) => object.metadata.name);
  const near = slipOf(name, names);
  const beside = spare.filter(
    ({ file, object }) => posix.dirname(file) === posix.dirname(by.file) && valueAt(object, "data", key) !== undefined,
  );
  const meant = near ?? (beside.length === 1 ? beside[0]?.object.metadata.name : undefined);
  const what = `ConfigMap ${name}, from which HelmRelease ${by.object.metadata.name} takes values, is not among these manifests`;
  const end = "until it is there, Flux installs and upgrades nothing of it";
  if (meant === undefined) {
    if (!isMadeHere(one)) return [];
    return [
      about("DEL011", by, {
        at: ["spec", "valuesFrom", index, "name"],
        severity: "warning",
        citation,
        message: `${what}: ${end}`,
        hint: "Add it; what may be missing is optional: true. One that somebody makes in the cluster is not seen here.",
      }),
    ];
  }
  return [
    about("DEL011", by, {
      at: ["spec", "valuesFrom", index, "name"],
      ...(near === undefined && { severity: "warning" as const }),
      citation,
      message: `${what}, and ${meant} is: ${end}`,
      hint: `Did you mean ${meant}? What may be missing is optional: true.`,
    }),
  ];
}
