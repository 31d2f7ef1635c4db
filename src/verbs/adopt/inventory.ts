import { isDeepStrictEqual } from "node:util";
import { distribution as findDistribution } from "../../catalog/lookup";
import { distributionNames } from "../../catalog/types";
import { formatPlace } from "../../findings/finding";
import { InputError, type Problem } from "../../findings/input-error";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { annotationsOf, isMarker } from "../../rules/objects";
import { apiGroup, identity, kindOf } from "../../source/kubernetes-object";
import type { ManifestDocument } from "../../source/manifests";
import { listAt, textAt } from "../../source/object-paths";
import { withoutDefaults } from "./api-defaults";
import { engineOf } from "./engine-marks";
import type { Found } from "./found";
import { hasOwner, madeByControllers } from "./made-by-controllers";
import { isOwnJob, isOwnRight, lookedAt, meshOfJob, withJobLabels } from "./own-objects";
import { isLive, withoutServerFields } from "./server-fields";

/** What the input says of the operator beside the objects themselves. */
export interface OperatorEvidence {
  /** Name of a ClusterServiceVersion, for example `servicemeshoperator3.v3.1.2`. */
  readonly csv: string;
  /** What said so: `Subscription/openshift-operators/servicemeshoperator3 status.installedCSV`. */
  readonly from: string;
}

/** An IstioRevision of the input, whoever made it. */
export interface SeenRevision {
  readonly name: string;
  readonly version?: string;
  /** Name of the Istio object that it belongs to. */
  readonly istio?: string;
  /** What its condition InUse says. */
  readonly inUse?: boolean;
}

/** Everything in the input, sorted into what mesh.yaml describes and what it carries. */
export interface Inventory {
  readonly istios: readonly Found[];
  readonly cnis: readonly Found[];
  readonly ztunnels: readonly Found[];
  /** Other kinds of the operator: IstioRevision, IstioRevisionTag. */
  readonly revisions: readonly Found[];
  readonly namespaces: readonly Found[];
  readonly subscriptions: readonly Found[];
  /** Gateways of class `istio-waypoint`. */
  readonly waypoints: readonly Found[];
  /** Everything else. */
  readonly others: readonly Found[];
  readonly installed: readonly OperatorEvidence[];
  /** The exact version that runs, by name of the Istio object: what its revision says. */
  readonly runningVersions: ReadonlyMap<string, string>;
  readonly seenRevisions: readonly SeenRevision[];
  /** Revisions that pods were injected by, by namespace: what they are connected to. */
  readonly connected: ReadonlyMap<string, ReadonlySet<string>>;
  /** The engine whose marks an object bears, and that object. */
  readonly engine?: { readonly name: "argocd" | "flux"; readonly from: string };
  /** The mesh that the marker of an earlier synth names. */
  readonly markedMesh?: string;
  /** How many Jobs of synth there were, with their accounts and rights: they are made anew. */
  readonly ownObjects: number;
  /** Namespaces whose pods those Jobs look at. */
  readonly lookedAt: readonly string[];
  /** How many objects of which kind were left out because controllers make them. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Secrets, which are never copied. */
  readonly secrets: readonly string[];
  /** How many objects there were. */
  readonly count: number;
}

/** Two environments in one folder differ in everything; a few of the differences say it. */
const enoughProblems = 10;

const packages = distributionNames.map((name) => findDistribution(name).package);

/**
 * Reads the documents one by one; of what the API server wrote into an object nothing stays in memory.
 * @throws InputError for two objects of one name that differ
 */
export function takeInventory(documents: Iterable<ManifestDocument>): Inventory {
  const lists = {
    istios: [] as Found[],
    cnis: [] as Found[],
    ztunnels: [] as Found[],
    revisions: [] as Found[],
    namespaces: [] as Found[],
    subscriptions: [] as Found[],
    waypoints: [] as Found[],
    others: [] as Found[],
  };
  const first = new Map<string, Found>();
  const problems: Problem[] = [];
  const installed: OperatorEvidence[] = [];
  const runningVersions = new Map<string, string>();
  const seenRevisions: SeenRevision[] = [];
  const connected = new Map<string, Set<string>>();
  const leftOut = new Map<string, number>();
  const secrets: string[] = [];
  const ownJobs: Found[] = [];
  const meshes = new Set<string>();
  let engine: Inventory["engine"];
  let markedMesh: string | undefined;
  let count = 0;
  for (const { object: raw, locate } of documents) {
    const place = locate([]);
    count += 1;
    installed.push(...installedBy(raw));
    noteRevision(raw, runningVersions);
    seenRevisions.push(...seenRevision(raw));
    noteConnection(raw, connected);
    engine ??= engineOf(raw);
    const live = isLive(raw);
    if (isOwnMarker(raw)) {
      markedMesh ??= textAt(raw, "data", "mesh");
      meshes.add(textAt(raw, "data", "mesh") ?? "");
      continue;
    }
    if ((live && madeByControllers(raw)) || hasOwner(raw)) {
      leftOut.set(raw.kind, (leftOut.get(raw.kind) ?? 0) + 1);
      continue;
    }
    if (isSecret(raw)) {
      secrets.push(objectId(raw));
      continue;
    }
    if (isOwnJob(raw)) {
      meshes.add(meshOfJob(raw));
      ownJobs.push({ object: raw, place, live });
      continue;
    }
    const cleaned = withoutServerFields(inNoNamespace(raw));
    const found: Found = { object: live ? withoutDefaults(cleaned) : cleaned, place, live };
    const before = first.get(identity(found.object));
    if (before) {
      if (!isDeepStrictEqual(before.object, found.object)) problems.push(second(found, before));
      continue;
    }
    first.set(identity(found.object), found);
    lists[listOf(raw)].push(found);
  }
  if (problems.length > 0) throw new InputError(problems.slice(0, enoughProblems));
  const rights = lists.others.filter(({ object }) => isOwnRight(object, meshes));
  return {
    ...lists,
    namespaces: withJobLabels(lists.namespaces, ownJobs),
    others: lists.others.filter((one) => !rights.includes(one)),
    ownObjects: ownJobs.length + rights.length,
    lookedAt: lookedAt(rights),
    installed,
    runningVersions,
    seenRevisions,
    connected,
    ...(engine && { engine }),
    ...(markedMesh !== undefined && { markedMesh }),
    leftOut,
    secrets,
    count,
  };
}

