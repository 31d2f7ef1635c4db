import type { FileObject } from "../objects/file-object";
import type { AddedFields } from "./added-fields";
import type { GivenValues } from "./given-values";

/** A chart as an engine has Helm build it. */
export interface ReadChart extends GivenValues {
  readonly release: string;
  readonly namespace: string | undefined;
  readonly by: "argocd" | "flux";
  /** What its Application says of the cluster. @default nothing */
  readonly kubeVersion?: string | undefined;
  readonly apiVersions?: readonly string[] | undefined;
  /** Whether its values may be others than the chart says in its schema. @default they may not */
  readonly skipsSchema?: boolean;
  /** What is added to what it becomes, step by step. */
  readonly after: readonly AddedFields[];
}

/** What an engine makes of a folder beside what stands there; `words` name the fields that say it, and are empty where none does. */
export type Adds =
  | { readonly fields: AddedFields; readonly words: string }
  | { readonly chart: ReadChart; readonly words: string }
  | { readonly why: string };

/** A folder that an engine reads, and what it adds to it. */
export interface EngineRead {
  readonly by: FileObject;
  /** Absolute. */
  readonly folder: string;
  /** Undefined where what stands there is applied as it stands. */
  readonly adds: Adds | undefined;
  /** Of a folder of plain manifests that Argo CD reads: how it does. */
  readonly directory?: unknown;
  /** The repository that it names for that, as far as it is known. */
  readonly from?: string | undefined;
  /** The Application: the object itself, or what a set makes. */
  readonly made?: FileObject;
}

/** Where engines' objects read from. */
export interface Around {
  /** ConfigMaps with values, and sources of Flux, which they may name. */
  readonly others: readonly FileObject[];
  /** Folders that are known to be there: a generator of Argo CD takes its elements from them. */
  readonly folders: ReadonlySet<string>;
  /** Where the repository begins, as far as nothing else says it. */
  readonly top: string;
  /** Addresses of this repository, as far as they are known. @default none */
  readonly remotes?: readonly string[];
}

export interface Where extends Around {
  /** Charts that are known to be here. */
  readonly charts: readonly string[];
}

/** What is added to a folder that kustomize builds; undefined where nothing is. */
export function changing(fields: AddedFields): Adds | undefined {
  if (fields.lost !== undefined) return { why: fields.lost };
  if (fields.fields.length === 0) return undefined;
  return { fields, words: `${fields.at.join(".")}: ${[...new Set(fields.fields.flatMap(wordsOf))].join(", ")}` };
}

function wordsOf({ key, value }: AddedFields["fields"][number]): readonly string[] {
  if (key === "commonMetadata") return Object.keys(Object(value));
  return [key === "patchesJson6902" ? "patches" : key];
}

/** What a chart is built with. */
export function builtBy(chart: ReadChart, words: string): Adds {
  return chart.lost === undefined ? { chart, words } : { why: chart.lost };
}
