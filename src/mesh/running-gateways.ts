import type { Problem } from "../findings/input-error";
import { restartedGateways } from "./gateways";
import type { Mesh } from "./mesh";
import { gatewayId, pinnedGateways } from "./pinned-gateways";
import { noPlane, runningPath } from "./running";

/** What `spec.running` says of gateways in the middle of a move. */
export function runningGatewayProblems(mesh: Mesh, planes: readonly string[]): Problem[] {
  return [...askingProblems(mesh, planes), ...canaryProblems(mesh, planes)];
}

/** Gateways that ask by themselves; injected ones follow their namespace. */
function askingProblems(mesh: Mesh, planes: readonly string[]): Problem[] {
  const ids = pinnedGateways(mesh).map(gatewayId);
  return Object.entries(mesh.running?.gatewayRevisions ?? {}).flatMap(([id, version]): Problem[] => {
    const path = runningPath("gatewayRevisions", id);
    if (ids.includes(id)) return planes.includes(version) ? [] : [noPlane(version, planes, path)];
    const message = `no gateway ${id} that asks for a revision by itself; expected ${ids.length > 0 ? `one of ${ids.join(", ")}` : "none, as the mesh has no such gateway"}`;
    return [{ message, path, hint: "injected gateways are told with their namespaces, under spec.running.revisions" }];
  });
}

/** Second Deployments stand in the middle of a move, beside gateways that mesh.yaml gives one. */
function canaryProblems(mesh: Mesh, planes: readonly string[]): Problem[] {
  const known = restartedGateways(mesh).flatMap((one) => (one.canary ? [`${one.namespace}/${one.deployment}`] : []));
  return (mesh.running?.gatewayCanaries ?? []).flatMap((id, index, all): Problem[] => {
    const path = [...runningPath("gatewayCanaries"), index];
    if (planes.length === 1) {
      const message = "a second Deployment beside one control plane; expected two, one to come from and one to go to";
      return [
        {
          message,
          path,
          hint: "name both under spec.running.controlPlane, or take the Deployment away and leave this out",
        },
      ];
    }
    if (all.indexOf(id) !== index) return [{ message: `${id} is listed twice`, path }];
    if (known.includes(id)) return [];
    const message = `no gateway ${id} with a canary; expected ${known.length > 0 ? `one of ${known.join(", ")}` : "none, as no gateway of the mesh has one"}`;
    return [{ message, path, hint: "write canary under that gateway in spec.gateways" }];
  });
}
