import { type DistributionData, releases } from "../expand";
import { ztunnelGracePeriod, ztunnelV1 } from "./ztunnel";

/*
 * Sources: pkg/istioversion/alauda-versions.yaml and the CRDs at each tag of https://github.com/alauda-mesh/sail-operator up to 2.1.1;
 * dates are those of the tags. Newest source: the lifecycle page of 2026-09-14, when 2.2.0 came out. Tags before 2.0.10 accept other versions than they deploy and are left out.
 *
 * 2.1.2 and 2.2.0 come from the release notes alone (https://docs.alauda.io/servicemesh/, https://github.com/alauda/servicemesh2-docs):
 * - the default version and what is end of life are not given there and stay open;
 * - aliases point at the newest patch of each installable minor, as in every release whose version list is public;
 * - ZTunnel is taken as in 2.1.1. Whether 2.2.0 serves targetRef is not written anywhere, so it counts as not served: nothing is lost,
 *   because a ZTunnel can name its revision in every release.
 */

export const alauda: DistributionData = {
  asOf: "2026-09-14",
  name: "alauda",
  title: "Alauda Service Mesh 2",
  package: "servicemesh-operator2",
  channels: ["stable", "stable-X.Y"],
  policy: {
    vendorJumps: [
      {
        from: "1.26",
        to: "1.28",
        // Ambient begins with 2.1: there is no ambient mesh of 2.0 that a document would take to 2.1.
        dataPlanes: ["sidecar"],
        citation:
          "Alauda Service Mesh 2.1 installs Istio 1.26 and 1.28 and nothing in between; it follows 2.0, which ends at 1.26: " +
          "release notes of v2.1, https://docs.alauda.io/servicemesh/",
      },
      {
        from: "1.28",
        to: "1.30",
        citation:
          "Alauda Service Mesh 2.2 installs Istio 1.28 and 1.30 and nothing in between; what changes from 1.28 to 1.30 is listed in the " +
          "release notes of v2.2, https://docs.alauda.io/servicemesh/",
      },
    ],
    operatorMinorsPerHop: 1,
    kubectl: "kubectl",
    operatorNamespace: "sail-operator",
    catalogSource: { name: "platform", namespace: "cpaas-system" },
    sidecarNeedsCni: false,
  },
  rows: [
    ...releases({ ztunnel: ztunnelGracePeriod }, [
      ["2.0.10", "2025-08-01", "1.26.3 1.24.6"],
      ["2.0.11", "2025-08-01", "1.26.3 1.24.6"],
      ["2.0.12", "2025-08-05", "1.26.3 1.24.6"],
      ["2.0.14", "2025-08-12", "1.26.3 1.24.6"],
    ]),
    ...releases({ ztunnel: ztunnelV1, endOfLife: "1.24-latest 1.24.6" }, [
      ["2.1.0", "2025-12-20", "1.28.1 1.26.3"],
      ["2.1.1", "2026-02-08", "1.28.3 1.28.1 1.26.3"],
    ]),
    ...releases({ ztunnel: ztunnelV1, fromReleaseNotes: true }, [
      ["2.1.2", "", "1.28.6 1.28.3 1.28.1 1.26.3", { notes: { kialiServer: "2.22.2" } }],
      ["2.2.0", "2026-09-14", "1.30.3 1.28.6", { notes: { kialiServer: "2.27.1" } }],
    ]),
  ],
};
