import { posix } from "node:path";
import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Reader } from "../rule";
import { sourcesIn } from "./application-sources";
import { readersIn, readersOf, readsUnseen } from "./readers";

/**
 * A part of a mesh that lies in the repository and that nobody here applies, while Applications or Kustomizations apply the other parts
 * (DEL011). Said only where all of those are known: what a chart or an open generator makes may read any folder.
 */
export function unappliedParts(set: ManifestSet): readonly Finding[] {
  const parts = sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]).filter(({ file, assumed }) => file && !assumed);
  const left = parts.filter((one) => readersOf(set, one).length === 0);
  const [other] = parts.filter((one) => !left.includes(one));
  const readers = other ? readersOf(set, other) : [];
  if (left.length === 0 || readers.length === 0 || !areAllKnown(set)) return [];
  return left
    .filter((one) => isBeside(one, readers))
    .map((one) => {
      const [reader] = readers as readonly [Reader];
      return about("DEL011", one, {
        at: [],
        severity: "warning",
        message: `nothing here applies it, and ${reader.name} applies ${other?.object.kind}/${other?.object.metadata.name} of the same mesh`,
        hint: `Let an ${kindOf(reader.by.object).split("/")[1]} read its folder, or take the file away.`,
      });
    });
}

/** Whether everybody who reads a folder is here with that folder; who takes a chart alone reads none. */
function areAllKnown(set: ManifestSet): boolean {
  const isChart = ({ by: { object } }: Reader) =>
    kindOf(object) === "argoproj.io/Application" &&
    sourcesIn(object).every((at) => textAt(object, ...at, "path") === undefined);
  return !readsUnseen(set) && readersIn(set.objects).every((one) => one.folders.length > 0 || isChart(one));
}

/** Whether an object lies in the repository of those readers: below the folder that holds theirs. */
function isBeside({ file = "" }: CheckedObject, readers: readonly Reader[]): boolean {
  return readers.some(({ folders }) => folders.some((folder) => file.startsWith(`${posix.dirname(folder)}/`)));
}
