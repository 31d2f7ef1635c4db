import { type DistributionData, releases } from "../expand";
import { ztunnelGracePeriod, ztunnelPlain, ztunnelTargetRef, ztunnelV1 } from "./ztunnel";

/*
 * Sources: pkg/istioversion/versions.yaml and the CRDs at each tag of https://github.com/istio-ecosystem/sail-operator;
 * dates are those of the tags. Newest source: the main branch of 2026-08-22, when 1.30.3 was the newest tag. The aliases of a minor that is end of life are end of life with it.
 * There are no tags 1.25.0, 1.30.1 or 1.30.2: an operator's patch says nothing about Istio's.
 */

const goneBefore124 = "1.23-latest 1.23.2-6 1.22-latest 1.22.5-8 1.21.6";
const goneBefore126 = `1.25-latest 1.25.1-5 1.24-latest 1.24.0-6 ${goneBefore124}`;
const goneBefore127 = `1.26-latest 1.26.0-8 ${goneBefore126}`;
const goneBefore128 = `1.27-latest 1.27.0-9 ${goneBefore127}`;

export const sail: DistributionData = {
  asOf: "2026-08-22",
  name: "sail",
  title: "Sail Operator",
  package: "sailoperator",
  channels: ["stable", "stable-X.Y"],
  policy: {
    vendorJumps: [],
    operatorMinorsPerHop: Infinity,
    kubectl: "kubectl",
    operatorNamespace: "operators",
    // The catalogue that OLM brings on plain Kubernetes; on OpenShift the same package is in community-operators.
    catalogSource: { name: "operatorhubio-catalog", namespace: "olm" },
    sidecarNeedsCni: false,
  },
  rows: [
    ...releases({ ztunnel: ztunnelPlain }, [
      ["1.0.0", "2025-03-10", "1.24.1-3 1.23.3-5 1.23.0", { ztunnelLacks: "1.23.3-5 1.23.0" }],
    ]),
    // The single patch of 1.21 has no alias.
    ...releases({ ztunnel: ztunnelPlain, ztunnelLacks: "1.23.2-5 1.22.5-8 1.21.6", aliases: "1.25 1.24 1.23 1.22" }, [
      ["1.25.1", "2025-04-11", "1.25.1 1.24.0-4 1.23.2-5 1.22.5-8 1.21.6"],
      ["1.25.2", "2025-05-08", "1.25.1-2 1.24.0-4 1.23.2-5 1.22.5-8 1.21.6"],
    ]),
    ...releases({ ztunnel: ztunnelGracePeriod, endOfLife: goneBefore124 }, [
      ["1.26.0", "2025-05-22", "1.26.0 1.25.1-3 1.24.0-6"],
      ["1.26.1", "2025-06-05", "1.26.0-1 1.25.1-3 1.24.0-6"],
      ["1.26.2", "2025-06-26", "1.26.0-2 1.25.1-3 1.24.0-6"],
      ["1.26.3", "2025-08-01", "1.26.0-3 1.25.1-3 1.24.0-6"],
      // v1.26.1 is missing from these two, and is back in 1.27.2.
      ["1.27.0", "2025-08-25", "1.27.0 1.26.2-3 1.26.0 1.25.1-4 1.24.0-6"],
      ["1.27.1", "2025-09-05", "1.27.0-1 1.26.2-4 1.26.0 1.25.1-5 1.24.0-6"],
      ["1.27.2", "2025-10-14", "1.27.0-2 1.26.0-5 1.25.1-5 1.24.0-6"],
      ["1.27.3", "2025-10-21", "1.27.0-3 1.26.0-6 1.25.1-5 1.24.0-6"],
    ]),
    ...releases({ ztunnel: ztunnelV1, endOfLife: goneBefore126 }, [
      ["1.28.0", "2025-11-25", "1.28.0 1.27.0-3 1.26.0-6"],
      ["1.28.1", "2025-12-10", "1.28.0-1 1.27.0-4 1.26.0-7"],
      ["1.28.2", "2026-01-09", "1.28.0-2 1.27.0-5 1.26.0-8"],
      ["1.28.3", "2026-02-04", "1.28.0-3 1.27.0-5 1.26.0-8"],
    ]),
    ...releases({ ztunnel: ztunnelV1, endOfLife: goneBefore127 }, [
      ["1.29.0", "2026-02-24", "1.29.0 1.28.0-4 1.27.0-7"],
      ["1.29.1", "2026-03-11", "1.29.0-1 1.28.0-5 1.27.0-8"],
      ["1.29.2", "2026-05-08", "1.29.0-2 1.28.0-6 1.27.0-9"],
    ]),
    ...releases({ ztunnel: ztunnelTargetRef, endOfLife: goneBefore128 }, [
      ["1.30.0", "2026-05-28", "1.30.0 1.29.0-3 1.28.0-7"],
      ["1.30.3", "2026-07-21", "1.30.0-3 1.29.0-6 1.28.0-10"],
    ]),
  ],
};
