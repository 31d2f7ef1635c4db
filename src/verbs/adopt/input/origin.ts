import { resolve } from "node:path";
import { type Building, buildingsOf } from "../../../repository/kustomizations/buildings";
import { builtOn } from "../../../repository/kustomizations/built-on";
import { kustomizationFiles } from "../../../repository/kustomizations/kustomization-files";
import type { ManifestIo } from "../../../source/manifests";

/** Where inputs were read from, and the folders of those that a tool built. */
export interface Origin {
  readonly inputs: readonly string[];
  /** By the name under which the text of the tool was read. */
  readonly folders: ReadonlyMap<string, string>;
  readonly io: ManifestIo;
}

/** The absolute path by which something reads a file of the input: what a tool built stands for the kustomization that it was built from. */
export function pathOf(file: string, { folders, io }: Origin): string {
  const folder = folders.get(file);
  return resolve(io.cwd, folder === undefined ? file : `${folder}/kustomization.yaml`);
}

/** What kustomizations of the input build, also from what stands outside of it. */
export function buildingsIn({ inputs, io }: Origin): readonly Building[] {
  const folders = inputs.filter((one) => one !== "-" && !io.texts?.has(one));
  return buildingsOf(kustomizationFiles([...folders, ...builtOn(folders, io.cwd)], io.cwd));
}
