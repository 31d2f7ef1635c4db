import { textAt } from "../../../objects/object-paths";
import { type Building, topsOf } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { fewOf } from "../../../rules/rule";
import type { SetAside } from "./set-aside";

/**
 * Objects of components that no kustomization lists, while others here build a mesh: kustomize builds no component by itself, so nobody applies them.
 * @param built what kustomizations and engines build
 */
export function unusedComponents(built: readonly Building[], objects: readonly FileObject[]): SetAside {
  const tops = topsOf(built);
  const isComponent = ({ file: { source } }: Building) => textAt(source.value, "kind") === "Component";
  const unused = tops.filter(isComponent);
  const used = tops.filter((one) => !isComponent(one));
  const isBuilt = ({ file }: FileObject) => used.some(({ names }) => names.has(file));
  if (unused.length === 0 || !objects.some((one) => isSail(one) && isBuilt(one))) return nothing;
  const aside = (one: FileObject) => unused.some(({ names }) => names.has(one.file)) && !isBuilt(one);
  const shown = objects.filter(aside).map((one) => one.shown);
  if (shown.length === 0) return nothing;
  return { isAside: aside, notes: [`not judged: ${fewOf(shown).shown}: of a component that no kustomization lists`] };
}

const nothing: SetAside = { isAside: () => false, notes: [] };
