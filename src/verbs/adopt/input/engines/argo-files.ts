import { posix, resolve } from "node:path";
import { orElse } from "../../../../findings/or-else";
import type { KubernetesObject } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { kustomizationNames } from "../../../../source/manifest-object";
import { readTextFile } from "../../../../source/read-text";
import { parseYamlDocuments } from "../../../../source/yaml-source";
import { kustomizationOf } from "../listed-files";
import type { Origin } from "../origin";
import { isArgoSetting, mayBeSetting } from "./argo-settings";
import { objectsIn, textOf } from "./engine-objects";

/** How an Argo CD is set up, as far as files say it, in the namespace into which the kustomization beside them puts that. */
export function argoSettings(files: readonly string[], origin: Origin): readonly FileObject[] {
  const { io } = origin;
  const plain = files.filter((file) => file !== "-");
  const named = plain.filter((file) => mayBeSetting.test(textOf(file, io)));
  const found = objectsIn(named, origin).filter(({ object }) => isArgoSetting(object));
  return [...found.map((one) => placed(one, io.cwd)), ...plain.flatMap((file) => installIn(file, origin))];
}

function placed(one: FileObject, cwd: string): FileObject {
  if (one.object.metadata.namespace !== undefined) return one;
  const namespace = namespaceIn(kustomizationOf(posix.dirname(one.shown), cwd), cwd);
  const metadata = { ...one.object.metadata, ...(namespace !== undefined && { namespace }) };
  return { ...one, object: { ...one.object, metadata } };
}

/** A kustomization that installs an Argo CD from its repository says where that runs. */
function installIn(file: string, { io: { cwd, ...io } }: Origin): readonly FileObject[] {
  const isInstall =
    kustomizationNames.includes(posix.basename(file)) && /argoproj\/argo-cd\b/.test(textOf(file, { cwd, ...io }));
  const namespace = isInstall ? namespaceIn(file, cwd) : undefined;
  if (namespace === undefined) return [];
  const name = posix.basename(posix.dirname(resolve(cwd, file)));
  const object: KubernetesObject = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    metadata: { name, namespace },
  };
  return [{ object, file: resolve(cwd, file), shown: file, locate: () => ({ file, line: 1, column: 1 }) }];
}

function namespaceIn(kustomization: string | undefined, cwd: string): string | undefined {
  if (kustomization === undefined) return undefined;
  const read = () => parseYamlDocuments(readTextFile(resolve(cwd, kustomization), kustomization), kustomization);
  return textAt(orElse([], read)[0]?.value, "namespace");
}
