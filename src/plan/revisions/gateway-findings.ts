import { revisionName } from "../../catalog/revisions";
import { type Finding, finding } from "../../findings/finding";
import { findRow } from "../../ledger/rows";
import { hasRow } from "../../ledger/versions";
import { activeRevision } from "../../mesh/istiod";
import { type Mesh, objectId } from "../../mesh/mesh";
import {
  carriedGatewayOf,
  gatewayId,
  namesRevision,
  type PinnedGateway,
  pinnedGateways,
} from "../../mesh/pinned-gateways";
import type { Phase } from "../phase";
import type { MeshState } from "../state";
import { movedGateways, planeOf } from "./state";

const label = "istio.io/rev";

/** Gateways that istiod deploys: those that would move with something else, and those whose move costs requests. */
export function gatewayFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const managed = pinnedGateways(mesh).filter(({ kind }) => kind === "gateway-api");
  return [...managed.flatMap((one) => unpinned(mesh, one)), ...dropping(mesh, phases)];
}

/** What it names instead of a revision decides when it moves, and that is never a phase of its own. */
function unpinned(mesh: Mesh, gateway: PinnedGateway): readonly Finding[] {
  const carried = carriedGatewayOf(mesh, gateway);
  if (!carried) return [];
  const { object, place } = carried;
  const named = object.metadata.labels?.[label];
  if (named !== undefined && namesRevision(mesh, named)) return [];
  const revision = revisionNow(mesh, gateway, named);
  return [
    finding("REV011", {
      object: objectId(object),
      place,
      message: named === undefined ? follows(mesh, gateway) : `it names ${named}, and moves when that does`,
      hint: `Label it ${label}: ${revision}, in a commit before the upgrade: its pods roll once, at the version that they have. From then on meshstep moves the label, in a phase of its own.`,
    }),
  ];
}

/** The revision that it runs on: in the middle of a move, what it follows may be at the new one already. */
function revisionNow(mesh: Mesh, { namespace }: PinnedGateway, named: string | undefined): string {
  const entry = mesh.namespaces.find(({ name }) => name === namespace);
  const followed = named ?? entry?.revisionTag ?? entry?.name ?? "default";
  const moved = mesh.running?.revisions?.[followed];
  return moved === undefined ? activeRevision(mesh) : revisionName(mesh.controlPlane.name, moved);
}

/** The order in which istiod asks whose a Gateway is: its own label, that of its namespace, the tag or revision called default. */
function follows({ namespaces, revisionTags }: Mesh, { namespace }: PinnedGateway): string {
  if (namespaces.some(({ name }) => name === namespace)) {
    return `it names no revision, and so moves with the label of namespace ${namespace}, together with the workloads there`;
  }
  return revisionTags.some(({ name }) => name === "default")
    ? "it names no revision, and so moves in the moment that the tag default does"
    : "it names no revision, and where its namespace names none either, no istiod deploys it";
}

/** The fault is the old istiod's, and it bites when a Gateway leaves it. */
function dropping(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  return phases.flatMap(({ dir, state }, index) => {
    const before = phases[index - 1]?.state;
    const dropped = before && droppedGateways(mesh, before, state);
    if (!dropped) return [];
    const { gateways, version } = dropped;
    return [
      finding("WPT003", {
        message: `phase ${dir}: ${gateways.join(", ")} leave istiod ${version}, which empties the configuration of their pods before the new ones are ready`,
        hint: "Go to 1.29.5 or 1.30.2 first where that is on the way; else move at a quiet hour, or put a second Gateway of the new revision behind the same name and take this one out when it serves.",
      }),
    ];
  });
}

/** Gateways whose requests fail while they go from one state to the other, and the istiod whose fault that is; nothing where it has none. */
export function droppedGateways(
  mesh: Mesh,
  before: MeshState,
  after: MeshState,
): { readonly gateways: readonly string[]; readonly version: string } | undefined {
  const moved = movedGateways(mesh, before, after).filter(({ kind }) => kind === "gateway-api");
  const revision = before.gatewayRevisions?.[moved[0] ? gatewayId(moved[0]) : ""];
  const version = revision === undefined ? undefined : planeOf(before, revision)?.version;
  return version !== undefined && dropsRequests(version) ? { gateways: moved.map(gatewayId), version } : undefined;
}

/** Whether an istiod empties the configuration of a Gateway's pods in the moment that the Gateway leaves it. */
export function dropsRequests(version: string): boolean {
  const fault = findRow("gateway-rev-move-outage");
  return fault !== undefined && hasRow(fault, version);
}
