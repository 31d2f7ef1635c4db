import { isGatewayPod } from "../gateway-pods";
import { goesPast, podMembership } from "../pods/mesh-membership";
import type { CheckedObject, ManifestSet } from "../rule";
import type { Workload } from "../workloads";
import { podsBehind, targetPort } from "../workloads";
import { type MtlsMode, mtlsOfPods } from "./peer-authentication";

/** What has all pods behind some ports of a Service take mTLS of the mesh alone; undefined where some do not, or that cannot be told. */
export function takingMtlsAlone(
  set: ManifestSet,
  service: CheckedObject,
  ports: readonly unknown[],
): MtlsMode | undefined {
  const modes = podsBehind(set, service).flatMap((it) => ports.map((port) => strictFor(set, it, port)));
  return modes.includes(undefined) ? undefined : modes[0];
}

function strictFor(set: ManifestSet, pods: Workload, port: unknown): MtlsMode | undefined {
  const isMember = ["ambient", "sidecars"].includes(podMembership(set, pods));
  const target = targetPort(port, pods);
  if (!isMember || isGatewayPod(set, pods) || target === undefined || goesPast(pods, target)) return undefined;
  const holds = mtlsOfPods(set, pods, target);
  return holds?.mode === "STRICT" && set.apart?.(holds.by, pods.one) !== true ? holds : undefined;
}
