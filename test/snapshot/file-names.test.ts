import type { KubernetesObject } from "../../src/mesh/mesh";
import { fileNames } from "../../src/snapshot/file-names";
import { kustomizations } from "../../src/snapshot/kustomization";

function object(apiVersion: string, kind: string, name: string, namespace?: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
}

const route = (name: string, namespace: string) => object("gateway.networking.k8s.io/v1", "HTTPRoute", name, namespace);

test.each<[string, KubernetesObject[], string[]]>([
  ["kind and name", [object("sailoperator.io/v1", "Istio", "default")], ["istio-default.yaml"]],
  [
    "the namespace only where it is needed, and then for both",
    [route("reviews", "a"), route("reviews", "b"), route("ratings", "a")],
    ["httproute-reviews-a.yaml", "httproute-reviews-b.yaml", "httproute-ratings.yaml"],
  ],
  [
    "the group where the namespace is not enough",
    [
      object("gateway.networking.k8s.io/v1", "Gateway", "x", "a"),
      object("networking.istio.io/v1", "Gateway", "x", "a"),
      object("v1", "Service", "x", "a"),
    ],
    ["gateway-x-a-gateway.networking.k8s.io.yaml", "gateway-x-a-networking.istio.io.yaml", "service-x.yaml"],
  ],
  [
    "no character that a file system argues about",
    [object("rbac.authorization.k8s.io/v1", "ClusterRole", "system:mesh")],
    ["clusterrole-system-mesh.yaml"],
  ],
  [
    "a short hash where only such a character tells two apart, and for no other object",
    [
      object("rbac.authorization.k8s.io/v1", "ClusterRole", "a:b"),
      object("rbac.authorization.k8s.io/v1", "ClusterRole", "a-b"),
      object("rbac.authorization.k8s.io/v1", "ClusterRole", "a"),
    ],
    [
      "clusterrole-a-b-rbac.authorization.k8s.io-f23375b0.yaml",
      "clusterrole-a-b-rbac.authorization.k8s.io-9e900482.yaml",
      "clusterrole-a.yaml",
    ],
  ],
])("%s", (_name, objects, expected) => {
  expect(fileNames(objects)).toEqual(expected);
});

test("every folder lists its files and folders, sorted", () => {
  const files = kustomizations([
    "mesh/30-cni/b.yaml",
    "mesh/30-cni/a.yaml",
    "mesh/40-ztunnel/z.yaml",
    "namespaces/n.yaml",
  ]);
  const resources = (path: string) => [...(files.get(path) ?? "").matchAll(/^ {2}- (.*)$/gm)].map((match) => match[1]);
  expect([...files.keys()].sort()).toEqual([
    "kustomization.yaml",
    "mesh/30-cni/kustomization.yaml",
    "mesh/40-ztunnel/kustomization.yaml",
    "mesh/kustomization.yaml",
    "namespaces/kustomization.yaml",
  ]);
  expect(resources("kustomization.yaml")).toEqual(["mesh", "namespaces"]);
  expect(resources("mesh/kustomization.yaml")).toEqual(["30-cni", "40-ztunnel"]);
  expect(resources("mesh/30-cni/kustomization.yaml")).toEqual(["a.yaml", "b.yaml"]);
});
