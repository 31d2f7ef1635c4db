import type { Edit, State } from "./breakages";

const cni = "mesh/cni.yaml";
const profile = "  namespace: istio-cni\n  profile: ambient\n";

/** An ExternalSecret of the namespace of istiod. */
const external = (name: string, target: string, keys: readonly string[]) =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: ${name}\n  namespace: istio-system\nspec:\n  secretStoreRef:\n    kind: ClusterSecretStore\n    name: vault\n  target:\n${target}  data:\n${keys.map((key) => `    - secretKey: ${key}\n      remoteRef:\n        key: mesh\n        property: ${key}\n`).join("")}`;
const plugged = ["ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"];
const cacerts = (...keys: readonly string[]): Edit => [
  "east/secrets.yaml",
  "",
  external("cacerts", "    name: cacerts\n", keys),
];
/** A remote secret as istioctl makes it, of another cluster than that of the tree. */
const remote = (name: string, label: string, cluster: string, key = cluster, namespace = "istio-system") =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  labels:\n    ${label}\n  annotations:\n    networking.istio.io/cluster: ${cluster}\nstringData:\n  ${key}: kubeconfig\n`;
const label = 'istio/multiCluster: "true"';
const secrets = (...objects: readonly string[]): Edit => ["east/secrets.yaml", "", objects.join("---\n")];

const certificate = (name: string, namespace: string, secret: string, host: string) =>
  `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  secretName: ${secret}\n  dnsNames:\n    - ${host}\n  issuerRef:\n    name: corp\n`;
