import type { OpenshiftLine, PlatformCrds } from "../types";

/*
 * Sources: the version support tables in the release notes of OpenShift Service Mesh 3.0 to 3.4 (openshift/openshift-docs,
 * modules/ossm-release-notes-supported-versions.adoc @c975d7dd, 2ac2ebae, aa066fd6, 54d0d10b, 25f8349d). The pages of 3.0.15, 3.2.9, 3.2.10
 * and 3.4.3 point to "OpenShift Operator Life Cycles", which could not be read: their windows are those of the release named beside them.
 */

/** Release, oldest and newest OpenShift (empty: "and later"), newest Istio (empty: not known), and its companions. */
export const openshiftLines: readonly OpenshiftLine[] = [
  ["3.0.0", "4.14", "", "1.24.3"],
  ["3.0.1", "4.14", "", "1.24.4"],
  ["3.0.2", "4.14", "", "1.24.5"],
  ["3.0.3", "4.14", "", "1.24.6", { kialiOperator: "2.4.7" }],
  ["3.0.4", "4.14", "", "1.24.6", { kialiOperator: "2.4.8" }],
  ["3.0.5", "4.16", "", "1.24.6", { kialiOperator: "2.11.3", kialiServer: "2.4.9" }],
  ["3.0.6", "4.16", "", "1.24.6", { kialiOperator: "2.11.4", kialiServer: "2.4.10" }],
  ["3.0.7", "4.14", "4.19", "1.24.6", { kialiOperator: "2.17.2", kialiServer: "2.4.11" }],
  ["3.0.8", "4.14", "4.19", "1.24.6", { kialiOperator: "2.17.3", kialiServer: "2.4.12" }],
  ["3.0.9", "4.14", "4.19", "1.24.6", { kialiOperator: "2.22.1", kialiServer: "2.4.14" }],
  ["3.0.10", "4.14", "4.19", "1.24.6", { kialiOperator: "2.22.2", kialiServer: "2.4.15" }],
  ["3.0.11", "4.14", "4.19", "1.24.6", { kialiOperator: "2.22.4", kialiServer: "2.4.17" }],
  ["3.0.12", "4.14", "4.19", "1.24.6", { kialiOperator: "2.22.5", kialiServer: "2.4.18" }],
  ["3.0.13", "4.14", "4.19", "1.24.6", { kialiOperator: "2.22.6", kialiServer: "2.4.19" }],
  ["3.0.14", "4.14", "4.19", "1.24.6", { kialiOperator: "2.27.2", kialiServer: "2.4.21" }],
  ["3.0.15", "4.14", "4.19", "", { inferredFrom: "3.0.14" }],
  [
    "3.1.0",
    "4.16",
    "",
    "1.26.2",
    { kialiOperator: "2.11.1", note: "the new-features page says 4.14 and later, the table 4.16" },
  ],
  ["3.1.1", "4.16", "", "1.26.3", { kialiOperator: "2.11.2" }],
  ["3.1.2", "4.16", "", "1.26.4", { kialiOperator: "2.11.3", kialiServer: "2.11.3" }],
  ["3.1.3", "4.16", "", "1.26.4", { kialiOperator: "2.11.4", kialiServer: "2.11.4" }],
  ["3.1.4", "4.16", "4.20", "1.26.6", { kialiOperator: "2.17.2", kialiServer: "2.11.5" }],
  ["3.1.5", "4.16", "4.20", "1.26.8", { kialiOperator: "2.17.3", kialiServer: "2.11.6" }],
  ["3.1.6", "4.16", "4.20", "1.26.8", { kialiOperator: "2.22.1", kialiServer: "2.11.8" }],
  ["3.1.7", "4.16", "4.20", "1.26.8", { kialiOperator: "2.22.2", kialiServer: "2.11.9" }],
  ["3.1.8", "4.16", "4.20", "1.26.8", { kialiOperator: "2.22.4", kialiServer: "2.11.11" }],
  ["3.1.9", "4.16", "4.20", "1.26.8", { kialiOperator: "2.22.5", kialiServer: "2.11.12" }],
  ["3.1.10", "4.16", "4.20", "1.26.8", { kialiOperator: "2.22.6", kialiServer: "2.11.13" }],
  ["3.1.11", "4.16", "4.20", "1.26.8", { kialiOperator: "2.27.2", kialiServer: "2.11.15" }],
  ["3.1.12", "4.16", "4.20", "1.26.8", { kialiOperator: "2.27.3", kialiServer: "2.11.16" }],
  ["3.2.0", "4.18", "", "1.27.3", { kialiOperator: "2.17.1", kialiServer: "2.17.1" }],
  ["3.2.1", "4.18", "4.20", "1.27.3", { kialiOperator: "2.17.2", kialiServer: "2.17.2" }],
  ["3.2.2", "4.18", "4.20", "1.27.5", { kialiOperator: "2.17.3", kialiServer: "2.17.3" }],
  ["3.2.3", "4.18", "4.21", "1.27.8", { kialiOperator: "2.22.1", kialiServer: "2.17.5" }],
  ["3.2.4", "4.18", "4.21", "1.27.8", { kialiOperator: "2.22.2", kialiServer: "2.17.6" }],
  ["3.2.5", "4.18", "4.21", "1.27.9", { kialiOperator: "2.22.4", kialiServer: "2.17.8" }],
  ["3.2.6", "4.18", "4.22", "1.27.9", { kialiOperator: "2.22.5", kialiServer: "2.17.9" }],
  ["3.2.7", "4.18", "4.22", "1.27.9", { kialiOperator: "2.22.6", kialiServer: "2.17.10" }],
  ["3.2.8", "4.18", "4.22", "1.27.9", { kialiOperator: "2.27.2", kialiServer: "2.17.12" }],
  ["3.2.9", "4.18", "4.22", "", { inferredFrom: "3.2.8" }],
  ["3.2.10", "4.18", "4.22", "", { inferredFrom: "3.2.8" }],
  ["3.3.0", "4.18", "", "1.28.4", { kialiOperator: "2.22.1", kialiServer: "2.22.1" }],
  ["3.3.1", "4.18", "", "1.28.5", { kialiOperator: "2.22.1", kialiServer: "2.22.1" }],
  ["3.3.2", "4.18", "", "1.28.5", { kialiOperator: "2.22.2", kialiServer: "2.22.2" }],
  ["3.3.3", "4.18", "", "1.28.6", { kialiOperator: "2.22.4", kialiServer: "2.22.4" }],
  ["3.3.4", "4.18", "4.22", "1.28.8", { kialiOperator: "2.22.5", kialiServer: "2.22.5" }],
  ["3.3.5", "4.18", "4.22", "1.28.8", { kialiOperator: "2.22.6", kialiServer: "2.22.6" }],
  ["3.3.6", "4.18", "4.22", "1.28.10", { kialiOperator: "2.27.2", kialiServer: "2.22.8" }],
  [
    "3.3.7",
    "4.18",
    "4.22",
    "1.28.10",
    {
      kialiOperator: "2.27.3",
      kialiServer: "2.22.9",
      note: "its own release-note page says 4.20 and later, the table 4.18 to 4.22",
    },
  ],
  ["3.3.8", "4.18", "4.22", "1.28.10", { kialiOperator: "2.27.5", kialiServer: "2.22.11" }],
  ["3.4.0", "4.20", "", "1.30.1", { kialiOperator: "2.27", kialiServer: "2.27" }],
  ["3.4.1", "4.20", "", "1.30.3", { kialiOperator: "2.27.2", kialiServer: "2.27.2" }],
  ["3.4.2", "4.20", "", "1.30.4", { kialiOperator: "2.27.3", kialiServer: "2.27.3" }],
  ["3.4.3", "4.20", "", "", { inferredFrom: "3.4.2" }],
];

