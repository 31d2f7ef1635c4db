import type { State } from "./breakages";

const closed = (rules: string, selector = "{}", name = "closed") =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: ${name}\n  namespace: amb\nspec:\n  podSelector: ${selector}\n  policyTypes: [Ingress]\n${rules}`;
const open = "  ingress:\n    - ports: [{ port: 15008 }]\n";
const from = (peer: string) => `  ingress:\n    - from: [${peer}]\n`;
const file = (text: string, name = "amb/extra.yaml") => [name, "", text] as const;

/** Policies, certificates and links between clusters that name or select what is not there. */
export const linkStates: readonly State[] = [
  ["NET001", "rule for probes alone", "edge", file(closed(from("{ ipBlock: { cidr: 169.254.7.127/32 } }")))],
  [
    "NET001",
    "port of ztunnel open to monitoring alone",
    "edge",
    file(
      closed(
        from(
          "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: openshift-user-workload-monitoring } } }",
        ),
      ),
    ),
  ],
  [
    "NET001",
    "port of ztunnel open for other pods",
    "edge",
    file(`${closed("")}---\n${closed(open, "{ matchLabels: { app: shop } }", "open")}`),
  ],
  [
    "NET001",
    "address beside that of probes",
    "edge",
    file(closed(`${open}${from("{ ipBlock: { cidr: 169.254.7.126/32 } }").replace("  ingress:\n", "")}`)),
  ],
  ["POL003", "account that nothing makes", "edge", ["side/app.yaml", "ns/edge/sa/default", "ns/amb/sa/shop"]],
  [
    "POL003",
    "account without a principal's form that nothing makes",
    "edge",
    [
      "side/app.yaml",
      "            principals:\n              - cluster.local/ns/edge/sa/default\n",
      "            serviceAccounts:\n              - amb/shop\n",
    ],
  ],
  [
    "POL003",
    "account of a waypoint with its class",
    "edge",
    ["side/app.yaml", "ns/edge/sa/default", "ns/amb/sa/waypoint-istio-waypoint"],
  ],
];
