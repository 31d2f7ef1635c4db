import { compareVersions } from "../../catalog/version";
import { restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import type { Running } from "../../mesh/running-schema";
import { isAtRest } from "../../plan/row";
import { runningVersions as startOf } from "../../plan/running";
import { controlPlaneVersion, type MeshState, ownCni, runningVersions } from "../../plan/state";

import { describeRevisions, isBetweenRevisions } from "./running-revisions";
import { oneOrMore, othersCni, type Standing } from "./standing";

/** Describes a state in the keys of mesh.yaml, as short as can be. */
export function describeState(
  mesh: Mesh,
  state: MeshState,
  ztunnelApiVersion: MeshState["ztunnelApiVersion"],
): Standing {
  if (isBetweenRevisions(mesh, state)) return describeRevisions(mesh, state);
  const controlPlane = controlPlaneVersion(state);
  const api = state.ztunnelApiVersion !== undefined &&
    state.ztunnelApiVersion !== ztunnelApiVersion && { ztunnelApiVersion: state.ztunnelApiVersion };
  const besides = {
    ...api,
    ...(state.kept && { kept: { ...state.kept } }),
    ...(state.listed !== undefined && { listed: state.listed }),
  };
  if (isAtRest(state)) {
    const running = { ...othersCni(mesh, state, controlPlane), ...besides };
    return { version: controlPlane, ...(Object.keys(running).length && { running }) };
  }
  const version = followers(mesh, state).sort(compareVersions)[0] ?? controlPlane;
  const at = (part: "ztunnel" | "gateways" | "workloads") => oneOrMore(runningVersions(state, part));
  const said: Running = {
    controlPlane,
    cni: ownCni(state),
    ...(state.ztunnel && { ztunnel: at("ztunnel") }),
    ...(state.waypoints && { waypoints: state.waypoints }),
    ...(state.gateways && { gateways: at("gateways") }),
    ...(state.workloads && { workloads: at("workloads") }),
  };
  const granted = { ...withoutDefaults(mesh, version, said), ...othersCni(mesh, state, version) };
  return { version, running: { ...granted, ...restartedCohorts(state), ...besides } };
}

/** Namespaces that have restarted while others have not. */
function restartedCohorts({ workloadsByNamespace = {}, inTransit }: MeshState): Pick<Running, "workloads"> {
  const others = inTransit?.workloads?.join();
  const said = Object.entries(workloadsByNamespace).filter(([, versions]) => versions.join() !== others);
  return said.length === 0
    ? {}
    : { workloads: Object.fromEntries(said.map(([name, versions]) => [name, oneOrMore(versions)])) };
}

/** The versions that what follows the control plane has settled at. */
function followers(mesh: Mesh, state: MeshState): string[] {
  const { ztunnel, gateways, workloads, inTransit } = state;
  const waits = restartedGateways(mesh).length > 0;
  const settled = [ownCni(state), inTransit?.ztunnel?.[0] ?? ztunnel, waits ? gateways : undefined, workloads];
  return settled.filter((one) => one !== undefined);
}

/** What the planner takes for granted need not be said. */
function withoutDefaults(mesh: Mesh, version: string, said: Running): Running {
  const { controlPlane } = said;
  const granted = startOf({ ...mesh, running: controlPlane === undefined ? {} : { controlPlane } }, version);
  const entries = Object.entries(said).filter(([part, versions]) => {
    if (versions === undefined) return false;
    if (part === "controlPlane") return versions !== version;
    return [versions].flat().join() !== [granted[part as keyof typeof granted]].flat().join();
  });
  return Object.fromEntries(entries);
}
