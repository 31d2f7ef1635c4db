import type { KubernetesObject } from "../../src/mesh/mesh";
import { ambient, type Expected, expectState, gateway, istio, namespace, sail, setOf } from "./support";

/* What people have in repositories that meshstep has not written, and that was taken for a fault. */

const kept = {
  "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};
const hbone = (name: string, className: string, listener: string, labels = {}): KubernetesObject => ({
  ...gateway(name, "edge"),
  metadata: { name, namespace: "edge", labels },
  spec: { gatewayClassName: className, listeners: [{ name: listener, port: 15008, protocol: "HBONE" }] },
});
const network = { "topology.istio.io/network": "east" };

test.each<[string, KubernetesObject, Expected[]]>([
  ["a class of its own", hbone("peering", "istio-eastwest", "cross-network", network), []],
  [
    "the class of an ingress, by its label",
    hbone("gw", "istio", "mesh", network),
    [["error", "Gateway/edge/gw", "the rest is that of a gateway between networks"]],
  ],
  [
    "the class of an ingress, by its listener",
    hbone("gw", "istio", "cross-network"),
    [["error", "Gateway/edge/gw", "the rest is that of a gateway between networks"]],
  ],
  [
    "the class of an ingress, and nothing that tells it from a waypoint",
    hbone("gw", "istio", "mesh"),
    [["error", "Gateway/edge/gw", "the rest is that of a waypoint"]],
  ],
])("WPT005: an east-west gateway with %s", (_what, one, expected) => {
  expectState("WPT005", setOf("sail", [one]), expected);
});

const peering = hbone("peering", "istio-eastwest", "cross-network", network);
test.each<[string, KubernetesObject[], Expected[]]>([
  ["nothing here installs", [peering], []],
  [
    "the images of the operator have not",
    [peering, istio("v1.28.3")],
    [["error", "Gateway/edge/peering", "is no class of Istio's"]],
  ],
  [
    "other images may have",
    [peering, istio("v1.28.3", { values: { global: { hub: "registry.corp.example/istio" } } })],
    [],
  ],
  [
    "its vendor's own annotation tells",
    [
      {
        ...peering,
        metadata: { ...peering.metadata, annotations: { "peering.solo.io/data-plane-service-type": "nodeport" } },
      },
      istio("v1.28.3"),
    ],
    [],
  ],
  [
    "a GatewayClass here brings",
    [
      peering,
      istio("v1.28.3"),
      { apiVersion: "gateway.networking.k8s.io/v1", kind: "GatewayClass", metadata: { name: "istio-eastwest" } },
    ],
    [],
  ],
])("GTW001: a class between networks that %s", (_what, objects, expected) => {
  expectState("GTW001", setOf("sail 1.28.3", objects), expected);
  expectState("WPT005", setOf("sail 1.28.3", objects), []);
});

test("DEL004: an ingress beside a waypoint that is kept is its owner's", () => {
  const waypoint = gateway("waypoint", "shop");
  const ingress = hbone("public", "istio", "http");
  expectState(
    "DEL004",
    setOf("sail", [{ ...waypoint, metadata: { ...waypoint.metadata, annotations: kept } }, ingress]),
    [["warning", "Gateway/edge/public", "Gateway without Prune=false"]],
  );
});

test("CP001: an external control plane looks after another cluster", () => {
  const external = { namespace: "external-istiod", values: { pilot: { env: { EXTERNAL_ISTIOD: "true" } } } };
  expectState("CP001", setOf("sail", [istio("v1.28.3"), istio("v1.28.3", external, "external")]), []);
});

describe("CP005: a namespace that the CNI is told to leave alone", () => {
  const shop = (labels: Record<string, string>) => namespace("shop", labels);
  const plugin = sail("IstioCNI", {
    version: "v1.28.3",
    values: { cni: { excludeNamespaces: ["kube-system", "shop"] } },
  });
  const expecting = istio("v1.28.3", { values: { pilot: { cni: { enabled: true } } } });
  const found: Expected[] = [["error", "IstioCNI/default", "namespace shop has sidecars"]];

  test.each<[string, string, KubernetesObject[], Expected[]]>([
    ["with sidecars", "sail", [expecting, plugin, shop({ "istio-injection": "enabled" })], found],
    ["by a revision", "sail", [expecting, plugin, shop({ "istio.io/rev": "default" })], found],
    ["on OpenShift", "openshift", [istio("v1.28.5"), plugin, shop({ "istio-injection": "enabled" })], found],
    ["outside of the mesh", "sail", [expecting, plugin, shop({})], []],
    ["whose pods set it up themselves", "sail", [istio("v1.28.3"), plugin, shop({ "istio-injection": "enabled" })], []],
  ])("%s", (_what, where, objects, expected) => expectState("CP005", setOf(where, objects), expected));
});

describe("CP005: an IstioCNI that is not in the folder", () => {
  const marker = (data: object, where = "istio-system"): KubernetesObject =>
    ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "meshstep-shop", namespace: where },
      data,
    }) as KubernetesObject;
  const expecting = istio("v1.28.3", { values: { pilot: { cni: { enabled: true } } } });
  const missed: Expected[] = [["warning", "Istio/default", "no IstioCNI is among these manifests"]];

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["is missed", [expecting], missed],
    ["is missed by a folder of ours that owns it", [expecting, marker({ mesh: "shop" })], missed],
    ["is left to its owner, as the marker says", [expecting, marker({ mesh: "shop", cni: "external" })], []],
    ["is not, as that of another mesh says", [expecting, marker({ mesh: "shop", cni: "external" }, "other")], missed],
  ])("%s", (_what, objects, expected) => expectState("CP005", setOf("sail", objects), expected));
});

