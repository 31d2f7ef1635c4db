import { revisionLabel } from "../../../mesh/istiod";
import { discoveryLabels } from "../../../mesh/label-selector";
import { objectId } from "../../../mesh/mesh";
import type { LabelSelector, MeshSpec } from "../../../mesh/schema";
import { canonicalJson } from "../../../objects/canonical-json";
import { labelsOf } from "../../../rules/objects";
import { isRevisionBased } from "../../../rules/revisions";
import type { Found } from "../input/found";
import type { Inventory } from "../inventory/inventory";
import { hasMeshLabels, isMerged, isMeshLabel } from "../inventory/mesh-labels";
import { selectedLabels, selectorsOf } from "../inventory/sail-parts";
import type { DataPlane } from "./data-plane";
import type { Guess } from "./guesses";
import { type Homes, isHome } from "./homes";
import { type AdoptedNamespace, adoptNamespace, type NamespaceRules } from "./namespace-entry";
import type { AdoptedRevisions } from "./revisions";
import { adoptWaypoint } from "./waypoints";

export interface NamespaceContext {
  readonly dataPlane: DataPlane;
  readonly istio: string;
  readonly system: readonly string[];
  readonly homes: Homes;
  /** `spec.values` of the Istio object. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of a RevisionBased mesh. */
  readonly revisions?: Pick<AdoptedRevisions, "active" | "beside" | "tags">;
}

/** The namespaces and waypoints of a mesh, as mesh.yaml describes them. */
export interface DescribedNamespaces {
  readonly entries: readonly AdoptedNamespace["entry"][];
  /** Namespaces that ask for a control plane, whichever. */
  readonly asking: readonly string[];
  /** Namespaces that ask for the revision that Istio asks for, by its name. */
  readonly moved: readonly string[];
  readonly waypoints: MeshSpec["waypoints"];
  /** Whether the discovery selectors may become a key: every namespace that it would label has the labels already. */
  readonly takeSelectors: boolean;
  readonly guesses: readonly Guess[];
  readonly notes: readonly string[];
  readonly described: readonly Found[];
  readonly carried: readonly Found[];
}

/** Sorts namespaces and waypoints into those that keys of mesh.yaml express, and those that are carried or left alone. */
export function describeNamespaces(inventory: Inventory, context: NamespaceContext): DescribedNamespaces {
  const ours = inventory.namespaces;
  const discovery = commonLabels(ours, context);
  const selected = selectedLabels(context.values);
  const rules: NamespaceRules = { ...context, selected, ...(discovery && { discovery }) };
  const isDiscovered = (one: Found, labels: Readonly<Record<string, string>>) =>
    context.system.includes(nameOf(one)) || (Object.keys(labels).length > 0 && hasAll(one, labels));
  // The key would label a home that has no need of it.
  const isOurHome = (one: Found) => isHome(one, context.homes) && hasAll(one, discovery ?? {});
  const inMesh = (one: Found) =>
    hasMeshLabels(one) ||
    isMerged(one) ||
    one.byJob ||
    one.madeBy !== undefined ||
    isOurHome(one) ||
    (discovery !== undefined && isDiscovered(one, discovery));
  const adopted = ours.filter(inMesh).map((one) => adoptNamespace(one, rules));
  const listed = adopted.filter((one) => !isImplied(one, context, discovery));
  const rest = ours.filter((one) => !inMesh(one));
  const entries = listed.map(({ entry }) => entry);
  const gateways = inventory.waypoints.map((found) => ({
    found,
    waypoint: context.dataPlane === "ambient" ? adoptWaypoint(found, entries, revisionLabel(context.istio)) : undefined,
  }));
  const expressed = gateways.filter(({ waypoint }) => waypoint !== undefined);
  const carried = gateways.filter(({ waypoint }) => waypoint === undefined).map(({ found }) => found);
  const whole = rest.filter(({ live }) => !live);
  const served = servedNames(inventory, context);
  return {
    entries,
    asking: listed.flatMap(({ entry, asks }) => (asks === undefined ? [] : [entry.name])),
    moved: listed.flatMap(({ entry, asks }) =>
      asks !== undefined && asks === context.revisions?.active.revision ? [entry.name] : [],
    ),
    waypoints: expressed.flatMap(({ waypoint }) => waypoint ?? []),
    takeSelectors: discovery !== undefined,
    guesses: [...listed.flatMap(guesses), ...keptSelectors(context, discovery)],
    notes: [
      ...leftAlone(rest.filter(({ live }) => live).length, "without mesh labels"),
      ...listed.flatMap(({ entry, enrolledBy }) =>
        enrolledBy === undefined ? [] : [enrolledOtherwise(entry.name, enrolledBy, served)],
      ),
      ...listed.flatMap(({ found: { object, madeBy } }) =>
        madeBy === undefined
          ? []
          : [
              `${objectId(object)} is made by ${madeBy}, which puts its labels back at each sync (managedNamespaceMetadata): what a phase moves of them has to be moved there, too`,
            ],
      ),
      ...carried.map(
        ({ object }) =>
          `${objectId(object)} has more to it than spec.waypoints holds: carried as it is; phases wait for its proxies all the same`,
      ),
    ],
    described: [...adopted.map(({ found }) => found), ...expressed.map(({ found }) => found)],
    carried: [...whole, ...carried],
  };
}

