import { istio, namespaces } from "../whole-mesh";
import type { NearMiss } from "./near-miss";

const usual = "policies for the whole mesh where guides have them";
const elsewhere = "policies for the whole mesh beside a control plane that looks elsewhere";
const add = (text: string) => [[namespaces, "apiVersion", `${text}---\napiVersion`]] as const;
const release = (namespace: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ingress
  namespace: ${namespace}
spec:
  interval: 1h
  chart: { spec: { chart: gateway, version: 1.28.3, sourceRef: { kind: HelmRepository, name: istio } } }
`;

/** Near misses of what is for a whole mesh. */
export const nearWholeMesh: readonly NearMiss[] = [
  [
    "POL002",
    usual,
    "the mesh looks there",
    [[istio, "    meshConfig:\n", "    meshConfig:\n      rootNamespace: istio-system\n"]],
  ],
  [
    "POL002",
    usual,
    "pods of the mesh run there, too",
    add(
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-system\n  labels:\n    istio-discovery: enabled\n    istio.io/dataplane-mode: ambient\n",
    ),
  ],
  ["POL002", usual, "a chart brings gateways there", add(release("istio-system"))],
  [
    "POL002",
    usual,
    "the mesh of before is there",
    add(
      "apiVersion: maistra.io/v1\nkind: ServiceMeshMemberRoll\nmetadata:\n  name: default\n  namespace: istio-system-2\nspec:\n  members: [shop]\n",
    ),
  ],
  ["POL002", elsewhere, "a chart brings gateways there", add(release("istio-system"))],
  [
    "POL002",
    "AuthorizationPolicy for the whole mesh where guides have it",
    "it is for some pods",
    [[namespaces, "spec: {}\n", "spec: { selector: { matchLabels: { app: gateway } } }\n"]],
  ],
  [
    "POL002",
    "EnvoyFilter for the whole mesh where guides have it",
    "it is for some pods",
    [[namespaces, "{ configPatches: [] }", "{ workloadSelector: { labels: { app: gateway } }, configPatches: [] }"]],
  ],
];
