import { type DistributionData, type ReleaseRow, releases } from "../expand";
import { ztunnelGracePeriod, ztunnelPlain, ztunnelTargetRef, ztunnelUpdateStrategy, ztunnelV1 } from "./ztunnel";

/*
 * Sources: pkg/istioversion/versions.ossm.yaml and the CRDs at each tag of https://github.com/openshift-service-mesh/sail-operator;
 * dates are those of the tags. Kiali versions: the version support tables in the release notes of OpenShift Service Mesh 3.0, 3.1
 * and 3.3. For 3.4 the repository is the only source.
 * Newest source: pages of 2026-11 that know 3.4.3; the day is not known, so the first of the month stands for it.
 */

/** Names of Kiali's versions; the operator's is left out where the tables do not give one of its own. */
function kiali(server: string, operator?: string): Partial<ReleaseRow> {
  return { notes: { kialiServer: server, ...(operator ? { kialiOperator: operator } : {}) } };
}

/*
 * Releases that only Red Hat's documents know (pages of 2026-11): their version lists, API and dates are not public. So far every z-stream
 * installs what the one before it does, and the Istio that the version support tables name beside it.
 */

/** The table names its Istio; the rest is taken as in the release before. */
function fromTables(istio: string): Partial<ReleaseRow> {
  return {
    fromReleaseNotes: true,
    notes: {
      note: `its version list is not public: Istio ${istio} is in the version support table, the rest is taken as in the release before`,
    },
  };
}

/** Not even the table could be read. */
function asBefore(release: string): Partial<ReleaseRow> {
  return { fromReleaseNotes: true, notes: { note: `its version list is not public: taken as in ${release}` } };
}

/** Red Hat's release notes and version support tables have them all the same. */
const nextCsv: Partial<ReleaseRow> = { notes: { note: "its tag names the CSV of the release after it" } };

export const openshift: DistributionData = {
  asOf: "2026-11-01",
  name: "openshift",
  title: "OpenShift Service Mesh 3",
  package: "servicemeshoperator3",
  channels: ["stable", "stable-X.Y"],
  policy: {
    vendorJumps: [
      {
        from: "1.24",
        to: "1.26",
        citation:
          "OpenShift Service Mesh 3.1 installs Istio 1.24 and 1.26 and nothing in between; it follows 3.0, which ends at 1.24: " +
          "https://docs.redhat.com/en/documentation/red_hat_openshift_service_mesh/3.1/html/release_notes/ossm-release-notes-version-support-tables",
      },
      {
        from: "1.28",
        to: "1.30",
        citation:
          "OpenShift Service Mesh 3.4 installs Istio 1.28 and 1.30 and nothing in between; it follows 3.3, which ends at 1.28: " +
          "pkg/istioversion/versions.ossm.yaml in https://github.com/openshift-service-mesh/sail-operator",
      },
    ],
    operatorMinorsPerHop: 1,
    kubectl: "oc",
    operatorNamespace: "openshift-operators",
    catalogSource: { name: "redhat-operators", namespace: "openshift-marketplace" },
    sidecarNeedsCni: true,
  },
  rows: [
    ...releases({ ztunnel: ztunnelPlain }, [
      ["3.0.0", "2025-03-04", "1.24.3"],
      ["3.0.1", "2025-04-11", "1.24.3-4"],
      ["3.0.2", "2025-05-13", "1.24.3-5"],
      ["3.0.3", "2025-06-16", "1.24.3-6"],
      ["3.0.4", "2025-08-21", "1.24.3-6"],
      ["3.0.5", "2025-09-03", "1.24.3-6"],
      ["3.0.6", "2025-10-13", "1.24.3-6", kiali("2.4.10", "2.11.4")],
      ["3.0.7", "2025-10-24", "1.24.3-6", kiali("2.4.11", "2.17.2")],
      ["3.0.8", "2026-02-18", "1.24.3-6"],
      ["3.0.9", "2026-03-23", "1.24.3-6"],
      ["3.0.10", "2026-04-22", "1.24.3-6", kiali("2.4.15", "2.22.2")],
      ["3.0.11", "2026-05-14", "1.24.3-6", kiali("2.4.16", "2.22.3")],
      ["3.0.12", "2026-06-19", "1.24.3-6", nextCsv],
      ["3.0.13", "2026-06-30", "1.24.3-6"],
      ["3.0.14", "2026-08-04", "1.24.3-6"],
      ["3.0.15", "", "1.24.3-6", asBefore("3.0.14")],
    ]),
    ...releases({ ztunnel: ztunnelGracePeriod }, [
      ["3.1.0", "2025-07-31", "1.26.2 1.24.3-6"],
      ["3.1.1", "2025-08-21", "1.26.2-3 1.24.3-6", kiali("2.11.2")],
      ["3.1.2", "2025-09-10", "1.26.2-4 1.24.3-6", kiali("2.11.3")],
      ["3.1.3", "2025-10-13", "1.26.2-4 1.24.3-6", kiali("2.11.4")],
      ["3.1.4", "2025-10-30", "1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.5", "2026-01-27", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.6", "2026-03-23", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.7", "2026-04-22", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.8", "2026-05-14", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.9", "2026-06-19", "1.26.8 1.26.6 1.26.2-4 1.24.3-6", nextCsv],
      ["3.1.10", "2026-06-30", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.11", "2026-08-04", "1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.1.12", "", "1.26.8 1.26.6 1.26.2-4 1.24.3-6", fromTables("1.26.8")],
    ]),
    ...releases({ ztunnel: ztunnelUpdateStrategy }, [["3.2.0", "2025-11-04", "1.27.3 1.26.2-4 1.24.3-6"]]),
    ...releases({ ztunnel: ztunnelV1 }, [
      ["3.2.1", "2025-11-26", "1.27.3 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.2", "2026-01-27", "1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.3", "2026-03-23", "1.27.8 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.4", "2026-04-22", "1.27.8 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.5", "2026-05-14", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.6", "2026-06-19", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6", nextCsv],
      ["3.2.7", "2026-06-30", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.8", "2026-08-04", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6"],
      ["3.2.9", "", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6", asBefore("3.2.8")],
      ["3.2.10", "", "1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4 1.24.3-6", asBefore("3.2.8")],
      ["3.3.0", "2026-03-12", "1.28.4 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4", kiali("2.22.1")],
      ["3.3.1", "2026-03-27", "1.28.4-5 1.27.8 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4", kiali("2.22.1")],
      ["3.3.2", "2026-04-22", "1.28.4-5 1.27.8 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4"],
      ["3.3.3", "2026-05-14", "1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4"],
      ["3.3.4", "2026-06-19", "1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4", nextCsv],
      ["3.3.5", "2026-06-30", "1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4"],
      ["3.3.6", "2026-08-04", "1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4"],
      ["3.3.7", "", "1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4", fromTables("1.28.10")],
      ["3.3.8", "", "1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3 1.26.8 1.26.6 1.26.2-4", fromTables("1.28.10")],
    ]),
    ...releases({ ztunnel: ztunnelTargetRef, endOfLife: "1.26-latest 1.26.8 1.26.6 1.26.2-4" }, [
      ["3.4.0", "2026-07-10", "1.30.1 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3"],
      ["3.4.1", "2026-08-04", "1.30.3 1.30.1 1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3"],
      ["3.4.2", "", "1.30.3-4 1.30.1 1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3", fromTables("1.30.4")],
      ["3.4.3", "", "1.30.3-4 1.30.1 1.28.10 1.28.8 1.28.4-6 1.27.8-9 1.27.5 1.27.3", asBefore("3.4.2")],
    ]),
  ],
};
