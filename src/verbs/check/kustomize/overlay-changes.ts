import type { Finding } from "../../../findings/finding";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../read-objects";
import { appliedOf, type Building } from "./buildings";
import { moving } from "./moved";
import { type Patch, patchesOf } from "./patches";
import { refusal } from "./refused";

/** What an overlay makes of objects, by how these stand in their files; undefined where one is taken out. */
export interface OverlayChanges {
  readonly top: Building;
  readonly of: ReadonlyMap<FileObject, FileObject | undefined>;
  /** The files of the patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
  /** Whether it brings objects to another namespace: those in the old one may be there as well. */
  readonly isMoved: boolean;
  /** Patches that kustomize refuses (KUS001). */
  readonly refused: readonly Finding[];
}

/** The overlays of some folders, each with what it changes. */
export function overlayChanges(built: readonly Building[], objects: readonly FileObject[]): readonly OverlayChanges[] {
  const namesOf = new Map(built.map(({ file, names }) => [file, names]));
  const kept = new Map(built.map(({ file }) => [file, patchesOf(file)]));
  return appliedOf(built).map((top) => {
    const of = new Map<FileObject, FileObject | undefined>();
    const from = new Set<string>();
    const refused: Finding[] = [];
    let isMoved = false;
    // What only kustomize knows how to change may be anything afterwards.
    const unsure = new Set<FileObject>();
    const below = objects.filter(({ file }) => top.names.has(file));
    // What an overlay builds on is changed before it.
    for (const file of top.reached.toReversed()) {
      // A component changes what is built by whoever lists it.
      const isComponent = textAt(file.source.value, "kind") === "Component";
      const names = isComponent ? top.names : (namesOf.get(file) ?? top.names);
      const own = below.filter((one) => names.has(one.file) && (!of.has(one) || of.get(one)));
      const change = (one: FileObject, made: FileObject | undefined) => {
        if (made !== (of.has(one) ? of.get(one) : one)) of.set(one, made);
      };
      for (const patch of kept.get(file) ?? patchesOf(file)) {
        for (const one of own) {
          const now = of.has(one) ? of.get(one) : one;
          if (!now || !patch.fits(now.object)) continue;
          if (patch.isUnread) unsure.add(one);
          else if (!unsure.has(one)) refused.push(...refusal(now, patch, top.reached));
          change(one, withPatch(now, patch));
          from.add(patch.locate([]).file);
        }
      }
      const move = moving(file, own, of);
      for (const one of move ? own : []) {
        const now = of.has(one) ? of.get(one) : one;
        const made = now && move?.(now);
        isMoved ||= made !== now;
        change(one, made);
      }
    }
    return { top, of, from, isMoved, refused };
  });
}

/** A field that the patch sets stands in the patch. */
function withPatch(one: FileObject, patch: Patch): FileObject | undefined {
  const object = patch.apply(one.object);
  if (object === one.object) return one;
  const { locate } = one;
  return (
    object && {
      ...one,
      object,
      locate: (path, part) => (patch.sets(path) || !locate ? patch.locate(path, part) : locate(path, part)),
    }
  );
}
