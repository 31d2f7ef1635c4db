import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { MeshPath, Place } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { readTextFile } from "../../source/read-text";
import { parseYamlDocuments, type YamlSource } from "../../source/yaml-source";
import type { KustomizationFile } from "../kustomizations/file";
import { type Operation, operated, operationsIn } from "../kustomizations/json-patch";
import { isMerge, mergedInto } from "./strategic-merge";
import { fitting, ownTarget } from "./targets";

/** A patch of a kustomization. */
export interface Patch {
  /** As it is written. */
  readonly value: unknown;
  /** An object as the patch makes it; undefined where it takes it out. */
  readonly apply: (object: KubernetesObject) => KubernetesObject | undefined;
  readonly fits: (object: KubernetesObject) => boolean;
  /** Whether the patch is where a field is written. */
  readonly sets: (path: MeshPath) => boolean;
  /** Where a field is written that the patch sets. */
  readonly locate: YamlSource["locate"];
  /** Where it is written itself, if its values come from elsewhere. @default with its fields */
  readonly place?: () => Place;
  /** Of one that is written operation by operation: the one that finds nothing to work on in an object. */
  readonly refusing?: (object: KubernetesObject) => Operation | undefined;
  /** Whether it is left to kustomize: what it makes of an object is not known here. */
  readonly isUnread?: true;
}

/** The patches of a kustomization, in their order. */
export function patchesOf(file: KustomizationFile): readonly Patch[] {
  return ["patchesStrategicMerge", "patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const target = valueAt(entry, "target");
      return documentsOf(file, entry, [list, index]).flatMap(({ value, locate }) => {
        // Operations do not say themselves what they are for.
        if (Array.isArray(value) && target === undefined) return [];
        const how = operating(value, locate) ?? merging(value, locate) ?? unread(locate);
        return [{ ...how, value, fits: fitting(target ?? ownTarget(value)) }];
      });
    }),
  );
}

type How = Omit<Patch, "fits" | "value">;

function unread(locate: Patch["locate"]): How {
  return { apply: (object) => object, sets: () => false, locate, isUnread: true };
}

function merging(value: unknown, locate: Patch["locate"]): How | undefined {
  if (!isMerge(value)) return undefined;
  // A target may choose objects by other names than the patch has.
  const { kind: _, apiVersion: __, metadata, ...rest } = value as Partial<KubernetesObject> & Record<string, unknown>;
  const { name: ___, namespace: ____, ...kept } = Object(metadata) as Record<string, unknown>;
  const patch = { ...rest, ...(Object.keys(kept).length > 0 && { metadata: kept }) };
  return {
    apply: (object) => mergedInto(object, patch),
    sets: (path) => path.length > 0 && valueAt(patch, ...path) !== undefined,
    locate,
  };
}

function operating(value: unknown, locate: Patch["locate"]): How | undefined {
  const operations = operationsIn(value);
  if (!operations) return undefined;
  const isAt = (path: MeshPath, at: readonly string[]) =>
    at.length <= path.length && at.every((key, index) => key === String(path[index]));
  return {
    refusing: (object) => {
      const made = operated(object, operations);
      return "refused" in made ? operations[made.refused] : undefined;
    },
    // What finds nothing to work on is refused as a whole.
    apply: (object) => {
      const made = operated(object, operations);
      return "object" in made ? (made.object as KubernetesObject) : object;
    },
    sets: (path) => operations.some((one) => isAt(path, one.path)),
    locate: (path) => {
      const index = operations.findLastIndex((one) => isAt(path, one.path));
      return locate(index < 0 ? [] : [index]);
    },
  };
}

function documentsOf(
  file: KustomizationFile,
  entry: unknown,
  at: MeshPath,
): readonly Pick<YamlSource, "value" | "locate">[] {
  const inline = typeof entry === "string" && entry.includes("\n") ? entry : textAt(entry, "patch");
  if (inline !== undefined) {
    const place = file.source.locate(typeof entry === "string" ? at : [...at, "patch"]);
    return parsed(inline, file.shown).map(({ value }) => ({ value, locate: () => place }));
  }
  const path = typeof entry === "string" ? entry : textAt(entry, "path");
  return path === undefined ? [] : documentsAt(file.folder, path, posix.join(posix.dirname(file.shown), path));
}

/** The documents of a file that a kustomization names; none where it is not there. */
export function documentsAt(folder: string, path: string, shown: string): readonly YamlSource[] {
  const absolute = posix.resolve(folder, path);
  return existsSync(absolute) ? parsed(() => readTextFile(absolute, shown), shown) : [];
}

/** What is wrong with the form of a patch is said where kustomizations are judged. */
function parsed(text: string | (() => string), shown: string): readonly YamlSource[] {
  try {
    return parseYamlDocuments(typeof text === "string" ? text : text(), shown);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