/** Kubernetes of each OpenShift minor: general knowledge of OpenShift's numbering. */
export const kubernetesOfOpenshift: Readonly<Record<string, string>> = {
  "4.14": "1.27",
  "4.15": "1.28",
  "4.16": "1.29",
  "4.17": "1.30",
  "4.18": "1.31",
  "4.19": "1.32",
  "4.20": "1.33",
  "4.21": "1.34",
  "4.22": "1.35",
};

const standardKinds = ["GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant"];

/**
 * Gateway API CRDs that the Ingress Operator brings and owns, by OpenShift minor: read from its own manifests in branches as of
 * 2026-08-06 (openshift/cluster-ingress-operator, pkg/manifests/assets/gateway-api/).
 */
export const openshiftCrds: Readonly<Record<string, PlatformCrds>> = {
  "4.19": { bundle: "1.2.1", kinds: standardKinds },
  "4.20": { bundle: "1.2.1", kinds: standardKinds },
  "4.21": { bundle: "1.3.0", kinds: standardKinds },
  "4.22": { bundle: "1.4.1", kinds: [...standardKinds, "BackendTLSPolicy"] },
  "4.23": { bundle: "1.5.1", kinds: [...standardKinds, "BackendTLSPolicy", "TLSRoute", "ListenerSet"] },
  "5.0": { bundle: "1.5.1", kinds: [...standardKinds, "BackendTLSPolicy", "TLSRoute", "ListenerSet"] },
};
