import { listAt, textAt } from "../../objects/object-paths";
import { appliedOf, type Building } from "../kustomizations/buildings";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";
import { metadataPatches } from "./common-metadata";
import { moving } from "./moved";
import { type Patch, patchesOf } from "./patches";
import { type Refusal, refusal } from "./refused";
import { replacementsOf } from "./replacements";

/** What an overlay makes of objects, by how these stand in their files; undefined where one is taken out. */
export interface OverlayChanges {
  readonly top: Building;
  readonly of: ReadonlyMap<FileObject, FileObject | undefined>;
  /** The files of the patches, as the user would write them. */
  readonly from: ReadonlySet<string>;
  /** Whether it brings objects to another namespace: those in the old one may be there as well. */
  readonly isMoved: boolean;
  /** What only kustomize knows how to change may be anything afterwards. */
  readonly unsure: ReadonlySet<FileObject>;
  /** Patches that kustomize refuses. */
  readonly refused: readonly Refusal[];
}

/** The overlays of some folders, each with what it changes. */
export function overlayChanges(built: readonly Building[], objects: readonly FileObject[]): readonly OverlayChanges[] {
  const namesOf = new Map(built.map(({ file, names }) => [file, names]));
  const kept = new Map(built.map(({ file }) => [file, patchesOf(file)]));
  return appliedOf(built).map((top) => {
    const build = new Build(top);
    const below = objects.filter(({ file }) => top.names.has(file));
    // What an overlay builds on is changed before it.
    for (const file of top.reached.toReversed()) {
      // A component changes what is built by whoever lists it.
      const isComponent = textAt(file.source.value, "kind") === "Component";
      const names = isComponent ? top.names : (namesOf.get(file) ?? top.names);
      const own = below.filter((one) => names.has(one.file) && build.now(one));
      build.patch(own, kept.get(file) ?? patchesOf(file));
      build.move(file, own);
      build.patch(own, metadataPatches(file, own));
      build.replace(file, own);
    }
    build.fill(below);
    return build;
  });
}

/** An overlay on its way: in the order of kustomize's own transformers. */
class Build implements OverlayChanges {
  readonly of = new Map<FileObject, FileObject | undefined>();
  readonly from = new Set<string>();
  readonly refused: Refusal[] = [];
  isMoved = false;
  readonly unsure = new Set<FileObject>();

  constructor(readonly top: Building) {}

  /** An object with what has been changed so far. */
  now(one: FileObject): FileObject | undefined {
    return this.of.has(one) ? this.of.get(one) : one;
  }

  patch(objects: readonly FileObject[], patches: readonly Patch[]): void {
    for (const patch of patches) {
      for (const one of objects) {
        const now = this.now(one);
        if (!now || !patch.fits(now.object)) continue;
        if (patch.isUnread) this.unsure.add(one);
        else if (!this.unsure.has(one)) this.refused.push(...refusal(now, patch, this.top.reached));
        this.#change(one, withPatch(now, patch));
        this.from.add(patch.locate([]).file);
      }
    }
  }

  move(file: KustomizationFile, objects: readonly FileObject[]): void {
    const moved = moving(file, objects, this.of);
    for (const one of moved ? objects : []) {
      const now = this.now(one);
      const made = now && moved?.(now);
      this.isMoved ||= made !== now;
      this.#change(one, made);
    }
  }

  replace(file: KustomizationFile, objects: readonly FileObject[]): void {
    if (listAt(file.source.value, "replacements").length === 0) return;
    const made = objects.flatMap((one) => this.now(one) ?? []);
    const isWhole = !this.top.reached.some(({ fetches }) => fetches);
    const { patches, refused } = replacementsOf(file, made, isWhole);
    this.refused.push(...refused);
    this.patch(objects, patches);
  }

  /** Flux fills in what kustomize has built. */
  fill(objects: readonly FileObject[]): void {
    const { fill } = this.top;
    for (const one of fill ? objects : []) {
      const now = this.now(one);
      this.#change(one, now && fill?.(now));
    }
  }

  #change(one: FileObject, made: FileObject | undefined): void {
    if (made !== this.now(one)) this.of.set(one, made);
  }
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
