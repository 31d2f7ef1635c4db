/** How a chart is built. */
export interface ChartBuild {
  /** Its folder, absolute. */
  readonly chart: string;
  readonly release: string;
  /** @default Helm's own for a release that is told none */
  readonly namespace?: string | undefined;
  /** Flags that say its values. @default its own */
  readonly values?: readonly string[];
  /** Who has it built. @default nobody is known to */
  readonly by?: "argocd" | "flux";
  /** What the cluster is, where whoever has it built says so. @default it is not known */
  readonly kubeVersion?: string | undefined;
  readonly apiVersions?: readonly string[] | undefined;
  /** Whether its values may be others than it says in its schema. @default they may not */
  readonly skipsSchema?: boolean;
}
