import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import type { Running } from "../../mesh/running-schema";
import { withRevisions } from "../../plan/revisions/middle";
import { runningVersions as startOf } from "../../plan/running";
import { type ControlPlaneState, type MeshState, ownCni, sidecarVersions } from "../../plan/state";
import { oneOrMore, othersCni, type Standing } from "./standing";

/** Whether a state is in the middle of a RevisionBased row: keys of its own say who has moved. */
export function isBetweenRevisions(mesh: Mesh, { controlPlanes, holds }: MeshState): boolean {
  return isRevisionBased(mesh) && (controlPlanes.length > 1 || holds !== undefined);
}

/** Describes it in the keys of mesh.yaml, as short as can be. */
export function describeRevisions(mesh: Mesh, state: MeshState): Standing {
  const [active, other] = state.controlPlanes as readonly [ControlPlaneState, ControlPlaneState?];
  const version = other?.version ?? active.version;
  const held = state.controlPlanes.find(({ revision }) => state.holds?.includes(revision));
  const running: Running = {
    ...(other && { controlPlane: [other.version, active.version] }),
    ...(ownCni(state) !== undefined && state.cni !== version && { cni: state.cni }),
    ...othersCni(mesh, state, version),
    ...(held && { hold: held.version }),
    ...(state.listed !== undefined && { listed: state.listed }),
  };
  if (!other) return { version, running };
  const asked = Object.fromEntries(moved(mesh, state, other).map((name) => [name, active.version]));
  const gateways = Object.entries(state.gatewayRevisions ?? {}).filter(([, revision]) => revision !== other.revision);
  const asking = {
    ...running,
    ...(Object.keys(asked).length > 0 && { revisions: asked }),
    ...(gateways.length > 0 && {
      gatewayRevisions: Object.fromEntries(gateways.map(([name]) => [name, active.version])),
    }),
  };
  const workloads = restarted(mesh, state, version, asking);
  const said = { ...asking, ...(workloads !== undefined && { workloads }) };
  const canaries = state.gatewayCanaries ?? [];
  const isGranted = canaries.join() === (grantedAt(mesh, state, version, said).gatewayCanaries ?? []).join();
  return { version, running: { ...said, ...(isGranted ? {} : { gatewayCanaries: [...canaries] }) } };
}

/** Tags, and namespaces without one, that ask for the control plane that Istio asks for, in the order of mesh.yaml. */
function moved({ namespaces }: Mesh, { tags, revisions = {} }: MeshState, other: ControlPlaneState): readonly string[] {
  return [
    ...tags.filter(({ revision }) => revision !== other.revision).map(({ name }) => name),
    ...namespaces
      .filter(({ revisionTag, name }) => revisionTag === undefined && Object.hasOwn(revisions, name))
      .filter(({ name }) => revisions[name] !== other.revision)
      .map(({ name }) => name),
  ];
}

/** What pods run where that is not what the planner takes for granted of whoever asks for the one or the other. */
function restarted(mesh: Mesh, state: MeshState, version: string, running: Running): Running["workloads"] {
  const granted = grantedAt(mesh, state, version, running);
  const names = Object.keys(state.revisions ?? {});
  const said = names.map((name) => [name, sidecarVersions(state, name)] as const);
  const unlike = said.filter(([name, versions]) => versions.join() !== sidecarVersions(granted, name).join());
  if (unlike.length === 0) return undefined;
  const [first] = said;
  const alike = first !== undefined && said.every(([, versions]) => versions.join() === first[1].join());
  return alike
    ? oneOrMore(first[1])
    : Object.fromEntries(unlike.map(([name, versions]) => [name, oneOrMore(versions)]));
}

/** What the planner takes for granted where mesh.yaml says this much. */
function grantedAt(mesh: Mesh, state: MeshState, version: string, running: Running): MeshState {
  const there: Mesh = { ...mesh, version, running };
  const { gatewayCanaries: _, ...settled } = state;
  return withRevisions(there, startOf(there, version), settled);
}