describe("PLAT003: OVN-Kubernetes beside an ambient mesh", () => {
  const network = (defaultNetwork: object): KubernetesObject => ({
    apiVersion: "operator.openshift.io/v1",
    kind: "Network",
    metadata: { name: "cluster" },
    spec: { defaultNetwork },
  });
  const ovn = (gatewayConfig: object) => ({ type: "OVNKubernetes", ovnKubernetesConfig: { gatewayConfig } });
  const mesh = ambient("v1.28.5", "v1.28.5", "v1.28.5");

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["routes by the host", [...mesh, network(ovn({ routingViaHost: true }))], []],
    ["does not", [...mesh, network(ovn({ routingViaHost: false }))], [["error", "Network/cluster", "routingViaHost"]]],
    ["says nothing", [...mesh, network(ovn({}))], [["warning", "Network/cluster", "routingViaHost"]]],
    ["is not there", [...mesh, network({ type: "Calico" })], []],
    ["is beside sidecars", [istio("v1.28.5"), network(ovn({ routingViaHost: false }))], []],
  ])("%s", (_what, objects, expected) => expectState("PLAT003", setOf("openshift", objects), expected));
});

describe("NS009: a namespace that an engine makes", () => {
  const parts = [
    istio("v1.28.3"),
    namespace("istio-system"),
    sail("IstioCNI", { version: "v1.28.3", namespace: "istio-cni" }),
  ];
  const application = (...syncOptions: string[]): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "cni", namespace: "argocd" },
    spec: { destination: { namespace: "istio-cni" }, syncPolicy: { syncOptions } },
  });
  const release = (install: object): KubernetesObject => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "cni", namespace: "flux-system" },
    spec: { targetNamespace: "istio-cni", install },
  });
  const missing: Expected[] = [["warning", "IstioCNI/default", "istio-cni is not among these manifests"]];

  test.each<[string, KubernetesObject, Expected[]]>([
    ["Argo CD", application("CreateNamespace=true"), []],
    ["Argo CD, which is not told", application("ServerSideApply=true"), missing],
    ["Flux", release({ createNamespace: true }), []],
    ["Flux, which is not told", release({}), missing],
  ])("%s", (_engine, by, expected) => {
    expectState("NS009", setOf("sail", [...parts, by]), expected);
  });
});

test.each([
  [
    "none of them prunes by itself",
    { prune: false },
    "only an Application that prunes nothing by itself keeps Namespace/shop",
  ],
  ["one of them prunes", { prune: true }, "nothing keeps an engine from pruning Namespace/shop"],
])("DEL004: what Applications apply, and %s", (_what, automated, part) => {
  const application: KubernetesObject = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "mesh", namespace: "argocd" },
    spec: { source: { path: "mesh" }, syncPolicy: { automated } },
  };
  const objects = [
    { object: application, file: "/repo/apps/mesh.yaml" },
    { object: istio("v1.28.3"), file: "/repo/mesh/istio.yaml" },
    { object: namespace("shop", { "istio-injection": "enabled" }), file: "/repo/mesh/shop.yaml" },
  ];
  expectState("DEL004", { ...setOf("sail 1.28.3", []), objects }, [["warning", "Namespace/shop", part]]);
});
