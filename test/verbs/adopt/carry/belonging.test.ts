import { adoptText, lines } from "../support";

/** An object in flow style. */
function doc(apiVersion: string, kind: string, metadata: string, rest = ""): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { ${metadata} }\n${rest}`;
}
const istio = doc(
  "sailoperator.io/v1",
  "Istio",
  "name: default",
  "spec: { version: v1.28.4, namespace: istio-system }\n",
);
const cni = doc(
  "sailoperator.io/v1",
  "IstioCNI",
  "name: default",
  "spec: { version: v1.28.4, namespace: istio-cni }\n",
);
const subscription = (name: string, namespace: string) =>
  doc(
    "operators.coreos.com/v1alpha1",
    "Subscription",
    `name: ${name}, namespace: ${namespace}`,
    `spec: { name: ${name}, channel: stable, source: redhat-operators, sourceNamespace: openshift-marketplace }\n`,
  );
const group = (namespace: string) =>
  doc("operators.coreos.com/v1", "OperatorGroup", `name: og, namespace: ${namespace}`);
const namespace = (name: string, labels = "") => doc("v1", "Namespace", `name: ${name}, labels: { ${labels} }`);
const workload = (name: string, pod: string, image = "web:1", kind = "Deployment") =>
  doc(
    "apps/v1",
    kind,
    `name: ${name}, namespace: shop`,
    `spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { ${pod} }, spec: { serviceAccountName: ${name}, containers: [{ name: c, image: "${image}" }] } } }\n`,
  );
const service = (name: string, metadata = "") =>
  doc(
    "v1",
    "Service",
    `name: ${name}, namespace: shop${metadata}`,
    `spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`,
  );
const app = (name: string) => `labels: { app: ${name} }`;
const shop = namespace("shop", "istio-injection: enabled");

function carried(...docs: readonly string[]) {
  const adoption = adoptText([istio, cni, ...docs].join("---\n"), { distribution: "openshift" });
  expect(lines(adoption)).toEqual([]);
  const note = adoption.notes.find((one) => one.includes("no part of the mesh"));
  const ids = [...adoption.carriage.files.values()].map(({ object }) => `${object.kind}/${object.metadata.name}`);
  return { ids, left: adoption.left, note };
}

test("applications, other operators, CRDs and volumes are left where they are, and named", () => {
  const crd = doc("apiextensions.k8s.io/v1", "CustomResourceDefinition", "name: foos.example.com", "spec: {}\n");
  const volume = doc("v1", "PersistentVolumeClaim", "name: data, namespace: istio-system", "spec: {}\n");
  const others = [
    namespace("kiali"),
    group("kiali"),
    subscription("kiali-ossm", "kiali"),
    workload("web", app("web")),
    service("web"),
    crd,
    volume,
    doc("example.com/v1", "Foo", "name: f, namespace: shop"),
  ];
  expect(carried(shop, ...others)).toEqual({
    ids: [],
    left: 8,
    note: "left where they are, as they are no part of the mesh: Namespace/kiali, OperatorGroup/kiali/og, Subscription/kiali/kiali-ossm and 5 more; what is to go with the mesh all the same, add to spec.manifests by its file",
  });
});

test("what is of another way to run Istio stays with that, in the namespace of istiod as well", () => {
  const beside = [
    doc(
      "maistra.io/v2",
      "ServiceMeshControlPlane",
      "name: basic, namespace: istio-system",
      "spec: { version: v2.6 }\n",
    ),
    doc(
      "maistra.io/v1",
      "ServiceMeshMemberRoll",
      "name: default, namespace: istio-system",
      "spec: { members: [shop] }\n",
    ),
    doc("install.istio.io/v1alpha1", "IstioOperator", "name: control, namespace: istio-system", "spec: {}\n"),
  ];
  expect(carried(...beside)).toMatchObject({ ids: [], left: 3 });
  const { notes } = adoptText([istio, cni, ...beside].join("---\n"), { distribution: "openshift" });
  expect(notes.filter((one) => one.includes("another control plane"))).toEqual([
    "ServiceMeshControlPlane/istio-system/basic is another control plane, of OpenShift Service Mesh 2: it stays beside this mesh until no namespace is in it any more, and no phase here looks at it",
  ]);
});

test.each<[what: string, docs: readonly string[], ids: readonly string[]]>([
  [
    "its own kinds",
    [doc("networking.istio.io/v1", "Sidecar", "name: s, namespace: shop", "spec: {}\n")],
    ["Sidecar/s"],
  ],
  ["what speaks to it by a label", [service("web", ", labels: { istio.io/use-waypoint: none }")], ["Service/web"]],
  [
    "what stands beside istiod",
    [doc("v1", "ConfigMap", "name: c, namespace: istio-system", "data: {}\n")],
    ["ConfigMap/c"],
  ],
  [
    "the OperatorGroup of its operator, and the namespace of that",
    [
      subscription("servicemeshoperator3", "ossm"),
      `${group("ossm")}spec: { targetNamespaces: [ossm] }\n`,
      namespace("ossm"),
    ],
    ["Namespace/ossm", "OperatorGroup/og"],
  ],
])("%s is carried", (_, docs, ids) => {
  const found = carried(...docs);
  expect({ ids: [...found.ids].sort(), left: found.left }).toEqual({ ids: [...ids].sort(), left: 0 });
});

test.each<[what: string, pod: string, image: string]>([
  ["injected as one", "labels: { app: gw }, annotations: { inject.istio.io/templates: gateway }", "auto"],
  ["that people run by themselves", app("gw"), "registry.istio.io/release/proxyv2:1.28.4"],
])("a gateway %s is carried with what serves it, and the application beside it is not", (_, pod, image) => {
  const beside = [
    service("gw"),
    doc("v1", "ServiceAccount", "name: gw, namespace: shop"),
    doc(
      "autoscaling/v2",
      "HorizontalPodAutoscaler",
      "name: gw, namespace: shop",
      "spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: gw } }\n",
    ),
  ];
  const found = adoptText(
    [istio, cni, shop, workload("gw", pod, image), ...beside, workload("web", app("web")), service("web")].join(
      "---\n",
    ),
    { distribution: "openshift" },
  );
  const kinds = [...found.carriage.files.values()].map(({ object }) => `${object.kind}/${object.metadata.name}`);
  expect(kinds.sort()).toEqual(["Deployment/gw", "HorizontalPodAutoscaler/gw", "Service/gw", "ServiceAccount/gw"]);
  expect(found.left).toBe(2);
});

test("a workload that asks for a sidecar is carried only where its namespace does not: no phase would know of it", () => {
  const asking = workload("web", 'labels: { app: web, sidecar.istio.io/inject: "true" }');
  const inMesh = adoptText([istio, cni, shop, asking].join("---\n"), { distribution: "openshift" });
  const outside = adoptText([istio, cni, asking].join("---\n"), { distribution: "openshift" });
  expect([inMesh.left, outside.left]).toEqual([1, 0]);
});

const rbac = (kind: string, name: string, rest: string) =>
  doc("rbac.authorization.k8s.io/v1", kind, `name: ${name}, namespace: shop`, rest);
const binding = (name: string, accounts: readonly string[], role = name) =>
  rbac(
    "RoleBinding",
    name,
    `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }\nsubjects: [${accounts.map((one) => `{ kind: ServiceAccount, name: ${one} }`).join(", ")}]\n`,
  );
const role = (name: string) =>
  rbac("Role", name, 'rules: [{ apiGroups: [""], resources: [secrets], verbs: [get, watch, list] }]\n');
const underDefault = (text: string) => text.replace(/ serviceAccountName: [\w-]+,/, "");
const gateway = workload("gw", "labels: { app: gw }, annotations: { inject.istio.io/templates: gateway }", "auto");
const web = workload("web", app("web"));
const account = (name: string) => doc("v1", "ServiceAccount", `name: ${name}, namespace: shop`);

test.each<[what: string, docs: readonly string[], ids: readonly string[]]>([
  [
    "a Role is the one that its binding names",
    [gateway, role("read-certs"), binding("certs", ["gw"], "read-certs")],
    ["Role/read-certs", "RoleBinding/certs"],
  ],
  [
    "pods that name no account run under that of their namespace",
    [underDefault(gateway), account("default"), role("sds"), binding("sds", ["default"])],
    ["Role/sds", "RoleBinding/sds", "ServiceAccount/default"],
  ],
  [
    "where others do so as well, what is called after the gateway is its own",
    [
      ...[gateway, web].map(underDefault),
      ...[account("default"), role("gw-sds"), binding("gw-sds", ["default"])],
      ...[role("web-sds"), binding("web-sds", ["default"])],
    ],
    ["Role/gw-sds", "RoleBinding/gw-sds"],
  ],
  ["a binding of others as well is not its own", [gateway, role("all"), binding("all", ["gw", "web"])], []],
  [
    "an account of that name in another namespace is another one",
    [gateway, role("r"), binding("r", ["gw, namespace: pay"])],
    [],
  ],
])("rights of a gateway: %s", (_, docs, ids) => {
  const found = carried(shop, ...docs);
  expect(found.ids.filter((one) => one !== "Deployment/gw").sort()).toEqual(ids);
});

test("what scales and keeps a waypoint goes with it, though mesh.yaml describes that", () => {
  const sail = (kind: string, rest: string) => doc("sailoperator.io/v1", kind, "name: default", `spec: { ${rest} }\n`);
  const docs = [
    sail("Istio", "version: v1.28.4, namespace: istio-system, profile: ambient"),
    sail("IstioCNI", "version: v1.28.4, namespace: istio-cni, profile: ambient"),
    sail("ZTunnel", "version: v1.28.4, namespace: ztunnel"),
    doc("v1", "Namespace", "name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint }"),
    doc(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      "name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service }",
      "spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
    ),
    ...["waypoint", "web"].flatMap((name) => [
      doc(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        `name: ${name}, namespace: shop`,
        `spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} } }\n`,
      ),
      doc(
        "policy/v1",
        "PodDisruptionBudget",
        `name: ${name}, namespace: shop`,
        `spec: { minAvailable: 1, selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: ${name} } } }\n`,
      ),
    ]),
  ];
  const found = adoptText(docs.join("---\n"), { distribution: "sail" });
  const ids = [...found.carriage.files.values()].map(({ object }) => `${object.kind}/${object.metadata.name}`);
  expect({ ids: ids.sort(), left: found.left }).toEqual({
    ids: ["HorizontalPodAutoscaler/waypoint", "PodDisruptionBudget/waypoint"],
    left: 2,
  });
});
