import { resolve } from "node:path";
import type { Place } from "../../findings/finding";
import { mayIgnore } from "../../findings/ignore-comments";
import type { Problem } from "../../findings/input-error";
import { encryptionOf, withoutMark } from "../../objects/encryption";
import { apiGroup, type KubernetesObject, kindOf, objectId } from "../../objects/kubernetes-object";
import { type ManifestIo, readManifests } from "../../source/manifests";
import { copiedFrom, withoutCopies } from "./adopted-copies";
import type { FileObject } from "./file-object";
import { withGitFiles } from "./git-files";

/** What was found under some paths. */
export interface ObjectReading {
  readonly objects: readonly FileObject[];
  /** What the API server would refuse to read. */
  readonly broken: readonly Problem[];
  /** Templates, which would have to be filled in first. */
  readonly unbuilt: readonly Problem[];
  /** What kustomize merges into objects. */
  readonly patches: readonly Problem[];
  /** What SOPS encrypted, and no Secret: whoever applies it decrypts it first. */
  readonly encrypted: readonly Problem[];
  /** Files with comments that ask for silence. */
  readonly ignoring: readonly string[];
  /** Files that describe a mesh. */
  readonly meshFiles: readonly string[];
}

/**
 * Reads every object under some paths. What `adopt` copied is left out beside what it was copied from.
 * @throws InputError for a path that does not exist
 */
export function readObjects(paths: readonly string[], io: ManifestIo): ObjectReading {
  const broken: Problem[] = [];
  const unbuilt: Problem[] = [];
  const patches: Problem[] = [];
  const onSkipped = (place: Place, message: string, reason: string) => {
    if (reason === "broken") broken.push({ message, place });
    if (reason === "template") unbuilt.push({ message, place });
    if (reason === "patch") patches.push({ message, place });
  };
  const ignoring: string[] = [];
  const meshFiles: string[] = [];
  const copies = new Map<string, string>();
  const onText = (file: string, text: string) => {
    const from = copiedFrom(text);
    if (from !== undefined) copies.set(file, from);
    if (mayIgnore(text)) ignoring.push(file);
    if (isMesh.test(text)) meshFiles.push(file);
  };
  const objects: FileObject[] = [];
  const encrypted: Problem[] = [];
  for (const { object, file, locate } of readManifests(paths, io, { onSkipped, onText })) {
    const encryption = kindOf(object) === "/Secret" ? "none" : encryptionOf(object);
    if (encryption === "encrypted") {
      encrypted.push({ message: `${objectId(object)} is encrypted by SOPS`, place: locate([]) });
      continue;
    }
    const read = inNoNamespace(encryption === "plain" ? withoutMark(object) : object);
    const bears = read.metadata.namespace === undefined ? object.metadata.namespace : undefined;
    const one = {
      object: read,
      locate,
      file: resolve(io.cwd, file),
      shown: file,
      ...(bears !== undefined && { bears }),
    };
    objects.push(withGitFiles(one));
  }
  const own = withoutCopies(objects, copies, paths, io.cwd);
  return { objects: own, broken, unbuilt, patches, encrypted, ignoring, meshFiles };
}

/** Whether an object is one of the Sail Operator's kinds. */
export function isSail({ object }: FileObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}

/** As `adopt`, `init` and nearly everybody write it, and with slips that `plan` names: what is asked for is a hint, and no reading of it. */
const isMesh = /^apiVersion: ["']?meshstep\.dev\/v\w+["']?\s*\nkind: ["']?Mesh["']?\s*$/im;

/** The operator's kinds are of the cluster: the namespace that one bears is dropped by whoever applies it. */
function inNoNamespace(object: KubernetesObject): KubernetesObject {
  if (apiGroup(object) !== "sailoperator.io" || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
