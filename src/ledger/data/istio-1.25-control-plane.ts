import type { DataRow } from "../schema";

export const istio125ControlPlane: readonly DataRow[] = [
  {
    id: "ip-autoallocate-default",
    title: "ServiceEntries without addresses get status.addresses",
    says: "istiod writes auto-allocated VIPs into ServiceEntry status (GitOps diffs, RBAC on status); used only where DNS is proxied, which ambient does from 1.25.",
    kind: "default-changed",
    part: "control-plane",
    since: "1.25",
    when: { objects: [{ kind: "ServiceEntry", lacks: "spec.addresses" }] },
    keep: { set: { "Istio.spec.values.pilot.env.PILOT_ENABLE_IP_AUTOALLOCATE": "false" }, worksUntil: "1.31" },
    compatibility: { profile: "1.24", charts: "1.25-1.27", through: "Istio", lackedBy: ["1.23"] },
    outdatedBy:
      "PILOT_ENABLE_IP_AUTOALLOCATE is gone from pilot/pkg/features of a newer minor, or has another default there",
    source: [
      "istio/istio:releasenotes/notes/ip-allocation-v2-default.yaml@1.25.0",
      "istio/istio:manifests/helm-profiles/compatibility-version-1.24.yaml@1.27.9",
    ],
  },
];