/**
 * The labels that the key would put on every namespace of the mesh and on its own namespaces. Undefined when one of those
 * lacks them, has no need of them, or is not in the input: then the key would change what is there.
 */
function commonLabels(
  namespaces: readonly Found[],
  { system, values }: NamespaceContext,
): Readonly<Record<string, string>> | undefined {
  const selectors = selectorsOf(values);
  if (!selectors) return undefined;
  const labels = selectors[0]?.matchLabels ?? {};
  const complete = namespaces
    .filter((one) => hasMeshLabels(one) || system.includes(nameOf(one)))
    .every((one) => hasAll(one, labels) && isLabelled(one, selectors, labels));
  return complete && system.every((name) => namespaces.some((one) => nameOf(one) === name)) ? labels : undefined;
}

/** Whether the key puts exactly these labels on a namespace, for which mesh.yaml writes down the others. */
function isLabelled(
  one: Found,
  selectors: readonly LabelSelector[],
  labels: Readonly<Record<string, string>>,
): boolean {
  const written = Object.entries(labelsOf(one.object)).filter(
    ([key]) => !Object.hasOwn(labels, key) && (!one.live || isMeshLabel(key)),
  );
  const known = { ...Object.fromEntries(written), "kubernetes.io/metadata.name": nameOf(one) };
  return canonicalJson(discoveryLabels(selectors, known)) === canonicalJson(labels);
}

function hasAll(one: Found, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => labelsOf(one.object)[key] === value);
}

function nameOf({ object }: Found): string {
  return object.metadata.name;
}

/** The mesh's own namespaces get their discovery labels without being listed. */
function isImplied({ entry }: AdoptedNamespace, { system }: NamespaceContext, discovery: unknown): boolean {
  const { name, ownership, ...rest } = entry;
  return discovery !== undefined && system.includes(name) && ownership === "shared" && Object.keys(rest).length === 0;
}

function guesses({ because }: AdoptedNamespace, index: number): readonly Guess[] {
  return [{ path: ["spec", "namespaces", index, "ownership"], because }];
}

/** The key would label namespaces that are not labelled, or not in the input. */
function keptSelectors({ values }: NamespaceContext, discovery: unknown): readonly Guess[] {
  if (discovery !== undefined || !selectorsOf(values)) return [];
  const because =
    "discoverySelectors stays here: as a key of controlPlane it would label namespaces that the input does not show with these labels";
  return [{ path: ["spec", "controlPlane", "values"], because }];
}

const ambientMode = "istio.io/dataplane-mode=ambient";

/** What a namespace may ask for, as far as it is in the input: a RevisionBased Istio is no revision by its own name. */
function servedNames(
  { istios, revisions: found }: Inventory,
  { istio, revisions }: NamespaceContext,
): ReadonlySet<string> {
  const others = [...istios.filter((one) => !isRevisionBased(one)), ...found].map(nameOf);
  const own = revisions ? [revisions.active, ...(revisions.beside ? [revisions.beside] : [])] : [];
  return new Set([...(revisions ? [] : [istio]), ...others, ...own.map(({ revision }) => revision)]);
}

function leftAlone(count: number, which: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? "Namespace" : "Namespaces"} ${which} left alone`];
}

function enrolledOtherwise(name: string, label: string, served: ReadonlySet<string>): string {
  const asked = label === "istio-injection=enabled" ? "default" : label.replace(/^istio\.io\/rev=/, "");
  if (label !== ambientMode && !served.has(asked))
    return `namespace ${name} asks for ${asked} by ${label}, and no control plane and no tag of the input is called that: nothing injects its pods, unless what is called so is elsewhere, and no phase restarts or checks its workloads`;
  return `namespace ${name} is in the mesh by ${label}, which mesh.yaml only holds as a label: no phase restarts or checks its workloads`;
}
