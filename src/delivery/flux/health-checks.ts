import type { ManagedGateway } from "../../mesh/gateways";
import type { KubernetesObject, Mesh } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { istiodPart } from "../../plan/phase-checks/parts";
import { type Folder, identityOf } from "../folders";

/** An object whose health a Kustomization waits for; it need not be applied by it. */
export interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What to wait for on behalf of the objects of a folder, and what that leaves out. */
export interface FolderHealth {
  /**
   * In the order that Flux reads them: children before their parents. The other way round the check can end on a child that was read before
   * the operator touched it, and a ZTunnel says Ready for its whole roll (seen: over after 5 s with no node rolled).
   */
  readonly checks: readonly HealthCheck[];
  /** Why something that one would expect is not waited for. */
  readonly notes: readonly string[];
}

const nothing: FolderHealth = { checks: [], notes: [] };

/**
 * The workloads that the folder's objects stand for, and then the objects. No version is named, so that the Kustomization is the same in
 * every phase; only objects that every phase holds are waited for; nothing is waited for that needs a person, or somebody else's controller.
 */
export function folderHealth(mesh: Mesh, folder: Folder, gateways: readonly ManagedGateway[]): FolderHealth {
  const forms = new Map<string, KubernetesObject[]>();
  for (const one of folder.ever) {
    const same = forms.get(identityOf(one));
    if (same) same.push(one);
    else forms.set(identityOf(one), [one]);
  }
  const parents = [...new Map(folder.ever.filter(folder.always).map((one) => [identityOf(one), one]))];
  const found = parents.map(([id, parent]) => healthOf(mesh, forms.get(id) ?? [], parent, gateways));
  const checks = found.flatMap((one) => one.checks);
  return {
    checks: [...checks].sort((a, b) => rank(a) - rank(b) || (keyOf(a) < keyOf(b) ? -1 : 1)),
    notes: [...new Set(found.flatMap((one) => one.notes))],
  };
}

function healthOf(
  mesh: Mesh,
  forms: readonly KubernetesObject[],
  parent: KubernetesObject,
  gateways: readonly ManagedGateway[],
): FolderHealth {
  switch (kindOf(parent)) {
    case "sailoperator.io/Istio":
      return istio(mesh, forms);
    case "sailoperator.io/IstioCNI":
      return daemonSet(forms, "istio-cni-node");
    case "sailoperator.io/ZTunnel":
      return ztunnel(forms);
    case "sailoperator.io/IstioRevisionTag":
      return { ...nothing, checks: [self(forms)] };
    case "gateway.networking.k8s.io/Gateway":
      return gateway(mesh, forms, gateways);
    default:
      return nothing;
  }
}

/** Under RevisionBased the names of revision and Deployment change with the version; a new revision starts as not Ready, so Istio is enough. */
function istio(mesh: Mesh, forms: readonly KubernetesObject[]): FolderHealth {
  const inPlace = forms.every((form) => at(form, "spec", "updateStrategy", "type") !== "RevisionBased");
  if (!inPlace)
    return {
      checks: [self(forms)],
      notes: ["Revisions are named after versions, so Istio alone is waited for; a new revision starts as not Ready."],
    };
  const { name } = self(forms);
  const { namespace, name: deployment } = istiodPart(mesh).workload;
  return {
    ...nothing,
    checks: [
      { apiVersion: "apps/v1", kind: "Deployment", name: deployment, namespace },
      { apiVersion: "sailoperator.io/v1", kind: "IstioRevision", name },
      self(forms),
    ],
  };
}

function ztunnel(forms: readonly KubernetesObject[]): FolderHealth {
  const onDelete = forms.some((form) => at(form, "spec", "values", "ztunnel", "updateStrategy", "type") === "OnDelete");
  if (!onDelete) return daemonSet(forms, "ztunnel");
  return {
    checks: [self(forms)],
    notes: [
      "Under OnDelete the DaemonSet is not rolled out until people have replaced the pod of every node, so it is not waited for.",
    ],
  };
}

function daemonSet(forms: readonly KubernetesObject[], name: string): FolderHealth {
  const namespace = String(at(forms[0], "spec", "namespace"));
  return { ...nothing, checks: [{ apiVersion: "apps/v1", kind: "DaemonSet", name, namespace }, self(forms)] };
}

/**
 * istiod programs a waypoint as soon as its pods run. A gateway for traffic from outside is Programmed when somebody gives its Service an
 * address, which may never happen: there, the Deployment has to do.
 */
function gateway(mesh: Mesh, forms: readonly KubernetesObject[], gateways: readonly ManagedGateway[]): FolderHealth {
  const { name, namespace = "default" } = self(forms);
  const managed = gateways.find((one) => one.name === name && one.namespace === namespace);
  const note = (why: string): FolderHealth => ({
    checks: [],
    notes: [`Gateway ${namespace}/${name} is not waited for: ${why}.`],
  });
  if (!managed) return note("istiod does not deploy it");
  if (!isDiscovered(mesh, namespace)) return note("nothing here says that istiod discovers its namespace");
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", name: managed.deployment, namespace };
  const isWaypoint = forms.every((form) => at(form, "spec", "gatewayClassName") === "istio-waypoint");
  return { ...nothing, checks: isWaypoint ? [deployment, { ...self(forms), namespace }] : [deployment] };
}

function isDiscovered(mesh: Mesh, namespace: string): boolean {
  return mesh.controlPlane.discoverySelectors.length === 0 || mesh.namespaces.some((one) => one.name === namespace);
}

/** By the oldest API version of the row: it is the one that every operator of the row serves. */
function self(forms: readonly KubernetesObject[]): HealthCheck {
  const oldest = [...forms].sort((a, b) => age(b) - age(a))[0] as KubernetesObject;
  const { name, namespace } = oldest.metadata;
  return { apiVersion: oldest.apiVersion, kind: oldest.kind, name, ...(namespace !== undefined && { namespace }) };
}

function age({ apiVersion }: KubernetesObject): number {
  return /alpha/.test(apiVersion) ? 2 : /beta/.test(apiVersion) ? 1 : 0;
}

/** Workloads, then what the operator makes of an object, then the object itself. */
function rank({ kind }: HealthCheck): number {
  if (kind === "Deployment" || kind === "DaemonSet") return 0;
  return kind === "IstioRevision" ? 1 : 2;
}

function keyOf({ kind, namespace = "", name }: HealthCheck): string {
  return [kind, namespace, name].join("/");
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | null | undefined)?.[key], value);
}
