import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type KubernetesObject, objectId } from "../../src/objects/kubernetes-object";
import { argocdOrder } from "../../src/order/argocd";
import type { OrderEntry } from "../../src/order/entry";
import { fluxOrder } from "../../src/order/flux";
import type { EngineName, EngineOrder, Placed } from "../../src/order/result";

/** What an engine was seen to do. */
export interface Run {
  readonly engine: EngineName;
  readonly version: string;
  readonly snapshot: string;
  readonly how: string;
  readonly before?: string;
  /** Folders that Applications or Kustomizations read. @default what the order has by itself */
  readonly units?: readonly string[];
  readonly pruneLast?: boolean;
  readonly destination?: string;
  readonly stored: readonly string[];
  readonly never?: readonly string[];
}

const folder = join(__dirname, "observed");

export const runs: readonly Run[] = parse(readFileSync(join(folder, "runs.yaml"), "utf8"));

/** A snapshot of `observed/`: objects by their folder below `manifests/`, empty for none. */
export function snapshot(name: string): OrderEntry[] {
  const folders: Record<string, KubernetesObject[]> = parse(readFileSync(join(folder, `${name}.yaml`), "utf8"));
  return Object.entries(folders).flatMap(([path, objects]) => objects.map((object) => entry(object, path)));
}

export function entry(object: KubernetesObject, path = ""): OrderEntry {
  const name = `${objectId(object).toLowerCase().replaceAll("/", "-")}.yaml`;
  return { object, file: path ? `${path}/${name}` : name };
}

/** What the functions say of a run. */
export function predicted(run: Run, entries: readonly OrderEntry[] = snapshot(run.snapshot)): EngineOrder {
  const before = run.before === undefined ? [] : snapshot(run.before);
  if (run.engine === "argocd") {
    const { destination, pruneLast = true } = run;
    const own = destination === undefined ? {} : { destinationNamespace: destination, destinationExists: false };
    const applications = run.units?.map((path) => ({ name: path, path, pruneLast, ...own }));
    return argocdOrder(entries, { before, ...(applications && { applications }) });
  }
  const rows = run.units?.map((path) => ({ name: path, kustomizations: [{ name: path, path }] }));
  return fluxOrder(entries, { before, ...(rows && { rows }) });
}

/** `deleted ConfigMap/shop/a`, as runs write it. */
export function act({ act, entry: { object } }: Placed): string {
  return act === "prune" ? `deleted ${objectId(object)}` : objectId(object);
}

/** An object with annotations of Argo CD, of which `wave` is the sync wave. */
export function object(
  kind: string,
  name: string,
  { namespace, wave, ...annotations }: Readonly<Record<string, string>> = {},
  rest: object = {},
): KubernetesObject {
  const all = { ...(wave !== undefined && { "argocd.argoproj.io/sync-wave": wave }), ...annotations };
  const metadata = { name, ...(namespace !== undefined && { namespace }), annotations: all };
  return { apiVersion: versions[kind] ?? "v1", kind, metadata, ...rest };
}

const versions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["Istio", "IstioCNI", "ZTunnel", "IstioRevisionTag"].map((kind) => [kind, "sailoperator.io/v1"]),
  ),
  ...Object.fromEntries(["Gateway", "HTTPRoute", "GatewayClass"].map((kind) => [kind, "gateway.networking.k8s.io/v1"])),
  ...Object.fromEntries(["Deployment", "DaemonSet", "StatefulSet"].map((kind) => [kind, "apps/v1"])),
  ...Object.fromEntries(["Role", "ClusterRole", "RoleBinding"].map((kind) => [kind, "rbac.authorization.k8s.io/v1"])),
  Job: "batch/v1",
  AuthorizationPolicy: "security.istio.io/v1",
  CustomResourceDefinition: "apiextensions.k8s.io/v1",
  Widget: "example.com/v1",
};
