import type { Edit, State, Step, Tree } from "./breakages";

const accounts = "accounts/accounts.yaml";

/** One object more for a namespace of the bank, in a file of its own. */
const inBank = (apiVersion: string, kind: string, namespace: string, spec: string): Edit => [
  `accounts/${kind.toLowerCase()}.yaml`,
  "",
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: more\n  namespace: ${namespace}\n  annotations:\n    argocd.argoproj.io/sync-options: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true"\nspec:\n${spec}`,
];
const patch = (version: string) =>
  `  workloadSelector:\n    labels:\n      app: accounts\n  configPatches:\n    - applyTo: HTTP_FILTER\n      match:\n        context: SIDECAR_INBOUND\n        proxy:\n          proxyVersion: ^${version}.*\n      patch:\n        operation: INSERT_FIRST\n        value:\n          name: x\n`;
const requests = (label: string) =>
  `  selector:\n    matchLabels:\n      ${label}\n  action: DENY\n  rules:\n    - to:\n        - operation:\n            methods: [TRACE]\n`;

/** What gateways, policies and pods ask of each other. */
export const guardStates: readonly State[] = [
  [
    "TGT004",
    "policy of requests for pods whose port is for TLS",
    "bank",
    [accounts, "    - name: http\n", "    - name: https\n"],
    inBank("security.istio.io/v1", "AuthorizationPolicy", "accounts", requests("app: accounts")),
  ],
  [
    "TGT004",
    "filter for a version that no revision has",
    "bank",
    inBank("networking.istio.io/v1alpha3", "EnvoyFilter", "accounts", patch("1\\.26")),
  ],
];

export const guardSteps: readonly Step[] = [];

/** Changes of which nothing new is to be said. */
export const guardFine: readonly (readonly [what: string, tree: Tree, ...edits: Edit[]])[] = [
  [
    "policy of requests for a gateway whose Service has a port https",
    "bank",
    inBank("security.istio.io/v1", "AuthorizationPolicy", "bank-ingress", requests("istio: bank-gateway")),
  ],
];
