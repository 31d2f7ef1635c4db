import type { YamlSource } from "../../source/yaml-source";

/** A kustomization, and every text in it that could be a path. */
export interface KustomizationFile {
  readonly folder: string;
  readonly shown: string;
  readonly source: YamlSource;
  /** Absolute paths. */
  readonly named: ReadonlySet<string>;
  /** Whether it lists anything: what only sets labels for another one leaves nothing out. */
  readonly hasList: boolean;
}
