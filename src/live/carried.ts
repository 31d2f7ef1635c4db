import { isDeepStrictEqual } from "node:util";
import { carriedAnnotations } from "../constructs/carried-manifest";
import { layers } from "../constructs/layers";
import { unprotect, withoutIgnored } from "../constructs/protection";
import { ignoringLines, mayIgnore } from "../findings/ignore-comments";
import { letGoMark } from "../mesh/labels";
import { isLeftToCluster } from "../mesh/left-to-cluster";
import { clusterObject } from "../mesh/manifest-object";
import type { CarriedObject, KubernetesObject } from "../mesh/mesh";
import { identity } from "../objects/kubernetes-object";
import { syncWave } from "../order/argocd/annotations";
import { sourceOf } from "../snapshot/header";
import type { ManifestFiles } from "../snapshot/write/manifest-files";
import { kustomizationNames, objectsOf } from "../source/manifest-object";
import { parseYamlDocuments } from "../source/yaml-source";

const { folder, wave } = layers.routing;

/**
 * The user's own objects in a live folder of ours, without what snapshots have put on them.
 * @param like the objects as mesh.yaml carries them now: one of them that a snapshot would still carry like that is the same object
 */
export function carriedBy(files: ManifestFiles, like: readonly CarriedObject[]): readonly CarriedObject[] {
  const known = new Map(like.map((one) => [identity(one.object), one]));
  return [...files]
    .filter(([path]) => path.startsWith(`${folder}/`) && !kustomizationNames.includes(path.split("/").at(-1) ?? ""))
    .flatMap(([path, text]) =>
      parseYamlDocuments(text, path).flatMap((document) =>
        objectsOf(document).map((source) => {
          const object = clusterObject(source);
          const same = known.get(identity(object));
          if (same && isDeepStrictEqual(asCarried(same.object), object)) return same;
          const ignores = mayIgnore(text) ? ignoringLines(text.split("\n"), source.locate([]).line) : [];
          const place = { file: sourceOf(text) ?? path, line: 1, column: 1 };
          return { object: asGiven(object), place, ...(ignores.length > 0 && { ignores }) };
        }),
      ),
    );
}

/** An object with what a snapshot puts on it. */
function asCarried(object: KubernetesObject): KubernetesObject {
  const annotations = { [syncWave]: String(wave), ...carriedAnnotations(object) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Without it again: whoever wrote the same by hand gets it back when the object is rendered. */
function asGiven(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const { [syncWave]: at, ...rest } = unprotect(annotations, ["SkipDryRunOnMissingResource=true"]);
  const { [letGoMark]: isLetGo, ...others } = rest;
  const kept = isLetGo && isLeftToCluster(object) ? withoutIgnored(others) : others;
  const left = { ...kept, ...(at !== undefined && at !== String(wave) && { [syncWave]: at }) };
  return { ...object, metadata: { ...metadata, ...(Object.keys(left).length > 0 && { annotations: left }) } };
}
