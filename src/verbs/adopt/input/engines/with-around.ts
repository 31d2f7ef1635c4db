import { resolve } from "node:path";
import { grouped } from "../../../../basics/grouped";
import { identity, kindOf } from "../../../../objects/kubernetes-object";
import type { FileObject } from "../../../../repository/objects/file-object";
import { withoutUnbuilt } from "../../../../repository/patches/built-engines";
import type { Origin } from "../origin";

/**
 * What says who applies what, in the sources and in the tree around them, each once. What a tool made of a file of the input is what that becomes; what a
 * kustomization outside of the input makes of one that stands in the sources, only the tree says.
 * @param raw the files of the input that no tool has built to begin with
 */
export function withAround(
  sources: readonly FileObject[],
  around: readonly FileObject[],
  { inputs, io }: Pick<Origin, "inputs" | "io">,
  raw: ReadonlySet<string> = new Set(),
): readonly FileObject[] {
  const whole = around.filter(({ file }) => raw.has(file));
  const wholeByName = grouped(whole, nameOf);
  const isPart = (one: FileObject) => wholeByName.get(nameOf(one))?.some(({ file }) => file !== one.file);
  const own = withoutUnbuilt(sources, around).filter((one) => !isPart(one));
  const known = new Set(own.map(({ object }) => identity(object)));
  const files = new Set(sources.map(({ file }) => file));
  const starts = inputs.map((one) => `${resolve(io.cwd, one)}/`);
  const isBelow = ({ file }: FileObject) => starts.some((start) => `${file}/`.startsWith(start));
  const placed = new Set(own.map((one) => `${identity(one.object)} ${one.file}`));
  const isKnown = (one: FileObject) =>
    placed.has(`${identity(one.object)} ${one.file}`) ||
    (known.has(identity(one.object)) && isBelow(one) && !files.has(one.file));
  return [...own, ...around.filter((one) => !isKnown(one))];
}

function nameOf({ object }: FileObject): string {
  return `${kindOf(object)} ${object.metadata.name}`;
}
