import { istiodName } from "../../catalog/revisions";
import { type ProxyDeployment, restartedGateways } from "../../mesh/gateways";
import { meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import { carriedGatewayOf, gatewayId, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import type { ManualStep } from "../manual-steps";
import { meshIn } from "../phase";
import { hasRestarted, type MeshState, sidecarVersions } from "../state";
import { addedCanaries, goneCanaries, holdName, movedGateways, planeOf, tagResource } from "./state";

/**
 * What people do between two states, in either direction: owners move the labels of Namespaces of their own, and pods restart where the state says that none
 * of another version is left.
 */
export function revisionHandwork(mesh: Mesh, from: MeshState, to: MeshState, back = false): readonly ManualStep[] {
  const there = meshIn({ mesh }, { state: to });
  const asked = there.namespaces
    .filter(
      ({ name, ownership, revisionTag }) =>
        ownership === "external" && revisionTag === undefined && moved(from, to, name),
    )
    .map(
      (one): ManualStep => ({
        step: "ask-owner",
        namespace: one.name,
        labels: meshLabels(there, one),
        ...(back && { back }),
      }),
    );
  const restarted = Object.keys(to.revisions ?? {}).filter((name) => hasRestarted(from, to, name));
  const gateways = restartedGateways(mesh)
    .filter(({ kind, namespace }) => kind === "injected" && restarted.includes(namespace))
    .map(
      ({ namespace, deployment }): ManualStep => ({
        step: "restart-gateway",
        namespace,
        deployment,
        version: versionIn(to, namespace),
      }),
    );
  // Whatever else runs in the namespace of a gateway goes with its label.
  const alone = [...pinnedGateways(mesh), ...restartedGateways(mesh).filter(({ kind }) => kind === "injected")];
  const workloads = restarted.map((name): ManualStep => {
    const except = alone.filter(({ namespace }) => namespace === name);
    return {
      step: "restart-workloads",
      namespace: name,
      version: versionIn(to, name),
      ...(except.length > 0 && { except: except.map(({ deployment }) => deployment).sort() }),
    };
  });
  // Whoever applies by hand prunes by hand.
  const isLeft = mesh.delivery.engine === "none" && from.holds !== undefined && to.holds === undefined;
  const hold: ManualStep = {
    step: "delete-object",
    kind: "IstioRevisionTag",
    resource: tagResource,
    name: holdName(mesh),
  };
  const pinned = movedGateways(mesh, from, to).flatMap((one) => pinnedStep(mesh, to, one));
  const canaries = addedCanaries(mesh, from, to).map((one) => canaryStep(to, one));
  const spare = goneCanaries(mesh, from, to).map(
    ({ namespace, deployment }): ManualStep => ({ step: "remove-canary", namespace, deployment }),
  );
  return [...asked, ...canaries, ...gateways, ...spare, ...pinned, ...workloads, ...(isLeft ? [hold] : [])];
}

function canaryStep(to: MeshState, { namespace, deployment, canary }: ProxyDeployment): ManualStep {
  const version = planeOf(to, to.revisions?.[namespace] ?? "")?.version ?? "";
  return { step: "add-canary", namespace, deployment, replicas: canary?.replicas ?? 1, version };
}

/** A Gateway of our own manifests is labelled there; others are their owners', and so is what people run by themselves. */
function pinnedStep(mesh: Mesh, to: MeshState, gateway: PinnedGateway): readonly ManualStep[] {
  const { kind, namespace, name, deployment } = gateway;
  const revision = to.gatewayRevisions?.[gatewayId(gateway)] ?? "";
  if (kind === "gateway-api") {
    return carriedGatewayOf(mesh, gateway) ? [] : [{ step: "label-gateway", namespace, name, revision }];
  }
  const version = planeOf(to, revision)?.version ?? "";
  const istiod = `${istiodName(revision)}.${mesh.controlPlane.namespace}.svc:15012`;
  return [{ step: "update-gateway", namespace, deployment, version, istiod }];
}

function moved(from: MeshState, to: MeshState, namespace: string): boolean {
  return from.revisions?.[namespace] !== to.revisions?.[namespace];
}

function versionIn(state: MeshState, namespace: string): string {
  return sidecarVersions(state, namespace)[0] ?? "";
}
