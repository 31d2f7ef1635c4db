import type { KubernetesObject } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, wordOf } from "../../objects/object-paths";

/** An operator as a ClusterExtension of OLM v1 asks for it. */
export interface OperatorExtension {
  readonly package: string;
  readonly channels: readonly string[];
  /** As it is written; undefined where nothing stands. */
  readonly version: string | undefined;
}

const catalog = ["spec", "source", "catalog"] as const;

/** Where its version stands. */
export const extensionVersion = [...catalog, "version"] as const;

/** What a ClusterExtension asks for; undefined for all other objects. */
export function operatorExtension(object: KubernetesObject): OperatorExtension | undefined {
  if (kindOf(object) !== "olm.operatorframework.io/ClusterExtension") return undefined;
  const name = textAt(object, ...catalog, "packageName");
  if (name === undefined) return undefined;
  return {
    package: name,
    channels: listAt(object, ...catalog, "channels").map(wordOf),
    version: textAt(object, ...extensionVersion),
  };
}

/** The one release that it asks for; undefined for a range. */
export function extensionRelease({ version }: OperatorExtension): string | undefined {
  return /^=?\s*v?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(version ?? "")?.[1];
}
