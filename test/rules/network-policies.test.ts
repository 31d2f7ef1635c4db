import type { KubernetesObject } from "../../src/mesh/mesh";
import { expectState, istio, setOf } from "./support";

const id = "NetworkPolicy/istio-system/guard";

function policy(spec: object, namespace = "istio-system"): KubernetesObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "guard", namespace },
    spec: { podSelector: {}, ...spec },
  };
}

const port = (...ports: number[]) => ({ ports: ports.map((one) => ({ port: one, protocol: "TCP" })) });
const anywhere = [{ namespaceSelector: {} }];

test.each<[string, KubernetesObject, string[]]>([
  ["nothing gets in", policy({ policyTypes: ["Ingress"] }), ["port 15012", "port 15017"]],
  ["nothing but metrics", policy({ ingress: [port(15014)] }), ["port 15012", "port 15017"]],
  ["no webhooks", policy({ ingress: [port(15012, 15010)] }), ["port 15017"]],
  [
    "no configuration",
    policy({ podSelector: { matchLabels: { app: "istiod" } }, ingress: [port(15017)] }),
    ["port 15012"],
  ],
  [
    "from its own namespace alone",
    policy({ ingress: [{ from: [{ podSelector: {} }] }] }),
    ["from istio-system itself"],
  ],
  ["nothing gets out", policy({ policyTypes: ["Egress"] }), ["nothing out of istiod"]],
])("%s", (_what, object, parts) => {
  expectState(
    "NET002",
    setOf("sail 1.28.3", [istio("v1.28.3"), object]),
    parts.map((part) => ["error", id, part] as const),
  );
});

test.each<[string, KubernetesObject[]]>([
  ["both ports", [policy({ ingress: [port(15012, 15017)] })]],
  ["everything", [policy({ ingress: [{}] })]],
  ["a range", [policy({ ingress: [{ ports: [{ port: 15000, endPort: 15100 }] }] })]],
  ["from the namespaces of the mesh", [policy({ ingress: [{ from: anywhere, ...port(15012) }, port(15017)] })]],
  ["pods of somebody else", [policy({ podSelector: { matchLabels: { app: "kiali" } }, policyTypes: ["Ingress"] })]],
  ["another namespace", [policy({ policyTypes: ["Ingress"] }, "shop")]],
  ["a way out for DNS", [policy({ policyTypes: ["Egress"], egress: [port(53)] })]],
  ["a second policy opens what the first closes", [policy({}), policy({ ingress: [{}] })]],
])("good: %s", (_what, objects) => {
  expectState("NET002", setOf("sail 1.28.3", [istio("v1.28.3"), ...objects]), []);
});
