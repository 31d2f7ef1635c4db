import { posix } from "node:path";
import { identity } from "../../../objects/kubernetes-object";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { Reader } from "../../../rules/rule";

/** What an overlay is known by in another state, the closest name first: people move files about, and the engine's objects in them stay the same. */
export type StateNames = readonly string[];

/** @param root where the folders begin, so that those of two states can be compared */
export function namesOf({ reader, file }: Building, root: string): StateNames {
  return reader ? namesOfReader(reader, root) : [posix.relative(root, file.folder)];
}

/** An engine's object builds for the same cluster as before, whichever folder it reads. */
export function namesOfReader({ by, made, cluster }: Reader, root: string): StateNames {
  // What an ApplicationSet makes is called as it says; where others say that, it goes to the same cluster.
  const which = made ? ` ${made.application.includes("{{") ? cluster.address : made.application}` : "";
  const own = `${identity(by.object)}${which}`;
  const file = posix.relative(root, by.file ?? "");
  return [`${file} ${own}`, `${posix.dirname(file)} ${own}`, own];
}

/** What is called as one of some others, by the closest name that tells: a name that several bear on either side tells nothing. */
export function namesakeOf<Named extends { readonly names: StateNames }>(
  { names }: Named,
  others: readonly Named[],
  own: readonly Named[],
): Named | undefined {
  for (const [index, name] of names.entries()) {
    const [only, second] = others.filter((one) => one.names[index] === name);
    if (second) return index === 0 ? only : undefined;
    if (only && (index === 0 || own.filter((one) => one.names[index] === name).length === 1)) return only;
  }
  return undefined;
}
