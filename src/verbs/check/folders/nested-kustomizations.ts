import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import { rootsOf } from "../../../repository/engine-reads/paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { fluxSource } from "../../../repository/readers/named-paths";
import type { Readings } from "../../../repository/readers/readings";
import { readersIn, sameCluster } from "../../../rules/engines/readers";
import { about, inShort, type Reader } from "../../../rules/rule";
import { kustomizationNames } from "../../../source/manifest-object";

/**
 * Objects that a Kustomization of Flux applies although another one has their folder (DUP001): of a folder without a kustomization.yaml
 * Flux writes one with all that lies in it and below it.
 */
export function nestedKustomizations(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readBy }: Readings,
): readonly Finding[] {
  const readers = readersIn(objects).filter(({ by, folders }) => isFlux(by) && folders.length === 1);
  return readers.flatMap((outer) => {
    const [folder = ""] = outer.folders;
    const below = readers.filter(
      (one) => one.folders[0]?.startsWith(`${folder}/`) && sameCluster(outer, one) && isOneSource(outer, one),
    );
    if (below.length === 0 || isKustomized(folder) || leavesOut(objects, outer, folder)) return [];
    const inner = new Set(below.map(({ by }) => by));
    const twice = objects.filter((one) => readBy(one).some(({ by }) => inner.has(by)) && takes(folder, one, built));
    const { first, names } = inShort(twice);
    const other = first && readBy(first as FileObject).find(({ by }) => inner.has(by));
    if (!other) return [];
    return [
      about("DUP001", outer.by, {
        at: ["spec", "path"],
        message: `${outer.name} reads all below ${textAt(outer.by.object, "spec", "path")}, where no kustomization.yaml says less, and applies ${names}, which ${other.name} applies as well: each takes it from the other, and the first to let it go deletes it`,
        hint: "Name a folder of its own, or add a kustomization.yaml that lists what is meant.",
      }),
    ];
  });
}

function isFlux({ object }: Reader["by"]): boolean {
  return kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization";
}

function isOneSource(one: Reader, other: Reader): boolean {
  return fluxSource(one.by.object, ["spec"]) === fluxSource(other.by.object, ["spec"]);
}

function isKustomized(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => kustomizationNames.includes(name));
  } catch {
    // What was piped in has no folders.
    return true;
  }
}

/** Whether the source may leave out some of its files. */
function leavesOut(objects: readonly FileObject[], { by }: Reader, folder: string): boolean {
  const [kind, name] = ["kind", "name"].map((key) => textAt(by.object, "spec", "sourceRef", key));
  const isIgnoring = objects.some(
    ({ object }) =>
      object.kind === kind && object.metadata.name === name && valueAt(object, "spec", "ignore") !== undefined,
  );
  return isIgnoring || rootsOf(posix.join(folder, "_")).some((root) => existsSync(posix.join(root, ".sourceignore")));
}

/** Whether Flux comes to a file from a folder: by a kustomization on the way, and no further than that says. */
function takes(folder: string, one: FileObject, built: readonly Building[]): boolean {
  if (!one.file.startsWith(`${folder}/`)) return false;
  const parts = posix
    .dirname(one.file)
    .slice(folder.length + 1)
    .split("/");
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const at = posix.join(folder, ...parts.slice(0, depth));
    const building = built.find(({ file }) => file.folder === at);
    if (building) return building.names.has(one.file);
  }
  return true;
}
