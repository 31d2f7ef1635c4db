/** A chart as an engine has Helm build it. */
export interface ChartCall {
  readonly release: string;
  readonly namespace?: string;
  /** Values in their order, the last of which wins: absolute paths, and texts. */
  readonly values: readonly ({ readonly file: string } | { readonly text: string })[];
  /** `--set` and the like, which win over all of them. */
  readonly args: readonly string[];
  /** Fields of kustomizations that what the chart becomes goes through. @default none */
  readonly after?: readonly Readonly<Record<string, unknown>>[];
}

/** What an engine makes of a folder beside what stands there; `words` name the fields that say it, and are empty where none does. */
export type Adds =
  | { readonly kustomization: Readonly<Record<string, unknown>>; readonly words: string }
  | { readonly chart: ChartCall; readonly words: string }
  | { readonly why: string };
