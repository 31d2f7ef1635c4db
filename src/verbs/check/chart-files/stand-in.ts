import type { FileObject } from "../../../repository/objects/file-object";
import type { YamlSource } from "../../../source/yaml-source";

/** A file that has charts of others, as Chart.yaml and kustomizations do. */
export interface Naming {
  /** Absolute path. */
  readonly file: string;
  readonly shown: string;
  readonly source: YamlSource;
}

/** Neither is an object of Kubernetes; rules ask of one for its place and its name. */
export function standIn(kind: string, name: string, { file, shown, source }: Naming): FileObject {
  return {
    object: { apiVersion: "v2", kind, metadata: { name } },
    file,
    shown,
    assumed: true,
    locate: source.locate,
  };
}
