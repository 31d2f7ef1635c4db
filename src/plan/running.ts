import { compareVersions } from "../catalog/version";
import { restartedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import { listed, type Versions, workloadsByName } from "../mesh/running";

/** The version of every part, where the row starts. Parts that the mesh does not have are in it too, and mean nothing. */
export interface RunningVersions {
  /** The one that Istio asks for. */
  readonly controlPlane: string;
  /** RevisionBased: the one beside it, which Istio does not ask for any more. */
  readonly beside?: string;
  readonly cni: string;
  readonly waypoints: string;
  /** More than one under OnDelete, where people have not come to the end; the last is that of the object. */
  readonly ztunnel: readonly string[];
  /** Oldest first; more than one where people restart pods and have not come to the end. */
  readonly gateways: readonly string[];
  readonly workloads: readonly string[];
  /** InPlace: what the pods of some namespaces run, where mesh.yaml says that by name, and what those of all others may. */
  readonly byNamespace?: { readonly said: Readonly<Record<string, Versions>>; readonly others: readonly string[] };
}

/** Every part at one version. */
export function allAt(version: string): RunningVersions {
  const each = [version];
  return { controlPlane: version, cni: version, waypoints: version, ztunnel: each, gateways: each, workloads: each };
}

/**
 * What `spec.running` says, and `spec.version` of everything else. Proxies that istiod rolls are where it is; pods that are injected get its version
 * whenever they start, so beside an istiod that has moved some may have it already.
 *
 * @param version `spec.version`, exact
 */
export function runningVersions(mesh: Mesh, version: string): RunningVersions {
  const { running = {} } = mesh;
  const [controlPlane = version, beside] = [...listed(running.controlPlane ?? version)].reverse();
  const waits = restartedGateways(mesh).length > 0;
  const injected = (said: string | readonly string[] | undefined) =>
    inOrder([...listed(said ?? version), controlPlane]);
  const byName = workloadsByName({ running });
  const others = injected(byName ? undefined : (running.workloads as Versions | undefined));
  // With control planes side by side their states say it themselves.
  const said = beside === undefined ? byName : undefined;
  return {
    controlPlane,
    ...(beside !== undefined && { beside }),
    cni: running.cni ?? version,
    waypoints: running.waypoints ?? controlPlane,
    ztunnel: listed(running.ztunnel ?? version),
    gateways: waits ? injected(running.gateways) : inOrder(listed(running.gateways ?? controlPlane)),
    workloads: inOrder([...others, ...Object.values(said ?? {}).flatMap(listed)]),
    ...(said && { byNamespace: { said, others } }),
  };
}

function inOrder(versions: readonly string[]): readonly string[] {
  return [...new Set(versions)].sort(compareVersions);
}
