import { isDeepStrictEqual } from "node:util";
import type { Place } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { oneLine } from "../../../findings/one-line";
import { orElse } from "../../../findings/or-else";
import { dataSource } from "../../../mesh/data-source";
import { lossesIn } from "../../../mesh/kustomize-losses";
import { clusterObject } from "../../../mesh/manifest-object";
import { readManifests } from "../../../mesh/manifests";
import { type CarriedObject, type KubernetesObject, objectId } from "../../../mesh/mesh";
import type { MeshFolder } from "../../../mesh/mesh-files";
import { adoptedFolder, adoptedHeader } from "../../../repository/objects/adopted-copies";
import { fileNames } from "../../../snapshot/file-names";
import { manifestYaml } from "../../../snapshot/manifest-yaml";
import type { Found } from "../input/found";
import { withoutServerFields } from "../input/server-fields";
import { type CarriedWaves, inWave } from "./carried-waves";
import { patternsFor } from "./patterns";
import type { Uncarried } from "./uncarried";

/** What `spec.manifests` says, and what stands behind it. */
export interface Carriage {
  /** `spec.manifests`. */
  readonly patterns: readonly string[];
  /** The objects as the mesh reads them. */
  readonly objects: readonly CarriedObject[];
  /** Objects that get a file, by its name below {@link adoptedFolder}. */
  readonly files: ReadonlyMap<string, Found>;
  /** All objects of the input that are carried. */
  readonly found: readonly Found[];
  /** Those of them whose file was there already. */
  readonly inPlace: readonly Found[];
  /** These files. */
  readonly referenced: readonly string[];
  readonly uncarried: readonly Uncarried[];
}

/**
 * Sorts objects into those whose file is in the mesh's folder already and holds nothing else, and those that get a file of their own.
 * @param isBuilt whether an engine builds what is carried with kustomize
 * @param nameOf the name of a place's file inside the mesh's folder; undefined when it is elsewhere
 * @param ignoresOf the comments of an object's document that ask for silence
 * @param waves what moves to another wave: its file is not as the mesh needs it
 */
export function carry(
  found: readonly Found[],
  folder: MeshFolder,
  isBuilt: boolean,
  nameOf: (place: Place) => string | undefined,
  ignoresOf: (found: Found) => readonly string[] = () => [],
  waves: CarriedWaves = new Map(),
): Carriage {
  const referenced = new Map<string, readonly CarriedObject[]>();
  const inFiles: Found[] = [];
  const copied: Found[] = [];
  const moved: KubernetesObject[] = [];
  const uncarried: Uncarried[] = [];
  for (const [name, members] of byFile(found, nameOf)) {
    const whys = members.map((one) => unfit(one, isBuilt));
    const isFile =
      name !== undefined && whys.every((why) => why === undefined) && !members.some((one) => waves.has(one));
    const objects = isFile ? inPlace(name, members, folder) : undefined;
    if (name !== undefined && objects) {
      referenced.set(name, objects);
      for (const one of members) inFiles.push(one);
      continue;
    }
    for (const [index, one] of members.entries()) {
      const why = whys[index];
      const ignores = ignoresOf(one);
      if (why === undefined) {
        copied.push({ ...one, ...(ignores.length > 0 && { ignores }) });
        moved.push(waves.has(one) ? inWave(one.object, waves.get(one)) : one.object);
      } else uncarried.push({ object: objectId(one.object), path: "", why });
    }
  }
  const names = fileNames(copied.map(({ object }) => object));
  const files = new Map(
    copied.map((one, index) => [names[index] as string, { ...one, object: moved[index] ?? one.object }]),
  );
  return {
    patterns: [...(files.size ? [`${adoptedFolder}/*.yaml`] : []), ...patternsFor([...referenced.keys()], folder)],
    objects: inOrder([...[...files].map(copyOf), ...[...referenced.values()].flat()]),
    files,
    found: [...inFiles, ...copied],
    inPlace: inFiles,
    referenced: [...referenced.keys()],
    uncarried,
  };
}

function byFile(
  found: readonly Found[],
  nameOf: (place: Place) => string | undefined,
): ReadonlyMap<string | undefined, readonly Found[]> {
  const files = new Map<string | undefined, Found[]>();
  for (const one of found) {
    const name = one.live ? undefined : nameOf(one.place);
    const members = files.get(name);
    if (members) members.push(one);
    else files.set(name, [one]);
  }
  return files;
}

/** The objects of a file as the mesh's own reader sees them; undefined unless they are exactly these. */
function inPlace(name: string, members: readonly Found[], folder: MeshFolder): readonly CarriedObject[] | undefined {
  if (name.startsWith(`${adoptedFolder}/`)) return undefined;
  // A name that reads as a pattern, a file above the mesh's limit, a link that leads out: copied instead.
  const objects = orElse(undefined, () => readManifests([name], folder));
  const same =
    objects?.length === members.length &&
    objects.every(({ object }, index) => isDeepStrictEqual(withoutServerFields(object), members[index]?.object));
  return same ? objects : undefined;
}

/** Why an object cannot be carried at all. */
function unfit({ object }: Found, isBuilt: boolean): string | undefined {
  try {
    clusterObject(dataSource(object));
    const losses = isBuilt ? lossesIn(object) : [];
    return losses.map(({ path, why }) => `${path.join(".")}: ${why}`).join("; ") || undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ path = [], message }) => `${path.join(".")}: ${message}`).join("; ");
  }
}

/** What the file of an object holds. */
export function fileText({ object, place, ignores = [] }: Found): string {
  const comments = ignores.map((line) => `${oneLine(line)}\n`).join("");
  return `${adoptedHeader} from ${oneLine(place.file)}.\n${comments}${manifestYaml(object)}`;
}

function copyOf([name, { object, ignores }]: readonly [string, Found]): CarriedObject {
  const place = { file: `${adoptedFolder}/${name}`, line: 2 + (ignores?.length ?? 0), column: 1 };
  return { object, place, ...(ignores && { ignores }) };
}

/** As the mesh reads them: by file, then as they stand there. */
function inOrder(objects: readonly CarriedObject[]): readonly CarriedObject[] {
  return [...objects].sort((a, b) => (a.place.file === b.place.file ? 0 : a.place.file < b.place.file ? -1 : 1));
}
