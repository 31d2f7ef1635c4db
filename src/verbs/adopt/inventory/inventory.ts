import type { Place } from "../../../findings/finding";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { apiGroup, identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { isMarker, leavesCniToOthers } from "../../../rules/objects";
import type { ManifestDocument } from "../../../source/manifests";
import type { Delivered } from "../delivery/appliers";
import { type EngineEvidence, noteEngines } from "../delivery/engine-evidence";
import { withoutDefaults } from "../input/api-defaults";
import type { Found } from "../input/found";
import { marksOf, releaseOf, withMarks } from "../input/marks";
import { isLive, withoutServerFields } from "../input/server-fields";
import { type Double, sameAs } from "./doubles";
import { type Evidence, noteEvidence } from "./evidence";
import { listOf } from "./list-of";
import { madeByControllers } from "./made-by-controllers";
import { moments } from "./moments";
import { isOwnJob, isOwnRight, lookedAt, meshOfJob, withJobLabels } from "./own-objects";

/** Everything in the input, sorted into what mesh.yaml describes and what it carries. */
export interface Inventory extends Readonly<Evidence>, Delivered {
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
  /** The mesh that the marker of an earlier synth names. */
  readonly markedMesh?: string;
  /** Where control planes are whose markers leave the IstioCNI to somebody else. */
  readonly leavesCni: ReadonlySet<string>;
  /** How many Jobs of synth there were, with their accounts and rights: they are made anew. */
  readonly ownObjects: number;
  /** Namespaces whose pods those Jobs look at. */
  readonly lookedAt: readonly string[];
  /** How many objects of which kind were left out because controllers make them. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Secrets, which are never copied. */
  readonly secrets: readonly string[];
  /** Files that Helm made for a release that was told no namespace, with objects of the one that it then takes. */
  readonly forDefault: ReadonlySet<string>;
  /** How many objects there were. */
  readonly count: number;
  /** How many of them go to another cluster than the mesh. @default none */
  readonly elsewhere?: number;
  /** Where else an object stands, word for word the same. */
  readonly copies: ReadonlyMap<Found, readonly Place[]>;
}

/** What was read, before it is known who applies what. */
export interface Taken extends Omit<Inventory, "appliers" | "refs" | "forDefault" | "engine"> {
  /** Objects of one name that differ: both are in the lists. */
  readonly doubles: readonly Double[];
  /** Objects that were read a second time, and say by what no mesh.yaml holds that it was of another cluster or at another time. */
  readonly otherStates: readonly Double[];
}

/** As long as others of its name may follow. */
type Marked = { -readonly [Key in keyof Found]: Found[Key] };

/** Reads the documents one by one; of what the API server wrote into an object nothing stays in memory. */
export function takeInventory(documents: Iterable<ManifestDocument>): Taken {
  const lists = {
    istios: [] as Found[],
    cnis: [] as Found[],
    ztunnels: [] as Found[],
    revisions: [] as Found[],
    namespaces: [] as Found[],
    subscriptions: [] as Found[],
    waypoints: [] as Found[],
    deliveries: [] as Found[],
    others: [] as Found[],
  };
  const first = new Map<string, Found>();
  const doubles: Double[] = [];
  const copies = new Map<Found, Place[]>();
  const otherMoment = moments();
  const otherStates: Double[] = [];
  const evidence: Evidence = {
    installed: [],
    charts: [],
    runningVersions: new Map(),
    seenRevisions: [],
    connected: new Map(),
    ztunnelPods: new Map(),
  };
  const leftOut = new Map<string, number>();
  const secrets: string[] = [];
  const ownJobs: Found[] = [];
  const meshes = new Set<string>();
  const leavesCni = new Set<string>();
  const engines: EngineEvidence = { marked: new Map(), generated: [], applied: new Map() };
  let markedMesh: string | undefined;
  let count = 0;
  for (const { object: raw, locate } of documents) {
    const place = locate([]);
    count += 1;
    const live = isLive(raw);
    const other = live || place.file === "<stdin>" ? otherMoment(raw, place) : undefined;
    if (other) {
      otherStates.push(other);
      continue;
    }
    noteEvidence(evidence, raw);
    noteEngines(engines, raw);
    if (isOwnMarker(raw)) {
      markedMesh ??= textAt(raw, "data", "mesh");
      meshes.add(textAt(raw, "data", "mesh") ?? "");
      if (leavesCniToOthers(raw)) leavesCni.add(raw.metadata.namespace ?? "");
      continue;
    }
    if (madeByControllers(raw, live)) {
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
    const marks = marksOf(raw);
    const release = releaseOf(raw);
    const found: Marked = {
      object: live ? withoutDefaults(cleaned) : cleaned,
      place,
      live,
      ...(marks.length > 0 && { marks }),
      ...(release && { release }),
    };
    const before = first.get(identity(found.object));
    const same: Marked | undefined = before && sameAs(found, before, doubles);
    if (same) {
      if (found.marks) same.marks = withMarks(same.marks, found.marks);
      if (!live) copies.set(same, [...(copies.get(same) ?? []), place]);
      continue;
    }
    if (before) doubles.push({ found, before });
    else first.set(identity(found.object), found);
    lists[listOf(raw)].push(found);
  }
  const rights = lists.others.filter(({ object }) => isOwnRight(object, meshes));
  return {
    ...lists,
    namespaces: withJobLabels(lists.namespaces, ownJobs),
    others: lists.others.filter((one) => !rights.includes(one)),
    ownObjects: ownJobs.length + rights.length,
    lookedAt: lookedAt(rights),
    ...evidence,
    engines,
    ...(markedMesh !== undefined && { markedMesh }),
    leavesCni,
    leftOut,
    secrets,
    count,
    copies,
    doubles,
    otherStates,
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

/** What synth writes to say which phase is applied. */
function isOwnMarker(object: KubernetesObject): boolean {
  return apiGroup(object) === "" && isMarker(object) && textAt(object, "data", "phase") !== undefined;
}
