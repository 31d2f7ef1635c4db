import { parseAllDocuments } from "yaml";
import type { RuleId } from "../../src/findings/pages/index";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, setOf } from "./support";

/*
 * What one port of several speaks, who is let in by an identity, and hosts that are somebody else's: each of it is right in the tree, and one change
 * makes it wrong.
 */

const tree = `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system, values: { meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: bank, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: legacy, labels: { istio-injection: disabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: risk, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: risk, namespace: risk }
spec: { ports: [{ name: grpc, port: 7000 }] }
---
apiVersion: v1
kind: Service
metadata: { name: accounts, namespace: bank }
spec: { selector: { app: accounts }, ports: [{ name: grpc-api, port: 9000 }, { name: http-admin, port: 8081 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: accounts, namespace: bank }
spec:
  selector: { matchLabels: { app: accounts } }
  template: { metadata: { labels: { app: accounts } }, spec: { containers: [{ name: a, image: a }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: export, namespace: legacy }
spec:
  selector: { matchLabels: { app: export } }
  template:
    metadata: { labels: { app: export } }
    spec: { containers: [{ name: e, image: e, env: [{ name: ACCOUNTS_URL, value: "https://accounts.bank:8081" }] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: accounts, namespace: bank }
spec: { selector: { matchLabels: { app: accounts } }, mtls: { mode: STRICT }, portLevelMtls: { 8081: { mode: PERMISSIVE } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: accounts, namespace: bank }
spec:
  selector: { matchLabels: { app: accounts } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/risk/sa/*] } }]
      to: [{ operation: { ports: ["9000"] } }]
    - to: [{ operation: { ports: ["8081"], paths: [/healthz] } }]
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: jwt, namespace: bank }
spec: { jwtRules: [{ issuer: "https://sso.example.com/bank", jwksUri: "https://sso.example.com/certs" }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: admins, namespace: bank }
spec:
  action: DENY
  rules:
    - from: [{ source: { notRequestPrincipals: ["https://sso.example.com/bank/*"] } }]
      to: [{ operation: { ports: ["9000"], paths: [/bank.Admin/*] } }]
      when: [{ key: source.ip, values: [10.0.0.0/8] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: accounts, namespace: bank }
spec:
  hosts: [accounts]
  http:
    - match: [{ port: 9000 }]
      route: [{ destination: { host: accounts, port: { number: 9000 } } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: risk, namespace: risk }
spec: { host: risk, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payroll, namespace: bank }
spec: { hosts: [payroll.vendor.example], location: MESH_EXTERNAL, ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: egress, namespace: bank }
spec:
  selector: { istio: egressgateway }
  servers: [{ port: { number: 8443, name: tls, protocol: TLS }, hosts: [payroll.vendor.example], tls: { mode: PASSTHROUGH } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: payroll, namespace: bank }
spec:
  hosts: [payroll.vendor.example]
  gateways: [mesh, egress]
  tls:
    - match: [{ gateways: [egress], port: 8443, sniHosts: [payroll.vendor.example] }]
      route: [{ destination: { host: payroll.vendor.example, port: { number: 443 } } }]
`;

function changed(...edits: readonly (readonly [from: string, to: string])[]) {
  let text = tree;
  for (const [from, to] of edits) {
    expect(text.split(from)).toHaveLength(2);
    text = text.replace(from, to);
  }
  const objects = parseAllDocuments(text).map((one) => one.toJS() as KubernetesObject);
  return setOf("sail 1.28.3", objects);
}

