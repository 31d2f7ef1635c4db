import type { CheckKinds } from "../kind";
import { certificateChecks } from "./certificates";
import { chartOperatorChecks } from "./chart-operator";
import { connectedProxyChecks } from "./connected-proxies";
import { gatewayChecks } from "./gateways";
import { markerChecks } from "./marker";
import { namespaceChecks } from "./namespaces";
import { nodeChecks } from "./nodes";
import { objectChecks } from "./objects";
import { operatorChecks } from "./operator";
import { proxyChecks } from "./proxies";
import { requestChecks } from "./requests";
import { revisionChecks } from "./revisions";
import { sailChecks } from "./sail";
import { sidecarVersionChecks } from "./sidecar-versions";
import { sidecarChecks } from "./sidecars";
import { sloChecks } from "./slo";
import { workloadChecks } from "./workloads";

/** Every kind of check. A kind that is missing here, or lacks a part, does not compile. */
export const checkKinds: CheckKinds = {
  ...markerChecks,
  ...nodeChecks,
  ...operatorChecks,
  ...chartOperatorChecks,
  ...sailChecks,
  ...revisionChecks,
  ...certificateChecks,
  ...workloadChecks,
  ...gatewayChecks,
  ...proxyChecks,
  ...connectedProxyChecks,
  ...sidecarChecks,
  ...sidecarVersionChecks,
  ...namespaceChecks,
  ...objectChecks,
  ...requestChecks,
  ...sloChecks,
};
