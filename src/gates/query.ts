import type { KubernetesObject } from "../mesh/mesh";
import type { Prometheus } from "../mesh/schema";

/** Objects of the API server, as `kubectl get` finds them. */
export interface GetQuery {
  readonly ask: "get";
  /** Plural name, with its group where it is not of Kubernetes itself: `istios.sailoperator.io`. */
  readonly resource: string;
  /** @default cluster-scoped */
  readonly namespace?: string;
  /** Whether it is asked for in all namespaces. @default false */
  readonly everywhere?: true;
  /** @default all that match the selector */
  readonly name?: string;
  /** Label selector. @default none */
  readonly selector?: string;
}

/** The arguments of kubectl that say where a query looks. */
export function whereOf({ namespace, everywhere }: GetQuery): readonly string[] {
  if (everywhere) return ["-A"];
  return namespace === undefined ? [] : ["-n", namespace];
}

/** The output of a command in each ready pod that matches. */
export interface ExecQuery {
  readonly ask: "exec";
  readonly namespace: string;
  readonly selector?: string;
  /** Only pods that run as this service account, and only the first of them. @default every pod that matches */
  readonly serviceAccount?: string;
  /** @default the pod's default container */
  readonly container?: string;
  readonly command: readonly string[];
  /** Whether a command that ends with an error is an answer, too: its code is then in {@link Answer.codes}. @default false */
  readonly mayFail?: true;
}

/** What Prometheus answers to an instant query, through the API server. */
export interface PrometheusQuery {
  readonly ask: "prometheus";
  readonly prometheus: Prometheus;
  /** PromQL. */
  readonly query: string;
}

/** The output of istioctl. */
export interface IstioctlQuery {
  readonly ask: "istioctl";
  readonly args: readonly string[];
}

/** A question to the cluster that a check needs answered. */
export type Query = GetQuery | ExecQuery | PrometheusQuery | IstioctlQuery;

/** What came back: objects for `get`, texts for the others; `failed` says why there is none. */
export interface Answer {
  readonly objects: readonly KubernetesObject[];
  readonly texts: readonly string[];
  /** How the command ended that printed each text. @default all with 0 */
  readonly codes?: readonly number[];
  readonly failed?: string;
}