const entry = /apiVersion: networking.istio.io\/v1\nkind: ServiceEntry\n.*\n.*\n---\n/.exec(tree)?.[0] ?? "";
const sidecar = (hosts: string, rest = ""): readonly [string, string] => [
  entry,
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: default, namespace: bank }\nspec: { egress: [{ hosts: [${hosts}] }]${rest} }\n---\n${entry}`,
];
const asked = 'notRequestPrincipals: ["https://sso.example.com/bank/*"]';
const condition = "{ key: source.ip, values: [10.0.0.0/8] }";
const inBank: readonly [string, string] = [
  "metadata: { name: risk, namespace: risk }\nspec: { host",
  "metadata: { name: risk, namespace: bank }\nspec: { host",
];

test.each<RuleId>(["TGT003", "TGT004", "POL003", "POL004"])("the tree as it is: %s", (id) => {
  expectState(id, changed(), []);
});

test.each<[string, RuleId, (readonly [string, string])[], Expected[]]>([
  [
    "a port of several that is renamed to tcp",
    "TGT004",
    [["grpc-api", "tcp-api"]],
    [
      ["warning", "AuthorizationPolicy/bank/admins", "port 9000 of its pods is not for HTTP (tcp-api)"],
      ["warning", "VirtualService/bank/accounts", "port 9000 of Service bank/accounts is not for HTTP (tcp-api)"],
    ],
  ],
  [
    "a match by a port of the Service in front of the Gateway",
    "TGT004",
    [["gateways: [egress], port: 8443", "gateways: [egress], port: 443"]],
    [["warning", "VirtualService/bank/payroll", "match.port 443 is no port of Gateway egress, which listens on 8443"]],
  ],
  [
    "a short host that means another namespace",
    "TGT004",
    [inBank],
    [["warning", "DestinationRule/bank/risk", "Service bank/risk is not among these manifests"]],
  ],
  [
    "an entry that is gone where nobody else may be asked",
    "TGT003",
    [[entry, ""]],
    [["warning", "VirtualService/bank/payroll", "no ServiceEntry among these manifests has payroll.vendor.example"]],
  ],
  [
    "a Sidecar that leaves out the entry of its own namespace",
    "TGT004",
    [sidecar('"istio-system/*"')],
    [["warning", "Sidecar/bank/default", "no host here takes in ServiceEntry/bank/payroll, and nobody is let out"]],
  ],
  [
    "no mTLS where one rule asks for identities",
    "POL004",
    [["mtls: { mode: STRICT }", "mtls: { mode: DISABLE }"]],
    [
      [
        "warning",
        "PeerAuthentication/bank/accounts",
        "callers without an identity, and AuthorizationPolicy/bank/accounts",
      ],
    ],
  ],
  [
    "no mTLS on the port that it asks for them",
    "POL004",
    [["8081: { mode: PERMISSIVE }", "9000: { mode: DISABLE }"]],
    [["warning", "PeerAuthentication/bank/accounts", "mode DISABLE leaves callers of port 9000 without an identity"]],
  ],
  [
    "plain text from a namespace that says no to sidecars",
    "POL004",
    [
      ["https://accounts.bank:8081", "http://accounts.bank:8081"],
      ["portLevelMtls: { 8081: { mode: PERMISSIVE } }", "portLevelMtls: {}"],
    ],
    [["warning", "Deployment/legacy/export", "ACCOUNTS_URL has it call Service bank/accounts by plain HTTP"]],
  ],
  [
    "what a token is not, of another issuer",
    "POL003",
    [[asked, asked.replace("/bank/", "/old/")]],
    [["warning", "AuthorizationPolicy/bank/admins", "is of an issuer that no RequestAuthentication"]],
  ],
  [
    "a condition by no address",
    "POL003",
    [[condition, "{ key: source.ip, values: [10.0.0.0/33] }"]],
    [["error", "AuthorizationPolicy/bank/admins", "10.0.0.0/33 is neither an IP address"]],
  ],
  [
    "a condition by nobody's principal",
    "POL003",
    [[condition, "{ key: source.principal, notValues: [risk] }"]],
    [["error", "AuthorizationPolicy/bank/admins", "principal risk matches nobody"]],
  ],
  [
    "a key that conditions do not know",
    "POL003",
    [[condition, "{ key: source.ips, values: [10.0.0.0/8] }"]],
    [["error", "AuthorizationPolicy/bank/admins", "source.ips is no key that conditions know"]],
  ],
])("%s", (_what, id, edits, expected) => {
  expectState(id, changed(...edits), expected);
});

test.each<[string, RuleId, (readonly [string, string])[]]>([
  [
    "a port by appProtocol, whatever its name",
    "TGT004",
    [["{ name: grpc-api, port: 9000 }", "{ name: tcp-api, port: 9000, appProtocol: grpc }"]],
  ],
  [
    "another port renamed, of which nothing is said",
    "TGT004",
    [
      ["http-admin", "tcp-admin"],
      [", paths: [/healthz] }", " }"],
    ],
  ],
  ["a Gateway that is not here", "TGT004", [["gateways: [egress], port: 8443", "gateways: [other/egress], port: 443"]]],
  [
    "a match within the mesh too",
    "TGT004",
    [["gateways: [egress], port: 8443", "gateways: [mesh, egress], port: 443"]],
  ],
  [
    "a host in full, from another namespace",
    "TGT004",
    [[inBank[0], inBank[1].replace("host", "host: risk.risk.svc.cluster.local, no")]],
  ],
  [
    "an entry elsewhere where all may be asked",
    "TGT003",
    [
      [entry, ""],
      ["REGISTRY_ONLY", "ALLOW_ANY"],
    ],
  ],
  ["no mTLS on the port that is for everybody", "POL004", [["8081: { mode: PERMISSIVE }", "8081: { mode: DISABLE }"]]],
  [
    "no mTLS where all that is let in by identity is let in without",
    "POL004",
    [
      ["mtls: { mode: STRICT }", "mtls: { mode: DISABLE }"],
      ['{ operation: { ports: ["8081"], paths: [/healthz] } }', '{ operation: { ports: ["8081", "9000"] } }'],
    ],
  ],
  ["a Sidecar that takes its own namespace in", "TGT004", [sidecar('"./*", "istio-system/*"')]],
  ["a Sidecar that takes the host in", "TGT004", [sidecar('"*/payroll.vendor.example"')]],
  [
    "a Sidecar by which all may be asked",
    "TGT004",
    [sidecar('"istio-system/*"', ", outboundTrafficPolicy: { mode: ALLOW_ANY }")],
  ],
  ["any token", "POL003", [[asked, 'notRequestPrincipals: ["*"]']]],
])("nothing of %s", (_what, id, edits) => {
  expectState(id, changed(...edits), []);
});