const gateway = (className: string, labels: string, listener = "protocol: HBONE") =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: eastwest\n  namespace: istio-system\n${labels}  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n    kustomize.toolkit.fluxcd.io/prune: disabled\nspec:\n  gatewayClassName: ${className}\n  listeners:\n    - name: mesh\n      port: 15008\n      ${listener}\n      tls:\n        mode: Terminate\n        options:\n          gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL\n`;
const networkLabel = "  labels:\n    topology.istio.io/network: ";

const hub = "    global:\n      hub: registry.corp.example/istio\n";
const pull = "    global:\n      imagePullSecrets: [corp]\n";

/** What the parts of a mesh say of their platform, and what istiod reads of other clusters. */
export const clusterStates: readonly State[] = [
  [
    "PLAT003",
    "the CNI of k3s without its platform, where other vendors have the version",
    "edge",
    ["mesh/istio.yaml", "  values:\n", "  values:\n    global:\n      platform: k3s\n"],
  ],
  [
    "PLAT003",
    "ztunnel alone says the platform",
    "edge",
    [
      "mesh/ztunnel.yaml",
      "  namespace: ztunnel\n",
      "  namespace: ztunnel\n  values:\n    global:\n      platform: microk8s\n",
    ],
  ],
  [
    "PLAT003",
    "the CNI of k3s is for another platform",
    "edge",
    ["mesh/istio.yaml", "  values:\n", "  values:\n    global:\n      platform: k3s\n"],
    [cni, profile, `${profile}  values:\n    global:\n      platform: microk8s\n`],
  ],
  ["CP006", "cacerts without its root", "twin", cacerts("ca-cert.pem", "ca-key.pem", "cert-chain.pem")],
  ["CP006", "cacerts without its key", "twin", cacerts("ca-cert.pem", "root-cert.pem", "cert-chain.pem")],
  ["CP006", "cacerts of other names", "twin", cacerts("ca.crt", "ca.key", "root.crt", "chain.crt")],
  ["CP006", "cacerts as a certificate and its key", "twin", cacerts("tls.crt", "tls.key")],
  [
    "CP006",
    "sealed cacerts without a chain",
    "twin",
    secrets(
      "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: cacerts\n  namespace: istio-system\nspec:\n  encryptedData:\n    ca-cert.pem: AgB\n    ca-key.pem: AgB\n    root-cert.pem: AgB\n",
    ),
  ],
  [
    "CP006",
    "cacerts under another name",
    "twin",
    ["east/secrets.yaml", "", external("ca", "    name: istio-ca\n", plugged)],
  ],
  [
    "CP006",
    "cacerts in another namespace",
    "twin",
    ["east/secrets.yaml", "", external("ca", "    name: cacerts\n", plugged).replace("istio-system", "istio-cni")],
  ],
  [
    "CP006",
    "remote secret without its label",
    "twin",
    secrets(remote("istio-remote-secret-west", "app: mesh", "west")),
  ],
  [
    "CP006",
    "remote secret with the label of an ExternalSecret that has a template",
    "twin",
    [
      "east/secrets.yaml",
      "",
      external(
        "west",
        "    name: istio-remote-secret-west\n    template:\n      metadata:\n        annotations:\n          networking.istio.io/cluster: west\n",
        ["west"],
      ).replace("metadata:\n", `metadata:\n  labels:\n    ${label}\n`),
    ],
  ],
  [
    "CP006",
    "remote secret with a label in other letters",
    "twin",
    secrets(remote("w", 'istio/multicluster: "true"', "west")),
  ],
  ["CP006", "remote secret of another word", "twin", secrets(remote("w", 'istio/multiCluster: "yes"', "west"))],
  ["CP006", "remote secret of another namespace", "twin", secrets(remote("w", label, "west", "west", "istio-cni"))],
  ["CP006", "remote secret whose key is another cluster", "twin", secrets(remote("w", label, "west", "west-1"))],
  ["CP006", "remote secret of the cluster itself", "twin", secrets(remote("w", label, "east"))],
  [
    "CP006",
    "two remote secrets of one cluster",
    "twin",
    secrets(remote("w", label, "west"), remote("v", label, "west")),
  ],
  [
    "ZTN006",
    "namespace of istiod without its network",
    "twin",
    ["east/namespaces.yaml", `${networkLabel}east-net\n`, ""],
  ],
  [
    "ZTN006",
    "gateway between networks without its own",
    "twin",
    ["east/hbone.yaml", "", gateway("istio-east-west", "")],
  ],
  [
    "ZTN006",
    "gateway between networks of another one",
    "twin",
    ["east/hbone.yaml", "", gateway("istio-east-west", `${networkLabel}west-net\n`)],
  ],
  [
    "ZTN006",
    "gateway of another network with the own name",
    "twin",
    ["east/hbone.yaml", "", gateway("istio-remote", `${networkLabel}east-net\n`)],
  ],
  [
    "HA001",
    "one istiod that nothing scales, for what runs twice",
    "twin",
    ["east/istio.yaml", "    meshConfig:\n", "    pilot:\n      autoscaleEnabled: false\n    meshConfig:\n"],
  ],
  [
    "HA001",
    "autoscaler of one istiod at most",
    "twin",
    ["east/istio.yaml", "    meshConfig:\n", "    pilot:\n      autoscaleMax: 1\n    meshConfig:\n"],
  ],
  [
    "GTW002",
    "Certificate that makes another Secret than the listener names",
    "ambient",
    ["shop/certificate.yaml", "", certificate("shop", "shop", "shop-tls", "shop.example.com")],
  ],
  [
    "GTW002",
    "Certificate of the listener in another namespace",
    "ambient",
    ["shop/certificate.yaml", "", certificate("ingress", "istio-system", "ingress-cert", "shop.example.com")],
  ],
  [
    "GTW002",
    "Certificate that makes another Secret than the server names",
    "edge",
    ["edge/certificate.yaml", "", certificate("shop", "edge", "shop-tls", "shop.example.com")],
  ],
  [
    "GTW002",
    "Secret of nearly that name",
    "edge",
    [
      "edge/certificate.yaml",
      "",
      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-crt\n  namespace: edge\ntype: kubernetes.io/tls\ndata:\n  tls.crt: Y2VydA==\n  tls.key: a2V5\n",
    ],
  ],
  [
    "GTW002",
    "gateway between networks that passes by itself",
    "twin",
    [
      "east/hbone.yaml",
      "",
      gateway("istio-east-west", `${networkLabel}east-net\n`).replace("mode: Terminate", "mode: Passthrough"),
    ],
  ],
  [
    "AMB001",
    "gateway between networks, and istiod knows of one",
    "edge",
    ["mesh/hbone.yaml", "", gateway("istio-east-west", `${networkLabel}east-net\n`)],
  ],
  [
    "ZTN006",
    "remote secret of a cluster without a name",
    "twin",
    ["east/istio.yaml", "      multiCluster:\n        clusterName: east\n", ""],
    secrets(remote("w", label, "west")),
  ],
  [
    "CP004",
    "root namespace that is nearly one",
    "edge",
    ["mesh/istio.yaml", "    meshConfig:\n", "    meshConfig:\n      rootNamespace: istio-sytem\n"],
  ],
  [
    "VER007",
    "registry of two parts of three",
    "edge",
    ["mesh/istio.yaml", "  values:\n", `  values:\n${hub}`],
    [cni, profile, `${profile}  values:\n${hub}`],
  ],
  [
    "VER007",
    "Secret for the registry of two parts of three",
    "edge",
    ["mesh/istio.yaml", "  values:\n", `  values:\n${pull}`],
    ["mesh/ztunnel.yaml", "  namespace: ztunnel\n", `  namespace: ztunnel\n  values:\n${pull}`],
  ],
];
