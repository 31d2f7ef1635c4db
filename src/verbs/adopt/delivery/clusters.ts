import { relative } from "node:path";
import { literalPattern } from "../../../basics/literal-pattern";
import { textAt } from "../../../objects/object-paths";
import type { Applier } from "./appliers";
import { destinationIn, isOwnCluster, isUnknown } from "./destinations";

/** A cluster as whoever applies something to it knows it. */
export interface Cluster extends Pick<Applier, "by" | "engine" | "home"> {
  readonly kind: "own" | "name" | "server" | "secret" | "open";
  /** Its name, its API server or the Secret with its kubeconfig; empty for the one that the engine runs in, and for one that is not known. */
  readonly address: string;
}

/** What is known beside the objects of engines. */
export interface ClusterLore {
  /** By the names that Argo CD has for clusters: their API servers. */
  readonly servers: ReadonlyMap<string, string>;
  /** Where the repository begins. */
  readonly top: string;
}

/** Where an applier brings what it applies. */
export function clusterOf(applier: Applier, { servers }: ClusterLore): Cluster {
  const { by, engine, home } = applier;
  const of = { by, engine, ...(home !== undefined && { home }) };
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
export function isOneCluster(a: Cluster, b: Cluster, { top }: ClusterLore): boolean | undefined {
  if (a.kind === "open" || b.kind === "open") return a.by === b.by && a.kind === b.kind ? true : undefined;
  if (a.engine !== b.engine) return undefined;
  if (a.kind === "own" && b.kind === "own") return a.home === b.home || undefined;
  if (a.kind === "own") return isCalledAfter(a.home, b.address, top) ? undefined : false;
  if (b.kind === "own") return isOneCluster(b, a, { top, servers: new Map() });
  return a.kind === b.kind ? a.address === b.address : undefined;
}

/** Whether a folder of the repository, or one above it, has the name of a cluster. */
function isCalledAfter(home: string | undefined, address: string, top: string): boolean {
  const names = home === undefined ? [] : relative(top, home).split("/");
  return names.some((name) => new RegExp(`(^|[^a-z0-9])${literalPattern(name)}([^a-z0-9]|$)`, "i").test(address));
}

/** `cluster prod`, as a sentence says it. */
export function clusterWords({ kind, address, engine }: Cluster): string {
  if (kind === "own") return `the cluster that ${engine === "flux" ? "Flux" : "Argo CD"} runs in`;
  if (kind === "open") return "a cluster that is not known here";
  return kind === "secret" ? `the cluster of Secret ${address}` : `cluster ${address}`;
}
