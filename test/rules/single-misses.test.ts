import type { KubernetesObject } from "../../src/mesh/mesh";
import { cni, type Expected, expectState, istio, namespace, sail, setOf } from "./support";

/* What a reviewer sees in one look at two objects, each beside what comes near to it and is right. */

const object = (apiVersion: string, kind: string, name: string, home: string, spec: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: home },
  spec,
});
const injected = namespace("shop", { "istio-injection": "enabled" });

describe("CP005: sidecars on OpenShift, and no IstioCNI", () => {
  test.each<[string, string, KubernetesObject[], Expected[]]>([
    [
      "none anywhere",
      "openshift 3.2.1",
      [istio("v1.27.3"), injected],
      [["warning", "Istio/default", "sidecars of Namespace/shop need one"]],
    ],
    ["it is there", "openshift 3.2.1", [istio("v1.27.3"), injected, cni("v1.27.3")], []],
    ["another platform", "sail 1.28.3", [istio("v1.28.3"), injected], []],
    ["nobody is injected", "openshift 3.2.1", [istio("v1.27.3"), namespace("shop")], []],
    ["ambient is AMB002's", "openshift 3.2.1", [istio("v1.27.3", { profile: "ambient" }), injected], []],
  ])("%s", (_what, where, objects, expected) => expectState("CP005", setOf(where, objects), expected));

  test("what is fetched may bring it, and so may another folder", () => {
    const set = setOf("openshift 3.2.1", [istio("v1.27.3"), injected]);
    expectState("CP005", { ...set, fetches: () => true }, []);
    expectState("CP005", { ...set, beside: [{ object: cni("v1.27.3") }] }, []);
  });
});

describe("ZTN006: a remote cluster", () => {
  const remote = (values: object) => istio("v1.28.3", { profile: "remote", values });
  const address = { remotePilotAddress: "203.0.113.10" };
  const path = (injectionPath: string) => ({ istiodRemote: { injectionPath } });
  const home = (network: string) => namespace("istio-system", { "topology.istio.io/network": network });

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["all agrees", [home("n2"), remote({ global: address, ...path("/inject/cluster/branch/net/n2") })], []],
    [
      "the path is of another network than the namespace",
      [home("n2"), remote({ global: address, ...path("/inject/cluster/main/net/n1") })],
      [["warning", "Istio/default", "names network n1, and topology.istio.io/network of Namespace istio-system is n2"]],
    ],
    [
      "the path is of another cluster",
      [
        remote({
          global: { ...address, multiCluster: { clusterName: "branch" } },
          ...path("/inject/cluster/main/net/n1"),
        }),
      ],
      [["warning", "Istio/default", "names cluster main, and global.multiCluster.clusterName is branch"]],
    ],
    [
      "the path is filled in",
      [home("n2"), remote({ global: address, ...path("/inject/cluster/<NAME>/net/<NET>") })],
      [],
    ],
    [
      "nothing says where istiod is",
      [remote(path("/inject"))],
      [["warning", "Istio/default", "nothing here says where the other one is"]],
    ],
    ["an address of its own", [remote({ istiodRemote: { injectionURL: "https://istiod.example.com/inject" } })], []],
    ["a Service by hand", [remote({}), object("v1", "Service", "istiod", "istio-system", {})], []],
  ])("%s", (_what, objects, expected) => expectState("ZTN006", setOf("sail 1.28.3", objects), expected));
});

describe("PLAT003: two platforms on one object", () => {
  const of = (profile: string, platform: string) =>
    sail("IstioCNI", { version: "v1.28.3", profile, values: { global: { platform } } });
  test.each<[string, KubernetesObject, Expected[]]>([
    [
      "a profile of OpenShift on GKE",
      of("openshift-ambient", "gke"),
      [["warning", "IstioCNI/default", "profile openshift-ambient is OpenShift's"]],
    ],
    ["a plain profile", of("ambient", "gke"), []],
    ["both of OpenShift", of("openshift-ambient", "openshift"), []],
  ])("%s", (_what, one, expected) => expectState("PLAT003", setOf("sail 1.28.3", [one]), expected));
});

describe("CP001: two control planes in one namespace", () => {
  const of = (name: string, meshID: string) =>
    istio("v1.28.3", { namespace: "mesh", values: { global: { meshID } } }, name);
  test.each<[string, KubernetesObject[], Expected[]]>([
    [
      "of one mesh",
      [of("a", "m"), of("b", "m")],
      [["warning", "Istio/b", "both run in mesh: that is right while workloads move"]],
    ],
    [
      "of one mesh, with workloads on both",
      [
        of("a", "m"),
        of("b", "m"),
        ...["a", "b"].map((name) => ({
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name: `of-${name}`, labels: { "istio.io/rev": name } },
        })),
      ],
      [],
    ],
    ["of two meshes", [of("a", "m"), of("b", "n")], [["error", "Istio/b", "their global.meshID differ"]]],
  ])("%s", (_what, objects, expected) => expectState("CP001", setOf("sail 1.28.3", objects), expected));
});

