import { posix } from "node:path";
import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { isAmbientIstio } from "../ambient";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Reader } from "../rule";
import { sourcesIn } from "./application-sources";
import { type Read, readersIn, readersOf, readsUnseen } from "./readers";

/**
 * A part of a mesh that lies in the repository and that nobody here applies, while Applications or Kustomizations apply the other parts
 * (DEL011). Said only where all of those are known: what a chart or an open generator makes may read any folder.
 */
export function unappliedParts(set: ManifestSet): readonly Finding[] {
  const parts = sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]).filter(({ file, assumed }) => file && !assumed);
  const left = parts.filter((one) => readersOf(set, one).length === 0);
  const applied = parts.flatMap((one) => readersOf(set, one).map((reader) => ({ one, reader })));
  if (left.length === 0 || applied.length === 0 || !areAllKnown(set)) return [];
  const isAmbient = applied.some(({ one }) => one.object.kind === "Istio" && isAmbientIstio(one));
  return left.flatMap((one) => {
    // Each may have a folder of its own, some of them deeper than others.
    const beside = applied.find(
      (it) => isBeside(one, it.reader) || (isAmbient && one.object.kind !== "Istio" && isBaseBeside(one, it)),
    );
    if (!beside) return [];
    const { kind, metadata } = beside.one.object;
    return [
      about("DEL011", one, {
        at: [],
        severity: "warning",
        message: `nothing here applies it, and ${beside.reader.name} applies ${kind}/${metadata.name} of the same mesh`,
        hint: `Let one more ${kindOf(beside.reader.by.object).split("/")[1]} read its folder, or take the file away.`,
      }),
    ];
  });
}

/** Whether everybody who reads a folder is here with that folder; who takes a chart alone reads none. */
export function areAllKnown(set: Read): boolean {
  const isChart = ({ by: { object } }: Reader) =>
    kindOf(object) === "argoproj.io/Application" &&
    sourcesIn(object).every((at) => textAt(object, ...at, "path") === undefined);
  return (
    !readsUnseen(set) && (set.readers ?? readersIn(set.objects)).every((one) => one.folders.length > 0 || isChart(one))
  );
}

/**
 * Whether an object lies beside what an overlay builds on: `base/ztunnel`, of `base/cni`. What an ambient mesh needs of such parts is no other mesh's, as long as
 * nobody takes it.
 */
function isBaseBeside(
  { file = "" }: CheckedObject,
  { one: { file: other = "" }, reader: { folders } }: { readonly one: CheckedObject; readonly reader: Reader },
): boolean {
  if (folders.some((folder) => other.startsWith(`${folder}/`))) return false;
  const [own, its] = [file, other].map((name) => posix.dirname(posix.dirname(name)));
  return own === its;
}

/** Whether an object lies in the repository of a reader: below the folder that holds its own. */
function isBeside({ file = "" }: CheckedObject, { folders }: Reader): boolean {
  return folders.some((folder) => file.startsWith(`${posix.dirname(folder)}/`));
}
