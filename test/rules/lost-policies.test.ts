import type { KubernetesObject } from "../../src/mesh/mesh";
import { expectStep, istio, setOf } from "./support";

const security = (kind: string, name: string, namespace: string, spec: object): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind,
  metadata: { name, namespace },
  spec,
});
const mtls = (namespace: string, mode: string, more: object = {}) =>
  security("PeerAuthentication", "mtls", namespace, { mtls: { mode }, ...more });
const policy = (name: string, spec: object) => security("AuthorizationPolicy", name, "shop", spec);
const cart = { selector: { matchLabels: { app: "cart" } } };
const port = { portLevelMtls: { 8080: { mode: "PERMISSIVE" } } };

/** What is said to come of a policy that is gone, behind the words that are said of all objects. */
test.each<[string, KubernetesObject, KubernetesObject[], string]>([
  [
    "STRICT, and nothing else says it",
    mtls("shop", "STRICT"),
    [],
    ", and the plain text that it refused is let through",
  ],
  ["STRICT, as the mesh has it", mtls("shop", "STRICT"), [mtls("istio-system", "STRICT")], ""],
  [
    "a port that took plain text in a mesh that takes none",
    mtls("shop", "STRICT", { ...cart, ...port }),
    [mtls("istio-system", "STRICT")],
    ", and the plain text that it let in is refused",
  ],
  ["plain text, as everywhere", mtls("shop", "PERMISSIVE", cart), [], ""],
  ["DENY", policy("a", { action: "DENY", rules: [{}] }), [], ", and what it refused is let through"],
  ["the only ALLOW", policy("a", { ...cart, rules: [{}] }), [], ", and what it refused is let through"],
  [
    "ALLOW beside one that allows nothing",
    policy("a", { ...cart, rules: [{}] }),
    [policy("default-deny", {})],
    ", and what it alone let in is refused",
  ],
  [
    "ALLOW at a waypoint, beside one for pods",
    policy("a", { targetRefs: [{ kind: "Service", name: "cart" }], rules: [{}] }),
    [policy("default-deny", {})],
    ", and what it refused is let through",
  ],
  ["AUDIT", policy("a", { action: "AUDIT", rules: [{}] }), [], ""],
  [
    "tokens",
    security("RequestAuthentication", "jwt", "shop", {}),
    [],
    ", and the tokens that it checked are checked no more",
  ],
])("%s", (_what, gone, rest, end) => {
  const { kind, metadata } = gone;
  const all = [istio("v1.28.3"), ...rest];
  expectStep("SNAP002", { before: setOf("sail", [...all, gone]), after: setOf("sail", all) }, [
    [
      "error",
      `${kind}/${metadata.namespace}/${metadata.name}`,
      `${kind} ${metadata.name} is gone: both engines delete what is missing${end}`,
    ],
  ]);
});