describe("REV006: tags past what the control plane makes", () => {
  const canary = istio("v1.30.3", { updateStrategy: { type: "RevisionBased" } });
  const tag = (name: string, revision: string) =>
    sail("IstioRevisionTag", { targetRef: { kind: "IstioRevision", name: revision } }, name);
  const asking = namespace("shop", { "istio.io/rev": "new" });
  test.each<[string, KubernetesObject[], Expected[]]>([
    [
      "two of them hold other ones, and nothing asks for its own",
      [canary, tag("new", "default-v1-30-2"), tag("old", "default-v1-29-6"), asking],
      [
        [
          "warning",
          "IstioRevisionTag/new",
          "makes default-v1-30-3, which nothing asks for; IstioRevisionTag/old holds",
        ],
      ],
    ],
    ["one holds the revision before", [canary, tag("new", "default-v1-30-2"), asking], []],
    [
      "both hold the revision before",
      [canary, tag("new", "default-v1-30-2"), tag("old", "default-v1-30-2"), asking],
      [],
    ],
    ["one names what it makes", [canary, tag("new", "default-v1-30-3"), tag("old", "default-v1-29-6"), asking], []],
    [
      "a namespace asks for what it makes",
      [
        canary,
        tag("new", "default-v1-30-2"),
        tag("old", "default-v1-29-6"),
        asking,
        namespace("web", { "istio.io/rev": "default-v1-30-3" }),
      ],
      [],
    ],
  ])("%s", (_what, objects, expected) => expectState("REV006", setOf("sail 1.30.3", objects), expected));
});

describe("TGT003: a VirtualService that its gateway does not see", () => {
  const gateway = object("networking.istio.io/v1", "Gateway", "public", "edge", {
    selector: { app: "in" },
    servers: [],
  });
  const pods = (home: string) =>
    object("apps/v1", "Deployment", "in", home, { template: { metadata: { labels: { app: "in" } } } });
  const route = (exportTo: string[]) =>
    object("networking.istio.io/v1", "VirtualService", "v", "shop", {
      hosts: ["a.example.com"],
      exportTo,
      gateways: ["edge/public"],
    });
  test.each<[string, KubernetesObject[], Expected[]]>([
    [
      "its pods run elsewhere",
      [gateway, pods("edge"), route(["."])],
      [["error", "VirtualService/shop/v", "the pods of its gateway run in edge"]],
    ],
    [
      "its pods are not here",
      [gateway, route([".", "web"])],
      [["warning", "VirtualService/shop/v", "its gateway stands in edge"]],
    ],
    ["it is shown to them", [gateway, pods("edge"), route([".", "edge"])], []],
    ["it is shown to all", [gateway, pods("edge"), route(["*"])], []],
    ["its pods run beside it", [gateway, pods("shop"), route(["."])], []],
  ])("%s", (_what, objects, expected) => {
    expectState("TGT003", setOf("sail 1.28.3", [istio("v1.28.3"), ...objects]), expected);
  });
});

describe("NET001: everybody by the port of the pods, the mesh by none", () => {
  const ambient = (name: string) => namespace(name, { "istio.io/dataplane-mode": "ambient" });
  const policy = (ingress: object[], podSelector: object = {}) =>
    object("networking.k8s.io/v1", "NetworkPolicy", "p", "shop", { podSelector, policyTypes: ["Ingress"], ingress });
  const [plain, hbone] = [8080, 15008].map((port) => ({ ports: [{ port }] })) as [object, object];
  const home = { from: [{ podSelector: {} }] };
  const both = [ambient("shop"), ambient("web")];
  test.each<[string, KubernetesObject[], Expected[]]>([
    [
      "it opens HBONE to its own namespace alone",
      [...both, policy([plain, home])],
      [["warning", "NetworkPolicy/shop/p", "opens 8080 to everybody, and port 15008 only to namespace shop"]],
    ],
    ["HBONE is open to all", [...both, policy([plain, home, hbone])], []],
    [
      "HBONE is open to the other namespace",
      [...both, policy([plain, home, { from: [{ namespaceSelector: {} }] }])],
      [],
    ],
    ["nobody else is in the mesh", [ambient("shop"), policy([plain, home])], []],
    ["it is for some pods", [...both, policy([plain, home], { matchLabels: { app: "in" } })], []],
  ])("%s", (_what, objects, expected) => expectState("NET001", setOf("sail 1.28.3", objects), expected));
});

describe("GTW003: image auto and no template", () => {
  const home = namespace("shop", { "istio-injection": "enabled" });
  const pods = (...containers: object[]) =>
    object("apps/v1", "Deployment", "web", "shop", { template: { metadata: { labels: {} }, spec: { containers } } });
  const proxy = { name: "istio-proxy", image: "auto" };
  const app = { name: "web", image: "example.com/web:1" };
  test.each<[string, KubernetesObject[], Expected[]]>([
    ["alone it is a gateway", [home, pods(proxy)], [["error", "Deployment/shop/web", "no template is named"]]],
    ["beside an application it is its sidecar", [home, pods(app, proxy)], []],
    [
      "such a sidecar needs injection, too",
      [namespace("shop", { "istio-injection": "disabled" }), pods(app, proxy)],
      [["error", "Deployment/shop/web", "has istio-injection=disabled"]],
    ],
  ])("%s", (_what, objects, expected) => expectState("GTW003", setOf("sail 1.28.3", objects), expected));
});

describe("POL003: keys of conditions", () => {
  const policy = (key: string) =>
    object("security.istio.io/v1", "AuthorizationPolicy", "p", "shop", {
      rules: [{ when: [{ key, values: ["cluster.local"] }] }],
    });
  test.each<[string, Expected[]]>([
    ["source.trustDomain", []],
    ["source.trustdomain", [["error", "AuthorizationPolicy/shop/p", "source.trustdomain is no key"]]],
  ])("%s", (key, expected) => expectState("POL003", setOf("sail 1.30.3", [policy(key)]), expected));
});
