import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { crdRoot } from "./crd-folders";
import type { Schema } from "./structural-schema";

/** One version of a kind, as its CRD declares it. */
export interface ServedVersion {
  readonly name: string;
  readonly served: boolean;
  readonly subresources?: { readonly status?: unknown };
  readonly schema: { readonly openAPIV3Schema: Schema };
}

/** The part of a CustomResourceDefinition that decides what is accepted. */
export interface Crd {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly scope: "Namespaced" | "Cluster";
  readonly versions: readonly ServedVersion[];
}

const parsedFiles = new Map<string, Crd | undefined>();

/** English plurals, as the CRDs in question form them: `policies`, `gateways`, `istiocnis`. */
function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

/** The CRD of a kind in a folder, parsed once; files of other kinds stay unread, one of them has 1.4 MB. */
export function crdOf(folder: string, group: string, kind: string): Crd | undefined {
  const file = join(crdRoot, folder, `${pluralOf(kind)}.${group}.yaml`);
  if (!parsedFiles.has(file)) {
    parsedFiles.set(file, existsSync(file) ? (parse(readFileSync(file, "utf8")) as { spec: Crd }).spec : undefined);
  }
  return parsedFiles.get(file);
}
