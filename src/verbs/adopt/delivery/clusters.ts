import { relative } from "node:path";
import { literalPattern } from "../../../basics/literal-pattern";
import type { KubernetesObject } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import type { EngineName } from "../../../order/result";
import { type Destination, destinationIn, isOwnCluster, isUnknown } from "./destinations";

/** A cluster as whoever applies something to it knows it. */
export interface Cluster {
  readonly by: KubernetesObject;
  readonly engine: EngineName;
  readonly kind: "own" | "name" | "server" | "secret" | "open";
  /** Its name, its API server or the Secret with its kubeconfig; empty for the one that the engine runs in, and for one that is not known. */
  readonly address: string;
  /** The folder that its object stands in, from where the repository begins. */
  readonly home?: string;
}

/** What is known beside the objects of engines. */
export interface ClusterLore {
  /** By the names that Argo CD has for clusters: their API servers. */
  readonly servers: ReadonlyMap<string, string>;
  /** Where the repository begins. */
  readonly top: string;
}

/** Where something brings what it applies. @param home the folder that it stands in itself */
export function clusterOf(
  applier: { readonly by: KubernetesObject; readonly engine: EngineName; readonly destination?: Destination },
  home: string | undefined,
  { servers, top }: ClusterLore,
): Cluster {
  const { by, engine } = applier;
  const of = { by, engine, ...(home !== undefined && { home: relative(top, home) }) };
  if (engine === "flux") {
    const secret = textAt(by, "spec", "kubeConfig", "secretRef", "name");
    const other = textAt(by, "spec", "kubeConfig", "configMapRef", "name");
    if (secret === undefined && other !== undefined) return { ...of, kind: "open", address: "" };
    return secret === undefined ? { ...of, kind: "own", address: "" } : { ...of, kind: "secret", address: secret };
  }
  const destination = applier.destination === undefined ? destinationIn(by) : applier.destination;
  if (destination === null) return { ...of, kind: "own", address: "" };
  if (destination === undefined || isUnknown(destination)) return { ...of, kind: "open", address: "" };
  const { name, server = name === undefined ? undefined : servers.get(name) } = destination;
  if (server === undefined) return { ...of, kind: "name", address: name ?? "" };
  const plain = server.replace(/\/+$/, "").replace(/:443$/, "").toLowerCase();
  return isOwnCluster(plain) ? { ...of, kind: "own", address: "" } : { ...of, kind: "server", address: plain };
}

/**
 * Whether two clusters are one; undefined where nothing here tells. An engine's own cluster is another one than those that have a name or an address of
 * their own, unless the folder that its object stands in is called after one of those: then that cluster may have an engine of its own.
 */
export function isOneCluster(a: Cluster, b: Cluster): boolean | undefined {
  if (a.kind === "open" || b.kind === "open") return a.by === b.by && a.kind === b.kind ? true : undefined;
  if (a.engine !== b.engine) return undefined;
  if (a.kind === "own" && b.kind === "own") return a.home === b.home || undefined;
  if (a.kind === "own") return isCalledAfter(a.home, b.address) ? undefined : false;
  if (b.kind === "own") return isOneCluster(b, a);
  return a.kind === b.kind ? a.address === b.address : undefined;
}

/** Whether a folder of the repository, or one above it, has the name of a cluster. */
function isCalledAfter(home: string | undefined, address: string): boolean {
  const names = (home ?? "").split("/").filter((name) => name !== "");
  return names.some((name) => new RegExp(`(^|[^a-z0-9])${literalPattern(name)}([^a-z0-9]|$)`, "i").test(address));
}

/** `cluster prod`, as a sentence says it. */
export function clusterWords({ kind, address, engine }: Cluster): string {
  if (kind === "own") return `the cluster that ${engine === "flux" ? "Flux" : "Argo CD"} runs in`;
  if (kind === "open") return "a cluster that is not known here";
  return kind === "secret" ? `the cluster of Secret ${address}` : `cluster ${address}`;
}

/** Whether what is in these clusters is in several of them; undefined where nothing here tells. */
export function areSeveral(clusters: readonly Cluster[]): boolean | undefined {
  const all = clusters.flatMap((one, index) => clusters.slice(index + 1).map((other) => isOneCluster(one, other)));
  if (all.includes(false)) return true;
  return all.includes(undefined) || clusters.some(({ kind }) => kind === "open") ? undefined : false;
}
