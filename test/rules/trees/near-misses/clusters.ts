import type { NearMiss } from "./near-miss";

const cni = "mesh/cni.yaml";
const profile = "  namespace: istio-cni\n  profile: ambient\n";
const secrets = "east/secrets.yaml";
const istio = "east/istio.yaml";
const from = (name: string) => `  dataFrom:\n    - extract:\n        key: ${name}\n`;

/** Near misses of platforms, and of what istiod reads of other clusters. */
export const nearClusters: readonly NearMiss[] = [
  [
    "PLAT003",
    "the CNI of k3s without its platform, where other vendors have the version",
    "says the folders itself",
    [
      [
        cni,
        profile,
        `${profile}  values:\n    cni:\n      cniBinDir: /var/lib/rancher/k3s/data/cni\n      cniConfDir: /var/lib/rancher/k3s/agent/etc/cni/net.d\n`,
      ],
    ],
  ],
  [
    "PLAT003",
    "ztunnel alone says the platform",
    "so does the CNI",
    [[cni, profile, `${profile}  values:\n    global:\n      platform: microk8s\n`]],
  ],
  [
    "CP006",
    "cacerts without its root",
    "takes more from the store",
    [[secrets, "  data:\n", `${from("mesh")}  data:\n`]],
  ],
  [
    "CP006",
    "cacerts without its key",
    "somebody else signs",
    [[istio, "    global:\n", "    global:\n      caAddress: cert-manager-istio-csr.cert-manager.svc:443\n"]],
  ],
  [
    "CP006",
    "cacerts as a certificate and its key",
    "with the root as a Secret of that type has it",
    [
      [
        secrets,
        "    - secretKey: tls.key\n",
        "    - secretKey: ca.crt\n      remoteRef:\n        key: mesh\n        property: ca.crt\n    - secretKey: tls.key\n",
      ],
    ],
  ],
  [
    "CP006",
    "cacerts of other names",
    "the template calls them so",
    [
      [
        secrets,
        "    name: cacerts\n",
        "    name: cacerts\n    template:\n      data:\n        ca-cert.pem: '{{ .crt }}'\n        ca-key.pem: '{{ .key }}'\n        root-cert.pem: '{{ .root }}'\n        cert-chain.pem: '{{ .chain }}'\n",
      ],
    ],
  ],
  [
    "CP006",
    "cacerts under another name",
    "the chart mounts it by that name",
    [
      [
        istio,
        "    meshConfig:\n",
        "    pilot:\n      volumes:\n        - name: ca\n          secret:\n            secretName: istio-ca\n    meshConfig:\n",
      ],
    ],
  ],
  [
    "CP006",
    "remote secret with the label of an ExternalSecret that has a template",
    "without a template the Secret gets it",
    [
      [
        secrets,
        "    template:\n      metadata:\n        annotations:\n          networking.istio.io/cluster: west\n",
        "",
      ],
    ],
  ],
  [
    "CP006",
    "remote secret of another namespace",
    "istiod runs there",
    [[istio, "  namespace: istio-system\n", "  namespace: istio-cni\n"]],
  ],
  [
    "CP006",
    "two remote secrets of one cluster",
    "the second is for Kiali",
    [
      [
        secrets,
        '  name: v\n  namespace: istio-system\n  labels:\n    istio/multiCluster: "true"\n',
        '  name: v\n  namespace: istio-system\n  labels:\n    kiali.io/multiCluster: "true"\n',
      ],
    ],
  ],
  [
    "ZTN006",
    "namespace of istiod without its network",
    "in one network, whose gateway is for what comes from outside",
    [["east/eastwest.yaml", "mode: AUTO_PASSTHROUGH", "mode: PASSTHROUGH"]],
  ],
  [
    "ZTN006",
    "gateway between networks without its own",
    "where the control plane is of no network",
    [[istio, "      network: east-net\n", ""]],
  ],
  [
    "ZTN006",
    "gateway of another network with the own name",
    "for a control plane elsewhere",
    [["east/hbone.yaml", "protocol: HBONE", "protocol: TLS"]],
  ],
  [
    "HA001",
    "one istiod that nothing scales, for what runs twice",
    "its cluster has one node",
    [[istio, "    global:\n", "    global:\n      platform: minikube\n"]],
  ],
  [
    "HA001",
    "autoscaler of one istiod at most",
    "which is switched off, and there are two",
    [[istio, "      autoscaleMax: 1\n", "      autoscaleEnabled: false\n      replicaCount: 2\n"]],
  ],
  [
    "GTW002",
    "Certificate that makes another Secret than the listener names",
    "is for another host",
    [["shop/certificate.yaml", "    - shop.example.com\n", "    - shop.internal\n"]],
  ],
  [
    "GTW002",
    "Certificate of the listener in another namespace",
    "is copied from there",
    [
      [
        "shop/certificate.yaml",
        "  dnsNames:\n",
        '  secretTemplate:\n    annotations:\n      reflector.v1.k8s.emberstack.com/reflection-allowed: "true"\n  dnsNames:\n',
      ],
    ],
  ],
  [
    "GTW002",
    "Certificate that makes another Secret than the server names",
    "the application mounts it",
    [
      [
        "edge/gw.yaml",
        "          ports:\n            - containerPort: 8443\n",
        "          ports:\n            - containerPort: 8443\n      volumes:\n        - name: tls\n          secret:\n            secretName: shop-tls\n",
      ],
    ],
  ],
  [
    "GTW002",
    "gateway between networks that passes by itself",
    "beside a listener that ends HBONE",
    [
      [
        "east/hbone.yaml",
        "  listeners:\n",
        "  listeners:\n    - name: hbone\n      port: 15009\n      protocol: HBONE\n      tls:\n        options:\n          gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL\n",
      ],
    ],
  ],
  [
    "AMB001",
    "gateway between networks, and istiod knows of one",
    "it is told of more",
    [["mesh/istio.yaml", "    pilot:\n", '    pilot:\n      env:\n        AMBIENT_ENABLE_MULTI_NETWORK: "true"\n']],
  ],
  [
    "ZTN006",
    "remote secret of a cluster without a name",
    "it is for Kiali",
    [[secrets, "istio/multiCluster", "kiali.io/multiCluster"]],
  ],
  [
    "CP004",
    "root namespace that is nearly one",
    "it is one of them",
    [
      [
        "mesh/namespaces.yaml",
        "apiVersion",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: istio-sytem\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false\n---\napiVersion",
      ],
    ],
  ],
  [
    "VER007",
    "registry of two parts of three",
    "the third says it under its own name",
    [
      [
        "mesh/ztunnel.yaml",
        "  namespace: ztunnel\n",
        "  namespace: ztunnel\n  values:\n    ztunnel:\n      hub: registry.corp.example/istio\n",
      ],
    ],
  ],
  [
    "VER007",
    "Secret for the registry of two parts of three",
    "each has its own",
    [["mesh/ztunnel.yaml", "imagePullSecrets: [corp]", "imagePullSecrets: [ztunnel]"]],
  ],
  [
    "CP006",
    "remote secret of the cluster itself",
    "each cluster gets those of all",
    [
      [
        secrets,
        "apiVersion",
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: v\n  namespace: istio-system\n  labels:\n    istio/multiCluster: "true"\nstringData:\n  west: kubeconfig\n---\napiVersion',
      ],
    ],
  ],
];
