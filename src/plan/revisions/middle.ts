import { revisionName } from "../../catalog/revisions";
import { compareVersions } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import { gatewayId, pinnedGateways } from "../../mesh/pinned-gateways";
import { listed, saidOf, workloadsByName } from "../../mesh/running";
import { enrolledNamespaces } from "../enrolled";
import type { RunningVersions } from "../running";
import type { MeshState } from "../state";
import { gatewayNamespaces } from "./cohorts";
import { withSidecars } from "./state";

/**
 * The state that a RevisionBased mesh stands in, with what `spec.running` says of it: two control planes side by side, who asks for which, what pods run by
 * now, and what is held. What is not said is taken as it is before anybody has moved, and of whoever has moved it is not known whether all pods have restarted.
 *
 * @param settled what the versions of its parts say
 */
export function withRevisions(mesh: Mesh, { controlPlane, beside }: RunningVersions, settled: MeshState): MeshState {
  const { revisions: asks, hold, workloads } = mesh.running ?? {};
  const { name: istio } = mesh.controlPlane;
  const plane = (version: string) => ({ istio, revision: revisionName(istio, version), version });
  const holds = hold === undefined ? {} : { holds: [plane(hold).revision] };
  if (beside === undefined) return { ...settled, ...holds };
  const asked = (who: string) => saidOf(asks, who) ?? beside;
  const members = enrolledNamespaces(mesh).map((name) => {
    const version = asked(mesh.namespaces.find((one) => one.name === name)?.revisionTag ?? name);
    const plain = workloadsByName(mesh) ? undefined : (workloads as string | readonly string[] | undefined);
    const said = saidOf(workloadsByName(mesh), name) ?? plain;
    const runs = said ?? (version === beside ? beside : [beside, version]);
    return { name, revision: plane(version).revision, runs: [...listed(runs)].sort(compareVersions) };
  });
  const own = gatewayNamespaces(mesh);
  const gateways = members.filter(({ name }) => own.includes(name));
  const pinned = pinnedGateways(mesh).map((one) => ({
    id: gatewayId(one),
    version: mesh.running?.gatewayRevisions?.[gatewayId(one)] ?? beside,
  }));
  const hasMoved = [
    ...gateways.map(({ runs }) => runs.join() === controlPlane),
    ...pinned.map(({ version }) => version === controlPlane),
  ];
  const canaries = mesh.running?.gatewayCanaries ?? begunCanaries(mesh, members, plane(controlPlane).revision);
  const isUnderWay =
    canaries.length > 0 ||
    gateways.some(({ runs }) => runs.length > 1) ||
    (hasMoved.includes(true) && hasMoved.includes(false));
  const { inTransit: _, ...rest } = settled;
  const state: MeshState = {
    ...rest,
    controlPlanes: [plane(controlPlane), plane(beside)],
    tags: mesh.revisionTags.map(({ name }) => ({ name, revision: plane(asked(name)).revision })),
    revisions: Object.fromEntries(members.map(({ name, revision }) => [name, revision])),
    ...(settled.gateways !== undefined && {
      gateways: hasMoved.every((one) => one) ? controlPlane : beside,
      ...(isUnderWay && { inTransit: { gateways: [beside, controlPlane].sort(compareVersions) } }),
    }),
    ...(pinned.length > 0 && {
      gatewayRevisions: Object.fromEntries(pinned.map(({ id, version }) => [id, plane(version).revision])),
    }),
    ...(canaries.length > 0 && { gatewayCanaries: canaries }),
    workloads: beside,
    ...holds,
  };
  return withSidecars(state, Object.fromEntries(members.map(({ name, runs }) => [name, runs])));
}

/** A label that has moved while not all pods have: the second Deployments of its gateways may stand. Of a tag that has moved, that does not tell. */
function begunCanaries(
  { gateways, namespaces }: Mesh,
  members: readonly { readonly name: string; readonly revision: string; readonly runs: readonly string[] }[],
  revision: string,
): readonly string[] {
  return gateways.flatMap(({ namespace, name, deployment = name, canary }) => {
    const home = members.find((one) => one.name === namespace);
    const follows = namespaces.find((one) => one.name === namespace)?.revisionTag !== undefined;
    const isBegun = canary && !follows && home?.revision === revision && home.runs.length > 1;
    return isBegun ? [`${namespace}/${deployment}`] : [];
  });
}

/**
 * Which of two control planes side by side everybody is brought to, before anything else moves. What has begun is ended where the target lies at its end or
 * beyond, and taken back where it does not: at no time are there more than two, one hold keeps the only one that could be deleted, and nobody is moved away
 * from the target.
 */
export function settlesAt(
  { controlPlane, beside }: Pick<RunningVersions, "controlPlane" | "beside">,
  to: string,
): string {
  if (beside === undefined) return controlPlane;
  const direction = compareVersions(controlPlane, beside);
  return compareVersions(to, controlPlane) * direction >= 0 ? controlPlane : beside;
}
