import type { NearMiss } from "./near-miss";

const app = "bookinfo/app.yaml";
const lost = "a Service that selects by a name that no Deployment has";

export const nearCopied: readonly NearMiss[] = [
  [
    "REV006",
    "a tag that points to a revision called like itself",
    "that a control plane has",
    [
      [
        "mesh/istio.yaml",
        "    kind: IstioRevision\n    name: stable",
        "    kind: IstioRevision\n    name: mesh-v1-27-3",
      ],
    ],
  ],
  [
    "SUB001",
    "a release where the channels have a minor",
    "a minor that has not been heard of",
    [["operator/operator.yaml", "channel: stable-3.2.0", "channel: stable-3.9"]],
  ],
  [
    "TGT004",
    lost,
    "a chart that may bring the pods",
    [
      [
        app,
        "apiVersion: v1\nkind: ServiceAccount",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: pages\n  namespace: bookinfo\nspec:\n  interval: 10m\n  chart:\n    spec:\n      chart: pages\n      sourceRef:\n        kind: HelmRepository\n        name: pages\n        namespace: flux-system\n---\napiVersion: v1\nkind: ServiceAccount",
      ],
    ],
  ],
  [
    "TGT004",
    lost,
    "beside one that selects the pods that are here",
    [
      [
        app,
        "apiVersion: v1\nkind: ServiceAccount",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: reviews-all\n  namespace: bookinfo\nspec:\n  selector:\n    app: reviews\n  ports:\n    - name: http\n      port: 9080\n---\napiVersion: v1\nkind: ServiceAccount",
      ],
    ],
  ],
  [
    "TGT003",
    "a Gateway for the gateway of a sample, beside one that no Gateway is for",
    "a chart brings that gateway",
    [
      [
        "edge/gw.yaml",
        "apiVersion: v1\nkind: Service",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: ingressgateway\n  namespace: ingress\nspec:\n  interval: 10m\n  chart:\n    spec:\n      chart: gateway\n      sourceRef:\n        kind: HelmRepository\n        name: istio\n        namespace: flux-system\n---\napiVersion: v1\nkind: Service",
      ],
    ],
  ],
];
