import { distribution as findDistribution } from "../catalog/lookup";
import { gatewayApiKinds } from "../mesh/gateway-api-kinds";
import type { Plan } from "../plan/phase";
import { platformCrds } from "../platform/gateway-api";
import { fence } from "./markdown";

/**
 * PHASE.md's word on the Gateway API CRDs where the cluster goes to a version that brings them. Sources: openshift/cluster-ingress-operator,
 * manifests/01-validating-admission-policy.yaml, pkg/operator/controller/{status,gatewayclass} at release-4.20; nothing of it was run.
 */
export function takeOverSection({ mesh, phases }: Plan, index: number): readonly string[] {
  const [before, phase] = [phases[index - 1], phases[index]];
  const kind = mesh.platform?.kind;
  if (phase?.kind !== "platform" || !before || !kind) return [];
  const version = phase.state.platform ?? "";
  const had = platformCrds({ kind, version: before.state.platform ?? "" });
  const has = platformCrds({ kind, version });
  if (!has || had?.bundle === has.bundle) return [];
  const missing = gatewayApiKinds(mesh).filter((one) => !has.kinds.includes(one));
  const { kubectl, operatorNamespace } = findDistribution(mesh.distribution).policy;
  if (had) {
    return [
      "## Gateway API CRDs",
      `The Ingress Operator raises them from ${had.bundle} to ${has.bundle} with the cluster; nobody else may.`,
    ];
  }
  return [
    "## Gateway API CRDs",
    `From OpenShift 4.19 on the Ingress Operator owns every CRD of gateway.networking.k8s.io and lets nobody else change one. ${version} brings the bundle ${has.bundle}: ${has.kinds.join(", ")}. CRDs of that group that it does not bring make ClusterOperator ingress Degraded: take them out before, or bring them to the standard channel's 1.2.x.${
      missing.length > 0 ? ` This mesh uses ${missing.join(" and ")}, which it does not bring.` : ""
    }`,
    `A GatewayClass of openshift.io/gateway-controller/v1 makes 4.19, and 4.20 and 4.21 in one of their modes, create or overwrite Subscription ${operatorNamespace}/servicemeshoperator3 (channel stable, Manual). Where yours has that name, settle first who owns it. This prints the CRDs and the classes:`,
    fence("sh", [
      `${kubectl} get crd -o custom-columns=CRD:.metadata.name,BUNDLE:.metadata.annotations."gateway\\.networking\\.k8s\\.io/bundle-version" | grep gateway.networking`,
      `${kubectl} get gatewayclass -o custom-columns=NAME:.metadata.name,CONTROLLER:.spec.controllerName`,
    ]),
    "Read in the operator's source; not run.",
  ];
}