/** Clients and engines drop the namespace that such a manifest bears. */
function inNoNamespace(object: KubernetesObject): KubernetesObject {
  const isClusterScoped = apiGroup(object) === "sailoperator.io" || kindOf(object) === "/Namespace";
  if (!isClusterScoped || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function isSecret(object: KubernetesObject): boolean {
  return apiGroup(object) === "" && object.kind === "Secret";
}

type ListName = "istios" | "cnis" | "ztunnels" | "revisions" | "namespaces" | "subscriptions" | "waypoints" | "others";

function listOf(object: KubernetesObject): ListName {
  switch (kindOf(object)) {
    case "sailoperator.io/Istio":
      return "istios";
    case "sailoperator.io/IstioCNI":
      return "cnis";
    case "sailoperator.io/ZTunnel":
      return "ztunnels";
    case "sailoperator.io/IstioRevision":
    case "sailoperator.io/IstioRevisionTag":
      return "revisions";
    case "/Namespace":
      return "namespaces";
    case "operators.coreos.com/Subscription":
      return packages.includes(textAt(object, "spec", "name") ?? "") ? "subscriptions" : "others";
    case "gateway.networking.k8s.io/Gateway":
      return textAt(object, "spec", "gatewayClassName") === "istio-waypoint" ? "waypoints" : "others";
    default:
      return "others";
  }
}

/** What an operator's CSV, or its Subscription's status, says is installed. */
function installedBy(object: KubernetesObject): readonly OperatorEvidence[] {
  if (apiGroup(object) !== "operators.coreos.com") return [];
  const evidence = (csv: string | undefined, from: string) =>
    csv !== undefined && packages.some((name) => csv.startsWith(`${name}.v`)) ? [{ csv, from }] : [];
  if (object.kind === "ClusterServiceVersion") return evidence(object.metadata.name, objectId(object));
  if (object.kind !== "Subscription") return [];
  return evidence(textAt(object, "status", "installedCSV"), `${objectId(object)} status.installedCSV`);
}

/** The operator resolves aliases when it makes an IstioRevision; under InPlace that bears the name of its Istio. */
function noteRevision(object: KubernetesObject, versions: Map<string, string>): void {
  if (apiGroup(object) !== "sailoperator.io" || object.kind !== "IstioRevision") return;
  const version = textAt(object, "spec", "version");
  const name = ownerOf(object);
  if (version !== undefined && name === object.metadata.name) versions.set(name, version);
}

function seenRevision(object: KubernetesObject): readonly SeenRevision[] {
  if (apiGroup(object) !== "sailoperator.io" || object.kind !== "IstioRevision") return [];
  const version = textAt(object, "spec", "version");
  const istio = ownerOf(object);
  const inUse = listAt(object, "status", "conditions").find((one) => textAt(one, "type") === "InUse");
  const status = textAt(inUse, "status");
  return [
    {
      name: object.metadata.name,
      ...(version !== undefined && { version }),
      ...(istio !== undefined && { istio }),
      ...((status === "True" || status === "False") && { inUse: status === "True" }),
    },
  ];
}

/** Injection writes the revision on the pod; one that has ended talks to nobody. */
function noteConnection(object: KubernetesObject, connected: Map<string, Set<string>>): void {
  if (apiGroup(object) !== "" || object.kind !== "Pod") return;
  const { namespace = "default" } = object.metadata;
  const revision = annotationsOf(object)["istio.io/rev"];
  if (revision === undefined || ["Succeeded", "Failed"].includes(textAt(object, "status", "phase") ?? "")) return;
  connected.set(namespace, (connected.get(namespace) ?? new Set()).add(revision));
}

function ownerOf(object: KubernetesObject): string | undefined {
  return textAt(
    listAt(object, "metadata", "ownerReferences").find((one) => textAt(one, "kind") === "Istio"),
    "name",
  );
}

/** What synth writes to say which phase is applied. */
function isOwnMarker(object: KubernetesObject): boolean {
  return apiGroup(object) === "" && isMarker(object) && textAt(object, "data", "phase") !== undefined;
}

function second(found: Found, before: Found): Problem {
  return {
    message: `a second ${objectId(found.object)} that differs from the first at ${formatPlace(before.place)}`,
    place: found.place,
    hint: "adopt reads one state of one cluster; give it the folder of one environment",
  };
}
