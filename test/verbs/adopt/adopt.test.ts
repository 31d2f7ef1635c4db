import { parse } from "yaml";
import { distribution } from "../../../src/catalog/lookup";
import { adoptionReport } from "../../../src/cli/reporters/adoption-report";
import { type AdoptChoices, adopt } from "../../../src/verbs/adopt/adopt";
import { fileText } from "../../../src/verbs/adopt/carry/carry";
import { formatUncarried } from "../../../src/verbs/adopt/carry/uncarried";
import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith, inputErrorOf } from "../../support/folder";
import { adoptText, baselineOf, lines } from "./support";

/** An object in flow style: short, and order and quoting are as in any other YAML. */
function doc(apiVersion: string, kind: string, metadata: string, rest = ""): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { ${metadata} }\n${rest}`;
}
const sail = (kind: string, spec: string, metadata = "name: default", version = "v1") =>
  doc(`sailoperator.io/${version}`, kind, metadata, `spec: { ${spec} }\n`);
const docs = (...all: string[]) => all.join("---\n");

const cni = sail("IstioCNI", "version: v1.28.4, namespace: istio-cni, profile: ambient");
const ztunnel = sail("ZTunnel", "version: v1.28.4, namespace: ztunnel");
const trusted = "values: { pilot: { trustedZtunnelNamespace: ztunnel } }";
const ambient = docs(
  sail("Istio", `version: v1.28.4, namespace: istio-system, profile: ambient, ${trusted}`),
  cni,
  ztunnel,
);
const sidecar = sail("Istio", "version: v1.28.4, namespace: istio-system");

/** As envsubst and Flux read it. */
const placeholder = (name: string) => `$\{${name}}`;

function specOf(text: string, choices?: AdoptChoices): Record<string, unknown> {
  return (parse(adoptText(text, choices).text) as { spec: Record<string, unknown> }).spec;
}

test("a mesh that meshstep can express is adopted without a remark", () => {
  const adoption = adoptText(ambient);
  expect(lines(adoption)).toEqual([]);
  expect(adoption.findings).toEqual([]);
  expect(adoption.text).toBe(`# Adopted from <stdin>. Read what was guessed, then say under \`upgrade\` where to go:
#   upgrade: { to: v1.x.y }

apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata:
  # guessed: the input does not name it
  name: my-mesh
spec:
  # guessed: it has a release whose default is v1.28.4
  distribution: openshift
  # guessed: Istio/default spec.profile ambient
  dataPlane: ambient
  version: v1.28.4
  operator:
    # guessed: its default is v1.28.4, and it serves ZTunnel as v1
    release: 3.3.0
  controlPlane:
    name: default
    namespace: istio-system
  cni:
    namespace: istio-cni
  ztunnel:
    namespace: ztunnel
`);
});

describe("what a cluster adds is taken away", () => {
  const live = `apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default
  uid: 1d6f
  resourceVersion: "88"
  generation: 4
  creationTimestamp: "2026-03-01T08:00:00Z"
  managedFields: [{ manager: argocd-controller, operation: Apply }]
  annotations:
    argocd.argoproj.io/tracking-id: mesh:sailoperator.io/Istio:/default
    kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":"sailoperator.io/v1"}'
spec:
  version: v1.28.4
  namespace: istio-system
  profile: default
  updateStrategy: { type: InPlace, inactiveRevisionDeletionGracePeriodSeconds: 30, updateWorkloads: false }
status: { state: Healthy }
`;

  test("from a Sail object", () => {
    const adoption = adoptText(live, { distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.delivery).toEqual({ engine: "argocd" });
  });

  test.each<[addresses: string, kept: { clusterIP?: string }]>([
    ["clusterIP: 10.0.0.7, clusterIPs: [10.0.0.7], healthCheckNodePort: 30333", {}],
    ["clusterIP: None, clusterIPs: [None]", { clusterIP: "None" }],
  ])("from a Service: %s", (addresses, kept) => {
    const service = (metadata: string) =>
      doc(
        "v1",
        "Service",
        `name: web, namespace: istio-system${metadata}`,
        `spec: { ${addresses}, ports: [{ port: 80 }] }\n`,
      );
    const specs = (text: string) =>
      [...adoptText(docs(sidecar, text), { distribution: "sail" }).carriage.files.values()].map(
        ({ object }) => object["spec"],
      );
    expect(specs(service(", uid: a"))).toEqual([{ ...kept, ports: [{ port: 80 }] }]);
    expect(specs(service(""))).toMatchObject([{ clusterIP: kept.clusterIP ?? "10.0.0.7" }]);
  });

  test("from what is carried", () => {
    const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: bookinfo, uid: a, labels: { helm.sh/chart: routes-1.0.0 } }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 9080 }, { group: gateway.networking.k8s.io, kind: Gateway, name: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / } }]
      backendRefs: [{ group: "", kind: Service, name: reviews, port: 9080, weight: 1 }]
status: { parents: [] }
`;
    const adoption = adoptText(docs(sidecar, route));
    expect(lines(adoption)).toEqual([]);
    expect([...adoption.carriage.files.values()].map(({ object }) => object)).toEqual([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "reviews", namespace: "bookinfo", labels: { "helm.sh/chart": "routes-1.0.0" } },
        spec: {
          parentRefs: [{ group: "", kind: "Service", name: "reviews", port: 9080 }, { name: "edge" }],
          rules: [{ backendRefs: [{ name: "reviews", port: 9080 }] }],
        },
      },
    ]);
  });

  test("and what controllers made is left to them; a Secret is never written", () => {
    const owned = "ownerReferences: [{ kind: Istio, name: default }], uid: a";
    const adoption = adoptText(
      docs(
        sidecar,
        doc("v1", "Pod", "name: a, namespace: b, uid: a"),
        doc("v1", "Pod", "name: b, namespace: b, uid: a"),
        sail("IstioRevision", "version: v1.28.4", `name: default, ${owned}`),
        doc("v1", "ConfigMap", "name: istio-ca-root-cert, namespace: b, uid: a"),
        doc("v1", "Namespace", "name: kube-system, uid: a, labels: { kubernetes.io/metadata.name: kube-system }"),
        doc("v1", "Secret", "name: tls, namespace: b, uid: a", "data: { a: Yg== }\n"),
      ),
    );
    expect(adoption.notes).toEqual([
      "1 Namespace without mesh labels left alone",
      "left to the controllers that made them: 1 ConfigMap, 1 IstioRevision, 2 Pod",
      "left where they are, as no Secret is copied: Secret/b/tls",
    ]);
    expect(lines(adoption)).toEqual([]);
    expect(adoption.text).not.toContain("manifests");
  });
});

describe("values", () => {
  test.each<[what: string, values: string, keys: object]>([
    [
      "unknown values stay, in their order; a null, which the API server never keeps, goes",
      "{ z: 1, pilot: { env: { B: null, A: x } }, global: null, experimental: { a: null } }",
      { values: { z: 1, pilot: { env: { A: "x" } }, experimental: { a: null } } },
    ],
    ["two replicas are high availability", "{ pilot: { autoscaleMin: 2 } }", { highAvailability: { minReplicas: 2 } }],
    ["one replica is the chart's own", "{ pilot: { autoscaleMin: 1 } }", { values: { pilot: { autoscaleMin: 1 } } }],
    [
      "a maximum beside it stays",
      "{ pilot: { autoscaleMin: 2, autoscaleMax: 7 } }",
      { highAvailability: { minReplicas: 2 }, values: { pilot: { autoscaleMax: 7 } } },
    ],
    [
      "the maximum that the key implies goes",
      "{ pilot: { autoscaleMin: 7, autoscaleMax: 7 } }",
      { highAvailability: { minReplicas: 7 } },
    ],
    [
      "a count of replicas is, without an autoscaler",
      "{ pilot: { autoscaleEnabled: false, replicaCount: 2 } }",
      { highAvailability: { minReplicas: 2 }, values: { pilot: { autoscaleEnabled: false } } },
    ],
    [
      "two replicas without a budget are not",
      "{ pilot: { autoscaleMin: 2 }, global: { defaultPodDisruptionBudget: { enabled: false } } }",
      { values: { pilot: { autoscaleMin: 2 }, global: { defaultPodDisruptionBudget: { enabled: false } } } },
    ],
    [
      "nor are two beside another count",
      "{ pilot: { autoscaleMin: 2, replicaCount: 1 } }",
      { values: { pilot: { autoscaleMin: 2, replicaCount: 1 } } },
    ],
    [
      "selectors that would label namespaces stay",
      "{ meshConfig: { discoverySelectors: [{ matchLabels: { a: b } }] } }",
      { values: { meshConfig: { discoverySelectors: [{ matchLabels: { a: "b" } }] } } },
    ],
  ])("%s", (_, values, keys) => {
    const text = sail("Istio", `version: v1.28.4, namespace: istio-system, values: ${values}`);
    const adoption = adoptText(text, { distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.controlPlane).toEqual({ name: "default", namespace: "istio-system", ...keys });
  });

  test.each<[what: string, values: string, why: string]>([
    [
      "another trusted namespace",
      "{ pilot: { trustedZtunnelNamespace: kube-system } }",
      'pilot.trustedZtunnelNamespace: left out: "kube-system" contradicts spec.ztunnel.namespace: ztunnel; expected "ztunnel"',
    ],
    [
      "an autoscaler that the API server refuses",
      "{ pilot: { trustedZtunnelNamespace: ztunnel, autoscaleMin: 7 } }",
      "pilot.autoscaleMin: left out: a minimum of 7 is above the chart's maximum of 5: the API server refuses such an autoscaler, and the operator installs nothing",
    ],
  ])("what cannot work is left out and told, as what is written loads: %s", (_what, values, why) => {
    const adoption = adoptText(
      docs(sail("Istio", `version: v1.28.4, profile: ambient, values: ${values}`), cni, ztunnel),
    );
    expect(lines(adoption)).toEqual([`Istio/default spec.values.${why}`]);
    expect(baselineOf(adoption).map(({ kind }) => kind)).toContain("ZTunnel");
  });

  test("a control plane of another name: what connects ztunnel and waypoints to it is rendered, not repeated", () => {
    const trusted = "values: { pilot: { trustedZtunnelNamespace: ztunnel } }";
    const istio = `version: v1.28.4, namespace: mesh-prod, profile: ambient, ${trusted}`;
    const connected = "values: { ztunnel: { revision: prod, istioNamespace: mesh-prod, logLevel: info } }";
    const gateway = doc(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      "name: w, namespace: shop, labels: { istio.io/waypoint-for: service, istio.io/rev: prod }",
      "spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
    );
    const adoption = adoptText(
      docs(
        sail("Istio", istio).replace("name: default", "name: prod"),
        cni,
        sail("ZTunnel", `version: v1.28.4, namespace: ztunnel, ${connected}`),
        gateway,
      ),
    );
    expect(lines(adoption)).toEqual([]);
    expect(adoption.findings).toEqual([]);
    const { spec } = parse(adoption.text);
    expect(spec.controlPlane).toEqual({ name: "prod", namespace: "mesh-prod" });
    expect(spec.ztunnel).toEqual({ namespace: "ztunnel", values: { ztunnel: { logLevel: "info" } } });
    expect(spec.waypoints).toEqual([{ name: "w", namespace: "shop", for: "service" }]);
  });

  test.each<[values: string, ztunnel: object]>([
    [
      "{ updateStrategy: { type: OnDelete }, terminationGracePeriodSeconds: 300, logLevel: info }",
      { terminationGracePeriodSeconds: 300, updateStrategy: "OnDelete", values: { ztunnel: { logLevel: "info" } } },
    ],
    [
      "{ updateStrategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 2 } } }",
      { values: { ztunnel: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 2 } } } } },
    ],
    ['{ terminationGracePeriodSeconds: "300" }', { values: { ztunnel: { terminationGracePeriodSeconds: "300" } } }],
  ])("of ZTunnel: settings become keys, the rest stays: %s", (values, ztunnelKeys) => {
    const spec = `version: v1.28.4, namespace: zt, values: { ztunnel: ${values} }`;
    const text = docs(ambient.replace(ztunnel, ""), sail("ZTunnel", spec));
    const adoption = adoptText(text.replaceAll("trustedZtunnelNamespace: ztunnel", "trustedZtunnelNamespace: zt"));
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.ztunnel).toEqual({ namespace: "zt", ...ztunnelKeys });
  });

  test("selectors become a key where every namespace has the labels already", () => {
    const values = "values: { meshConfig: { discoverySelectors: [{ matchLabels: { mesh: 'on' } }] } }";
    const istio = sail("Istio", `version: v1.28.4, namespace: istio-system, ${values}`);
    const system = doc("v1", "Namespace", "name: istio-system, uid: a, labels: { mesh: 'on' }");
    const apps = doc(
      "v1",
      "Namespace",
      "name: apps, uid: a, labels: { mesh: 'on', istio-injection: enabled, team: a }",
    );
    const adoption = adoptText(docs(istio, system, apps), { distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec).toMatchObject({
      controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] },
      namespaces: [{ name: "apps", ownership: "shared" }],
    });
    const unlabelled = apps.replace("mesh: 'on', ", "");
    expect(specOf(docs(istio, system, unlabelled), { distribution: "sail" })["controlPlane"]).toHaveProperty("values");
  });
});

describe("a CNI and a ztunnel without a version", () => {
  const open = docs(
    sail("Istio", `version: v1.28.4, namespace: istio-system, profile: ambient, ${trusted}`),
    sail("IstioCNI", "namespace: istio-cni, profile: ambient"),
    sail("ZTunnel", "namespace: ztunnel"),
  );
  const why =
    "the input has none, so that the operator filled it in when the object was made, and the mesh writes v1.28.4: see what the cluster has, and say another one under spec.running";

  test("run what the operator filled in, which Istio's does not tell", () => {
    expect(lines(adoptText(open, { distribution: "openshift" }))).toEqual([
      `IstioCNI/default spec.version: ${why}`,
      `ZTunnel/default spec.version: ${why}`,
    ]);
  });

  test.each<[what: string, choices: AdoptChoices]>([
    ["the user says the version", { istioVersion: "v1.28.4" }],
    ["the release is known whose default it is", { release: "3.3.0" }],
  ])("are as the mesh has them where %s", (_, choices) => {
    expect(lines(adoptText(open, { distribution: "openshift", ...choices }))).toEqual([]);
  });

  test("are not where the release that is known has another default", () => {
    expect(lines(adoptText(open, { distribution: "openshift", release: "3.3.1" }))).toHaveLength(2);
  });
});

describe("namespaces and waypoints", () => {
  const namespace = (labels: string, more = "") => doc("v1", "Namespace", `name: apps, labels: { ${labels} }${more}`);

  test.each<[text: string, entry: object]>([
    [namespace("istio.io/dataplane-mode: ambient, team: a"), { ownership: "owned", labels: { team: "a" } }],
    [namespace("istio.io/dataplane-mode: ambient, team: a", ", uid: a"), { ownership: "shared" }],
    [
      namespace("istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: infra"),
      { ownership: "owned", dataPlane: "none", waypoint: { name: "wp", namespace: "infra" } },
    ],
    [
      namespace("istio.io/use-waypoint: none"),
      { ownership: "owned", dataPlane: "none", labels: { "istio.io/use-waypoint": "none" } },
    ],
    [
      namespace("istio-injection: disabled"),
      { ownership: "owned", dataPlane: "none", labels: { "istio-injection": "disabled" } },
    ],
  ])("ambient: %s", (text, entry) => {
    const adoption = adoptText(docs(ambient, text));
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.namespaces).toEqual([{ name: "apps", ...entry }]);
  });

  test.each<[istio: string, labels: string, entry: object]>([
    ["default", "istio-injection: enabled", {}],
    ["prod", "istio.io/rev: prod", {}],
    ["default", "istio.io/rev: default", { labels: { "istio.io/rev": "default" } }],
    ["prod", "istio.io/rev: other", { dataPlane: "none", labels: { "istio.io/rev": "other" } }],
  ])("sidecar: Istio %s, %s", (istio, labels, entry) => {
    const text = docs(sail("Istio", "version: v1.28.4", `name: ${istio}`), namespace(labels, ", uid: a"));
    const adoption = adoptText(text, { distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.namespaces).toEqual([{ name: "apps", ownership: "shared", ...entry }]);
    expect(adoption.notes.some((note) => note.includes("no phase restarts"))).toBe("dataPlane" in entry);
  });

  const gateway = (metadata: string, listener = "") =>
    doc(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      `name: wp, namespace: infra${metadata}`,
      `spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE${listener} }] }\n`,
    );
  const user = namespace(
    "istio.io/dataplane-mode: ambient, istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: infra",
  );
  const byName = (names: string) =>
    `, allowedRoutes: { namespaces: { from: Selector, selector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [${names}] }] } } }`;

  test.each<[what: string, text: string, traffic: string | undefined]>([
    ["as meshstep writes it", docs(gateway(", labels: { istio.io/waypoint-for: all }")), "all"],
    ["without a label it is one for services", docs(gateway("")), "service"],
    [
      "with the API's own default",
      docs(gateway(", uid: a", ", allowedRoutes: { namespaces: { from: Same } }")),
      "service",
    ],
    ["with its users by name", docs(gateway("", byName("apps, infra")), user), "service"],
    ["with other users", docs(gateway("", byName("apps, infra, other")), user), undefined],
    ["open to all", docs(gateway("", ", allowedRoutes: { namespaces: { from: All } }"), user), undefined],
    ["with a revision of its own", docs(gateway(", labels: { istio.io/rev: default }")), undefined],
    [
      "that says to the engines what meshstep says, too",
      docs(gateway(", annotations: { argocd.argoproj.io/sync-options: 'Prune=false' }")),
      "service",
    ],
    ["with an annotation of its own", docs(gateway(", annotations: { note.example/owner: a }")), undefined],
  ])("a waypoint %s", (_, text, traffic) => {
    const adoption = adoptText(docs(ambient, text));
    expect(lines(adoption)).toEqual([]);
    const { waypoints } = parse(adoption.text).spec as { waypoints?: unknown };
    expect(waypoints).toEqual(traffic && [{ name: "wp", namespace: "infra", for: traffic }]);
    expect([...adoption.carriage.files.keys()]).toEqual(traffic ? [] : ["gateway-wp.yaml"]);
    expect(adoption.notes.length).toBe(traffic ? 0 : 1);
  });

  test.each([
    ["argocd.argoproj.io/sync-wave: '7'", 'sync-wave"]: meshstep orders its own objects: it writes 50'],
    ["argocd.argoproj.io/sync-wave: '-1'", 'sync-wave"]: meshstep orders its own objects: it writes 50'],
    ["argocd.argoproj.io/sync-options: 'Prune=confirm'", 'sync-options"]: meshstep asks for Prune=false,Delete=false'],
  ])("a waypoint that only the engines are told more of is described: %s", (annotation, line) => {
    const adoption = adoptText(docs(ambient, docs(gateway(`, annotations: { ${annotation} }`))));
    expect(lines(adoption)).toEqual([`Gateway/infra/wp metadata.annotations["argocd.argoproj.io/${line}`]);
    expect(parse(adoption.text).spec.waypoints).toEqual([{ name: "wp", namespace: "infra", for: "service" }]);
    expect([...adoption.notes, ...adoption.findings]).toEqual([]);
  });

  test("a wave among those of the old tree goes: ztunnel comes later now", () => {
    const open = ", allowedRoutes: { namespaces: { from: All } }";
    const text = docs(gateway(", annotations: { argocd.argoproj.io/sync-wave: '7' }", open));
    const adoption = adoptText(docs(ambient, text));
    expect(lines(adoption)).toEqual([
      'Gateway/infra/wp metadata.annotations["argocd.argoproj.io/sync-wave"]: meshstep orders its own objects: it writes 60',
    ]);
    expect(adoption.findings).toEqual([]);
    expect([...adoption.carriage.files.values()].map(({ object }) => object.metadata.annotations)).toEqual([undefined]);
  });

  test.each<[what: string, annotations: string, image: string, described: boolean, notes: number]>([
    ["that the webhook makes", "inject.istio.io/templates: gateway", "auto", true, 0],
    ["with an image of its own", "inject.istio.io/templates: gateway", "proxy:1.28.4", false, 1],
    ["that is left out", "inject.istio.io/templates: gateway, sidecar.istio.io/inject: 'false'", "auto", false, 0],
    ["of another template", "inject.istio.io/templates: sidecar", "auto", false, 0],
  ])("a gateway %s", (_, annotations, image, described, notes) => {
    const pod = `{ metadata: { annotations: { ${annotations} } }, spec: { containers: [{ name: istio-proxy, image: "${image}" }] } }`;
    const text = doc("apps/v1", "Deployment", "name: ingress, namespace: edge", `spec: { template: ${pod} }\n`);
    const adoption = adoptText(docs(sail("Istio", "version: v1.28.4"), text), { distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    const { gateways } = parse(adoption.text).spec as { gateways?: unknown };
    expect(gateways).toEqual(described ? [{ name: "ingress", namespace: "edge", kind: "injected" }] : undefined);
    expect(adoption.notes.length).toBe(notes);
    expect([...adoption.carriage.files.keys()]).toEqual(["deployment-ingress.yaml"]);
  });

  test.each<[what: string, namespace: string, pod: string, described: boolean]>([
    ["follows its Namespace", "labels: { istio.io/rev: default-v1-28-4 }", "", true],
    ["follows a tag", "labels: { istio.io/rev: prod }", "", true],
    ["asks for a revision by itself", "labels: { istio.io/rev: prod }", "labels: { istio.io/rev: prod }, ", false],
    ["is in a Namespace that asks for none", "labels: { team: a }", "", false],
  ])("a gateway of a RevisionBased mesh that %s", (_, labels, pod, described) => {
    const template = `{ metadata: { ${pod}annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy, image: auto }] } }`;
    const all = docs(
      sail("Istio", "version: v1.28.4, namespace: istio-system, updateStrategy: { type: RevisionBased }"),
      sail("IstioCNI", "version: v1.28.4, namespace: istio-cni"),
      doc(
        "sailoperator.io/v1",
        "IstioRevisionTag",
        "name: prod",
        "spec: { targetRef: { kind: IstioRevision, name: default-v1-28-4 } }\n",
      ),
      doc("v1", "Namespace", `name: edge, ${labels}`),
      doc("apps/v1", "Deployment", "name: ingress, namespace: edge", `spec: { template: ${template} }\n`),
    );
    const adoption = adoptText(all, { distribution: "sail" });
    const { gateways } = parse(adoption.text).spec as { gateways?: unknown };
    expect(gateways).toEqual(described ? [{ name: "ingress", namespace: "edge", kind: "injected" }] : undefined);
    const isTold = adoption.notes.some((one) => one.includes("nothing says who brings it to a new version"));
    expect(isTold).toBe(!described);
  });

  test("a Namespace without mesh labels is carried when it comes from Git and something of the mesh is in it", () => {
    const tools = doc("v1", "Namespace", "name: tools, labels: { team: a }");
    const policy = doc("security.istio.io/v1", "AuthorizationPolicy", "name: deny, namespace: tools", "spec: {}\n");
    const adoption = adoptText(docs(ambient, tools, policy));
    expect(lines(adoption)).toEqual([]);
    expect([...adoption.carriage.files.keys()]).toEqual(["namespace-tools.yaml", "authorizationpolicy-deny.yaml"]);
    const alone = adoptText(docs(ambient, tools));
    expect([...alone.carriage.files.keys()]).toEqual([]);
    expect(alone.notes).toEqual([
      "left where it is, as it is no part of the mesh: Namespace/tools; what is to go with the mesh all the same, add to spec.manifests by its file",
    ]);
  });

  describe("Namespaces that something of the mesh needs", () => {
    const namespace = (metadata: string) => doc("v1", "Namespace", metadata);
    const waypoint = doc(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      "name: waypoint, namespace: infra",
      "spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
    );

    test("those of its parts and of its waypoints are ours, so that they come before what needs them", () => {
      const all = docs(
        ambient,
        waypoint,
        namespace("name: istio-system, labels: { team: a }"),
        namespace('name: istio-cni, annotations: { argocd.argoproj.io/sync-options: "Prune=false" }'),
        namespace("name: ztunnel"),
        namespace("name: infra"),
      );
      const adoption = adoptText(all);
      expect(lines(adoption)).toEqual([]);
      expect([...adoption.carriage.files.keys()]).toEqual([]);
      expect(specOf(all)["namespaces"]).toEqual([
        { name: "istio-system", ownership: "owned", labels: { team: "a" } },
        { name: "istio-cni", ownership: "owned" },
        { name: "ztunnel", ownership: "owned" },
        { name: "infra", ownership: "owned", dataPlane: "none" },
      ]);
    });

    test("one with annotations keeps them, but for those that engines read", () => {
      const notes = 'openshift.io/node-selector: "", argocd.argoproj.io/sync-options: "Prune=false,Delete=false"';
      const text = docs(ambient, namespace(`name: istio-cni, annotations: { ${notes} }`));
      const adoption = adoptText(text);
      expect([lines(adoption), [...adoption.carriage.files.keys()]]).toEqual([[], []]);
      expect(specOf(text)).toMatchObject({
        namespaces: [{ name: "istio-cni", ownership: "owned", annotations: { "openshift.io/node-selector": "" } }],
      });
    });

    test("one that a key for discovery would label stays as it is", () => {
      const selectors = "values: { meshConfig: { discoverySelectors: [{ matchLabels: { mesh: on } }] } }";
      const text = docs(
        sail("Istio", `version: v1.28.4, namespace: istio-system, profile: ambient, ${selectors}`),
        cni,
        ztunnel,
        ...["istio-system", "istio-cni", "ztunnel"].map((name) => namespace(`name: ${name}, labels: { mesh: "on" }`)),
        waypoint,
        namespace("name: infra"),
      ).replace("mesh: on }", 'mesh: "on" }');
      expect(specOf(text)).toMatchObject({ controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] } });
      expect([...adoptText(text).carriage.files.keys()]).toEqual(["namespace-infra.yaml"]);
    });

    const subscription = doc(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      "name: sailoperator, namespace: sail",
      "spec: { name: sailoperator, channel: stable, source: community-operators, sourceNamespace: openshift-marketplace, installPlanApproval: Manual }\n",
    );
    const group = (spec: string) =>
      doc("operators.coreos.com/v1", "OperatorGroup", "name: sail-group, namespace: sail", `spec: ${spec}\n`);

    test.each(["{}", "{ upgradeStrategy: Default }"])(
      "that of the operator is ours with its OperatorGroup: %s",
      (spec) => {
        const text = docs(ambient, subscription, group(spec), namespace("name: sail"));
        const adoption = adoptText(text);
        expect(lines(adoption)).toEqual([]);
        expect([...adoption.carriage.files.keys()]).toEqual([]);
        expect(specOf(text)).toMatchObject({
          operator: { subscription: { namespace: "sail", operatorGroup: "sail-group" } },
          namespaces: [{ name: "sail", ownership: "owned", dataPlane: "none" }],
        });
      },
    );

    test.each([
      [
        "an OperatorGroup that says more",
        [group("{ upgradeStrategy: TechPreviewUnsafeFailForward }"), namespace("name: sail")],
      ],
      ["no OperatorGroup", [namespace("name: sail")]],
      ["no Namespace", [group("{}")]],
    ])("with %s nothing is added", (_, more) => {
      const adoption = adoptText(docs(ambient, subscription, ...more));
      expect(lines(adoption)).toEqual([]);
      expect(adoption.carriage.files.size).toBe(more.length);
    });
  });
});

describe("what other tools wrote", () => {
  test("OLM's label on a Subscription that was exported into Git is OLM's", () => {
    const subscription = doc(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      'name: sailoperator, namespace: operators, labels: { operators.coreos.com/sailoperator.operators: "" }',
      "spec: { name: sailoperator, channel: stable-1.28, source: community-operators, sourceNamespace: openshift-marketplace }\n",
    );
    expect(lines(adoptText(docs(sidecar.replace("v1.28.4", "v1.28.3"), subscription)))).toEqual([]);
  });

  test("an IstioOperator without a name is istioctl's", () => {
    const operator = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { profile: empty }\n";
    expect(lines(adoptText(docs(sidecar, operator)))).toEqual([]);
  });

  test("a group of a regular expression is no placeholder", () => {
    const monitor = doc(
      "monitoring.coreos.com/v1",
      "PodMonitor",
      "name: a, namespace: b",
      `spec: { x: "${placeholder("1")}" }\n`,
    );
    expect(adoptText(docs(sidecar, monitor)).notes.join("\n")).not.toContain("placeholders");
  });

  test("a whole part that mesh.yaml has no place for is one line", () => {
    const text = sail(
      "Istio",
      "version: v1.28.4, namespace: istio-system, telemetry: { enabled: true, resources: { cpu: 1, memory: 2 } }",
    );
    expect(lines(adoptText(text))).toEqual(["Istio/default spec.telemetry: mesh.yaml has no place for it"]);
  });

  test("a name that is still to be filled in is refused, with its place", () => {
    const text = sail("Istio", "version: v1.28.4, namespace: NAME-istio-system", "name: NAME");
    expect(inputErrorOf(() => adoptText(text))).toContain(
      "<stdin>:1:1: no mesh.yaml can say what Istio/NAME says: spec.controlPlane.name: expected a DNS label",
    );
  });

  test("a control plane of another cluster is refused with what is done with it instead", () => {
    const text = sail("Istio", "version: v1.28.4, namespace: istio-system, profile: remote", "name: external");
    const said = inputErrorOf(() => adoptText(text, { distribution: "sail" }));
    expect(said).toContain("spec.controlPlane.profile: with profile remote istiod runs elsewhere");
    expect(said).toContain("a remote cluster is upgraded with the cluster of its istiod");
    expect(said).not.toContain("Mend the manifests first");
  });

  test("labels and annotations of Sail objects, and profiles for sidecars, are kept", () => {
    const text = docs(
      sail(
        "Istio",
        "version: v1.28.4, profile: demo",
        "name: default, labels: { example.com/instance: mesh }, annotations: { owner: a }",
      ),
      sail("IstioCNI", "version: v1.28.4, profile: default", "name: default, labels: { team: net }"),
    );
    expect(lines(adoptText(text, { distribution: "sail" }))).toEqual([]);
    expect(specOf(text, { distribution: "sail" })).toMatchObject({
      controlPlane: { profile: "demo", labels: { "example.com/instance": "mesh" }, annotations: { owner: "a" } },
      cni: { profile: "default", labels: { team: "net" } },
    });
    const zt = sail("ZTunnel", "version: v1.28.4, namespace: ztunnel", "name: default, annotations: { owner: b }");
    expect(specOf(ambient.replace(ztunnel, zt))["ztunnel"]).toMatchObject({ annotations: { owner: "b" } });
  });

  test("a namespace of cluster-scoped objects is nothing, and openshift-ambient is ambient on OpenShift", () => {
    const text = ambient
      .replaceAll("name: default", "name: default, namespace: istio-system")
      .replaceAll("profile: ambient", "profile: openshift-ambient");
    const openshift = adoptText(text, { distribution: "openshift" });
    expect(lines(openshift)).toEqual([]);
    expect(openshift.reworded.map(formatUncarried)).toEqual(
      ["Istio", "IstioCNI"].map(
        (kind) =>
          `${kind}/default spec.profile: the mesh writes ambient, and on OpenShift the operator makes the same of openshift-ambient`,
      ),
    );
    expect(adoptText(ambient, { distribution: "openshift" }).reworded).toEqual([]);
    expect(lines(adoptText(text, { distribution: "sail" }))).toEqual(
      ["Istio", "IstioCNI"].map(
        (kind) => `${kind}/default spec.profile: the mesh writes ambient, and the operator is not OpenShift's`,
      ),
    );
  });

  test.each([
    [
      "by the profile in its values",
      sail("Istio", "version: v1.28.4, namespace: istio-system, values: { profile: ambient }"),
      cni,
    ],
    ["by that of the only IstioCNI", sail("Istio", "version: v1.28.4, namespace: istio-system"), cni],
  ])("a mesh is ambient %s; what is added is told as that", (_, ...all) => {
    const adoption = adoptText(docs(...all), { distribution: "sail" });
    expect(adoption.text).toContain("  dataPlane: ambient\n");
    expect(lines(adoption)).toContainEqual(
      "Istio/default spec.profile: the input has none, and the mesh adds ambient: its pods restart when that changes their settings",
    );
    expect(lines(adoption).join("\n")).not.toContain("left out");
  });

  test.each([
    ["a label", doc("v1", "Namespace", "name: shop, labels: { istio.io/dataplane-mode: ambient }")],
    [
      "a waypoint",
      doc(
        "gateway.networking.k8s.io/v1",
        "Gateway",
        "name: waypoint, namespace: shop",
        "spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
      ),
    ],
  ])("what asks for ambient makes no mesh ambient that is none: %s", (_, asking) => {
    const plain = sail("IstioCNI", "version: v1.28.4, namespace: istio-cni");
    const text = docs(sidecar, plain, asking);
    expect(inputErrorOf(() => adoptText(text, { distribution: "sail" }))).toMatch(
      /is for an ambient mesh.*, and Istio\/default has no ambient profile, nor is there a ZTunnel.*\n.*Give --data-plane/,
    );
    // Whoever says what runs gets it, and the rules say what is wrong with it.
    const said = adoptText(text, { distribution: "sail", dataPlane: "sidecar" });
    expect(baselineOf(said).some(({ kind }) => kind === "ZTunnel")).toBe(false);
    expect(adoptText(text, { distribution: "sail", dataPlane: "ambient" }).text).toContain("dataPlane: ambient");
  });

  test("a ZTunnel that names the Istio object of another mesh is no part of this one", () => {
    const other = sail("Istio", "version: v1.28.4, namespace: other, profile: ambient", "name: other");
    const own = sail("ZTunnel", "version: v1.28.4, namespace: ztunnel, targetRef: { kind: Istio, name: other }");
    const text = docs(sidecar, other, cni, own);
    expect(inputErrorOf(() => adoptText(text, { istio: "default", distribution: "sail" }))).toContain(
      "ZTunnel/default connects to what its spec.targetRef names, the control plane of Istio/other",
    );
  });

  test("an IstioCNI that several control planes share says nothing of one", () => {
    const other = sail("Istio", "version: v1.28.4, namespace: other, profile: ambient", "name: other");
    const own = sail("Istio", "version: v1.28.4, namespace: istio-system");
    expect(specOf(docs(own, other, cni), { istio: "default", distribution: "sail" })["dataPlane"]).toBe("sidecar");
  });

  test.each<[path: string, values: string, more: string]>([
    [
      "global.remotePilotAddress",
      "global: { remotePilotAddress: 10.0.0.1 }",
      '"10.0.0.1" contradicts spec.controlPlane',
    ],
    [
      "meshConfig.defaultConfig.discoveryAddress",
      'meshConfig: { defaultConfig: { discoveryAddress: "a.example.com:15012" } }',
      '"a.example.com:15012" contradicts spec.controlPlane; expected "istiod.istio-system.svc:15012"',
    ],
    ["profile", "profile: remote", '"remote" contradicts spec.controlPlane; expected a profile that runs istiod'],
  ])("a control plane elsewhere does not work without %s, and that is said", (path, values, why) => {
    const text = sail("Istio", `version: v1.28.4, namespace: istio-system, values: { ${values} }`);
    const adoption = adoptText(text, { distribution: "sail" });
    expect(lines(adoption)).toEqual([
      `Istio/default spec.values.${path}: left out: ${why}; the control plane is elsewhere, or is reached at another address, and meshstep plans for an istiod of this cluster: without it the mesh does not work`,
    ]);
    expect(adoptionReport(adoption, "mesh.yaml")).toContain("Promote nothing of it");
  });

  describe("the operator's chart, which an engine installs", () => {
    const release = (version: string) =>
      doc(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        "name: sail, namespace: flux-system",
        `spec: { chart: { spec: { chart: sail-operator, version: "${version}" } } }\n`,
      );
    const plane = (spec: string) => sail("Istio", `${spec}namespace: istio-system`);
    const operatorOf = (text: string) => {
      const { distribution, operator } = specOf(text) as { distribution: string; operator: { release: string } };
      return [distribution, operator.release];
    };

    test("says whose it is, and which release", () => {
      const text = docs(plane("version: v1.28.3, "), release("1.29.2"));
      expect(operatorOf(text)).toEqual(["sail", "1.29.2"]);
      expect(adoptText(text).text).toContain("# guessed: HelmRelease/flux-system/sail spec.chart.spec.version");
      expect(operatorOf(docs(plane("version: v1.28.10, "), release(">=1.28")))[0]).toBe("sail");
    });

    test("says nothing of a version that was filled in once", () => {
      expect(inputErrorOf(() => adoptText(docs(plane(""), release("1.29.2"))))).toContain("has no spec.version");
    });
  });

  test("check and adopt take one tree for the same distribution", () => {
    for (const version of ["v1.28.10", "v1.28.3", "v1.27.5", "v1.26.4"]) {
      for (const more of [[], [cni.replace("v1.28.4", version)]]) {
        const text = docs(sail("Istio", `version: ${version}, namespace: istio-system`), ...more);
        const { notes } = checkPaths(["-"], { acceptedJumps: [] }, { cwd: "/", stdin: () => text });
        const adopted = specOf(text)["distribution"] as "sail";
        expect([version, notes.find((note) => note.includes("taken for"))]).toEqual([
          version,
          expect.stringContaining(`taken for ${distribution(adopted).title} (`),
        ]);
      }
    }
  });

  test("what engines apply, and from where, stays with whoever delivers; other kinds of their groups are carried", () => {
    const flux = (group: string, kind: string) =>
      doc(`${group}.toolkit.fluxcd.io/v1`, kind, `name: sail, namespace: flux-system`);
    const argo = (kind: string) => doc("argoproj.io/v1alpha1", kind, "name: mesh, namespace: argocd");
    const delivery = [
      argo("Application"),
      argo("ApplicationSet"),
      argo("AppProject"),
      flux("kustomize", "Kustomization"),
      flux("helm", "HelmRelease"),
      flux("source", "GitRepository"),
      flux("source", "HelmRepository"),
    ];
    const adoption = adoptText(
      docs(ambient, ...delivery, doc("argoproj.io/v1alpha1", "Rollout", "name: web, namespace: istio-system")),
    );
    expect(lines(adoption)).toEqual([]);
    expect([...adoption.carriage.files.keys()]).toEqual(["rollout-web.yaml"]);
    expect(adoption.notes).toContainEqual(
      "left where they are, as they are the delivery and no part of the mesh: Application/argocd/mesh, ApplicationSet/argocd/mesh, AppProject/argocd/mesh and 4 more",
    );
    expect(adoption.notes).toContainEqual(
      "which of Application/argocd/mesh, ApplicationSet/argocd/mesh, Kustomization/flux-system/sail apply the mesh cannot be told from the input; what is taken out of one that prunes before it is protected is deleted: docs/adopt.md of meshstep says in which order the mesh goes over to its live folder",
    );
  });

  test("what has an owner and the ranges of OpenShift are left out, Secrets and placeholders are named", () => {
    const owner = "ownerReferences: [{ kind: Istio, name: default }]";
    const adoption = adoptText(
      docs(
        sidecar,
        sail("IstioRevision", "version: v1.28.4, namespace: istio-system", `name: default, ${owner}`),
        doc(
          "v1",
          "Namespace",
          "name: a, labels: { istio-injection: enabled }, annotations: { openshift.io/sa.scc.mcs: x }",
        ),
        doc("v1", "Secret", "name: cacerts, namespace: istio-system", "stringData: { key: hush }\n"),
        doc("v1", "ConfigMap", "name: c, namespace: istio-system", `data: { cluster: "${placeholder("CLUSTER")}" }\n`),
      ),
      { distribution: "sail" },
    );
    expect(lines(adoption)).toEqual([]);
    expect(adoption.notes).toEqual([
      "left to the controllers that made them: 1 IstioRevision",
      "left where they are, as no Secret is copied: Secret/istio-system/cacerts",
      `placeholders stand as they are, for whoever fills them in: ${placeholder("CLUSTER")} in ConfigMap/istio-system/c`,
    ]);
    expect(
      [adoption.text, ...[...adoption.carriage.files.values()].map((one) => JSON.stringify(one))].join(),
    ).not.toContain("hush");
  });
});

describe("a version that nobody says is never made up", () => {
  const open = sail("Istio", "namespace: istio-system");
  const words = "Give --istio-version, the version that runs";

  test("it is asked for", () => {
    expect(inputErrorOf(() => adoptText(open))).toContain("Istio/default has no spec.version");
    expect(inputErrorOf(() => adoptText(open))).toContain(words);
    expect(inputErrorOf(() => adoptText(sail("Istio", `version: "v${placeholder("ISTIO")}"`)))).toContain(
      `Istio/default spec.version is the placeholder v${placeholder("ISTIO")}`,
    );
  });

  test("or said, by the user or by the release that is installed", () => {
    expect(specOf(open, { distribution: "sail", istioVersion: "1.28.1" })["version"]).toBe("v1.28.1");
    expect(specOf(open, { distribution: "sail", release: "1.28.3" })["version"]).toBe("v1.28.3");
    // What the object says outright is what runs.
    expect(specOf(sidecar, { istioVersion: "v1.27.3" })["version"]).toBe("v1.28.4");
  });
});

describe("a RevisionBased mesh", () => {
  const istio = (version = "v1.28.4") => sail("Istio", `version: ${version}, updateStrategy: { type: RevisionBased }`);
  const tag = (target: string, name = "stable") => sail("IstioRevisionTag", `targetRef: ${target}`, `name: ${name}`);
  const on = (rev: string) => doc("v1", "Namespace", `name: shop, labels: { istio.io/rev: ${rev} }`);
  const injected = doc("v1", "Namespace", "name: shop, labels: { istio-injection: enabled }");
  const here = "{ kind: IstioRevision, name: default-v1-28-4 }";

  test.each<[string, string[], object]>([
    [
      "a namespace on the revision",
      [istio(), on("default-v1-28-4")],
      { namespaces: [{ name: "shop", ownership: "owned" }] },
    ],
    [
      "a namespace on a tag",
      [istio(), tag(here), on("stable")],
      { revisionTags: [{ name: "stable" }], namespaces: [{ name: "shop", ownership: "owned", revisionTag: "stable" }] },
    ],
    [
      "a namespace on the tag called default, by the label that stands for it",
      [istio(), tag(here, "default"), injected],
      {
        revisionTags: [{ name: "default" }],
        namespaces: [
          { name: "shop", ownership: "owned", revisionTag: "default", labels: { "istio-injection": "enabled" } },
        ],
      },
    ],
    [
      "the same label without that tag",
      [istio(), tag(here), injected],
      { namespaces: [{ name: "shop", dataPlane: "none", labels: { "istio-injection": "enabled" } }] },
    ],
    [
      "a tag that follows Istio",
      [istio(), tag("{ kind: Istio, name: default }")],
      { revisionTags: [{ name: "stable" }] },
    ],
  ])("at rest is described as it is: %s", (_, texts, expected) => {
    const spec = specOf(docs(...texts));
    expect(spec).toMatchObject({ controlPlane: { updateStrategy: "RevisionBased" }, ...expected });
  });

  test("with its grace period, where that is not the operator's", () => {
    const graced = (seconds: number) =>
      sail(
        "Istio",
        `version: v1.28.4, namespace: istio-system, updateStrategy: { type: RevisionBased, inactiveRevisionDeletionGracePeriodSeconds: ${seconds} }`,
      );
    const { uncarried, text } = adoptText(docs(graced(86400), on("default-v1-28-4")));
    expect([uncarried, text]).toEqual([
      [],
      expect.stringContaining("inactiveRevisionDeletionGracePeriodSeconds: 86400"),
    ]);
    expect(adoptText(docs(graced(30), on("default-v1-28-4")))).toMatchObject({
      uncarried: [],
      text: expect.not.stringContaining("GracePeriod"),
    });
  });

  const old = "{ kind: IstioRevision, name: default-v1-28-3 }";
  const middle = { version: "v1.28.3", running: { controlPlane: ["v1.28.3", "v1.28.4"] } };
  const seen = (version: string, inUse?: boolean) => {
    const name = `default-${version.replaceAll(".", "-")}`;
    const status =
      inUse === undefined ? "" : `\nstatus: { conditions: [{ type: InUse, status: "${inUse ? "True" : "False"}" }] }`;
    const owner = "ownerReferences: [{ apiVersion: sailoperator.io/v1, kind: Istio, name: default, uid: a }]";
    return doc(
      "sailoperator.io/v1",
      "IstioRevision",
      `name: ${name}, uid: b, ${owner}`,
      `spec: { version: ${version} }${status}\n`,
    );
  };
  const hold = (target: string) =>
    sail(
      "IstioRevisionTag",
      `targetRef: ${target}`,
      'name: default-hold, annotations: { meshstep.dev/let-go: "true" }',
    );

  test.each<[string, string[], object]>([
    ["a namespace on another revision", [istio(), on("default-v1-28-3")], middle],
    ["a tag on another revision", [istio(), tag(old)], { ...middle, revisionTags: [{ name: "stable" }] }],
    [
      "a tag that follows Istio, and one on another revision",
      [istio(), tag("{ kind: Istio, name: default }"), tag(old, "next")],
      { version: "v1.28.3", running: { ...middle.running, revisions: { stable: "v1.28.4" } } },
    ],
    [
      "another revision that is used, whoever uses it",
      [istio(), on("default-v1-28-4"), seen("v1.28.4", true), seen("v1.28.3", true)],
      { version: "v1.28.3", running: { ...middle.running, revisions: { shop: "v1.28.4" } } },
    ],
    [
      "meshstep's own hold",
      [istio(), on("default-v1-28-4"), hold(old)],
      { version: "v1.28.3", running: { ...middle.running, hold: "v1.28.3", revisions: { shop: "v1.28.4" } } },
    ],
    [
      "the hold alone",
      [istio(), on("default-v1-28-4"), hold(here)],
      { version: "v1.28.4", running: { hold: "v1.28.4" } },
    ],
    [
      "a CNI plugin that has gone ahead",
      [istio(), on("default-v1-28-3"), sail("IstioCNI", "version: v1.28.4, namespace: istio-cni")],
      { version: "v1.28.3", running: { ...middle.running, cni: "v1.28.4" } },
    ],
    [
      "a pre-release, of which the revision says what it is",
      [istio(), seen("v1.28.4"), seen("v1.29.0-rc.1"), on("default-v1-29-0-rc-1")],
      { version: "v1.29.0-rc.1", running: { controlPlane: ["v1.29.0-rc.1", "v1.28.4"] } },
    ],
  ])("in the middle of a move is described as it is: %s", (_, texts, expected) => {
    expect(specOf(docs(...texts))).toMatchObject({ controlPlane: { updateStrategy: "RevisionBased" }, ...expected });
  });

  test("a revision that nothing uses any more is at rest already, and goes by itself", () => {
    const adoption = adoptText(docs(istio(), on("default-v1-28-4"), seen("v1.28.4", true), seen("v1.28.3", false)));
    expect(adoption.text).not.toContain("running:");
    expect(adoption.notes.join("\n")).toContain("IstioRevision/default-v1-28-3 is used by nothing");
  });

  test.each<[string, string[], string]>([
    [
      "two revisions that are left",
      [istio(), on("default-v1-28-3"), tag("{ kind: IstioRevision, name: default-v1-28-2 }")],
      "in the middle of a move to default-v1-28-4 from more than one revision: Namespace/shop asks for default-v1-28-3; IstioRevisionTag/stable points at default-v1-28-2",
    ],
    [
      "a revision that is gone",
      [istio(), on("default-v1-28-3"), seen("v1.28.4")],
      "Namespace/shop asks for default-v1-28-3, which is not there any more",
    ],
    [
      "a revision that is not there yet",
      [istio(), on("default-v1-28-3"), seen("v1.28.3")],
      "default-v1-28-4, which it asks for, is not there yet",
    ],
    [
      "a revision whose name does not say its version",
      [istio(), on("default-v1-29-0-rc-1")],
      "Namespace/shop asks for default-v1-29-0-rc-1, and nothing says which version that is",
    ],
    [
      "a hold on what needs none",
      [istio(), on("default-v1-28-3"), hold(here)],
      "IstioRevisionTag/default-hold holds default-v1-28-4, which it asks for",
    ],
    ["a ZTunnel", [istio(), ztunnel], "meshstep plans that for sidecars only"],
    ["an alias", [istio("v1.28-latest")], "v1.28-latest is an alias"],
  ])("with %s is refused, never written as InPlace", (_, texts, message) => {
    expect(inputErrorOf(() => adoptText(docs(...texts)))).toContain(message);
  });
});

describe("what cannot be carried", () => {
  const added = (kind: string, plural: string) =>
    `${kind}/default: not in the input; the mesh adds it, and writes over one that the cluster has: give adopt that as well, as kubectl get ${plural} -o yaml prints it`;
  test.each<[what: string, text: string, choices: AdoptChoices, expected: string[]]>([
    ["a missing CNI of an ambient mesh", ambient.replace(cni, ""), {}, [added("IstioCNI", "istiocnis")]],
    ["a missing ZTunnel of an ambient mesh", ambient.replace(ztunnel, ""), {}, [added("ZTunnel", "ztunnels")]],
    ["a missing CNI of a sidecar mesh: nothing", sidecar, {}, []],
    [
      "the same where the vendor wants one",
      sidecar,
      { distribution: "openshift" },
      [`${added("IstioCNI", "istiocnis")}; if somebody else keeps it, write spec.cni: { ownership: external }`],
    ],
    [
      "v1alpha1 of ZTunnel where v1 is served",
      ambient.replace(
        ztunnel,
        sail("ZTunnel", "version: v1.28.4, namespace: ztunnel, profile: ambient", "name: default", "v1alpha1"),
      ),
      {},
      [
        "ZTunnel/default apiVersion: operator release 3.3.0 serves sailoperator.io/v1, and the mesh writes the newest that is served",
      ],
    ],
    [
      "a version without v",
      sail("Istio", "version: 1.28.4"),
      { distribution: "sail" },
      ["Istio/default spec.version: the API accepts no version without its v; the mesh writes v1.28.4"],
    ],
    [
      "an alias",
      sail("Istio", "version: v1.28-latest"),
      { distribution: "sail", release: "1.28.3" },
      ["Istio/default spec.version: a floating alias; manifests carry the exact version v1.28.3"],
    ],
    [
      "a tag that a person wrote, of another Istio",
      docs(sidecar, sail("IstioRevisionTag", "targetRef: { kind: Istio, name: other }", "name: prod")),
      {},
      ["IstioRevisionTag/prod: mesh.yaml has tags for RevisionBased only; keep it in a delivery of its own"],
    ],
    [
      "a tag that a person wrote, of this one: it is carried",
      docs(sidecar, sail("IstioRevisionTag", "targetRef: { kind: Istio, name: default }", "name: prod")),
      {},
      [],
    ],
    [
      "a wave of one's own; other labels and annotations are kept",
      sail(
        "Istio",
        "version: v1.28.4",
        'name: default, labels: { team: a }, annotations: { note.example/x: a, argocd.argoproj.io/sync-wave: "-1" }',
      ),
      { distribution: "sail" },
      [
        'Istio/default metadata.annotations["argocd.argoproj.io/sync-wave"]: meshstep orders its own objects: it writes 20',
      ],
    ],
    [
      "parts at other versions: nothing",
      docs(sail("Istio", `version: v1.28.5, namespace: istio-system, profile: ambient, ${trusted}`), cni, ztunnel),
      {},
      [],
    ],
    [
      "no trusted namespace",
      ambient.replace(`, ${trusted}`, ""),
      {},
      [
        "Istio/default spec.values.pilot.trustedZtunnelNamespace: the mesh adds ztunnel, where ztunnel runs: istiod restarts once when it is applied",
      ],
    ],
    [
      "fields that mesh.yaml has no key for",
      ambient.replace(
        ztunnel,
        sail("ZTunnel", "version: v1.28.4, namespace: ztunnel, targetRef: { kind: Istio, name: default }"),
      ),
      {},
      ["ZTunnel/default spec.targetRef: mesh.yaml has no place for it; InPlace needs none"],
    ],
    [
      "annotations of a Namespace that somebody else writes, too",
      docs(
        ambient,
        doc(
          "v1",
          "Namespace",
          "name: a, labels: { istio.io/dataplane-mode: ambient }, annotations: { owner: me, kustomize.toolkit.fluxcd.io/ssa: Merge }",
        ),
      ),
      {},
      [
        "Namespace/a metadata.annotations: mesh.yaml has no place for annotations of a Namespace that is shared; keep its manifest in a delivery of its own",
      ],
    ],
    [
      "a name that no file could have",
      docs(sidecar, doc("rbac.authorization.k8s.io/v1", "Role", "name: system:Foo, namespace: istio-system")),
      {},
      ['Role/istio-system/system:Foo: metadata.name: expected a name of a-z, 0-9, - and single dots, got "system:Foo"'],
    ],
    [
      "a singleton of another name",
      docs(sidecar, sail("IstioCNI", "version: v1.28.4", "name: other")),
      { distribution: "sail" },
      [
        "IstioCNI/other: the mesh has one, named default, or none",
        `${added("IstioCNI", "istiocnis")}; if somebody else keeps it, write spec.cni: { ownership: external }`,
      ],
    ],
    [
      "a version that the operator in force does not install",
      sail("Istio", "version: v1.24.6"),
      { distribution: "openshift", release: "3.4.1" },
      [
        expect.stringContaining(
          "mesh.yaml: nothing can be rendered: VER001: operator release 3.4.1 does not know v1.24.6",
        ) as never,
      ],
    ],
  ])("%s", (_, text, choices, expected) => {
    const adoption = adoptText(text, choices);
    expect(lines(adoption)).toEqual(expected);
    for (const line of expected) if (typeof line === "string") expect(adoption.text).toContain(`# - ${line}\n`);
  });
});

describe("the operator", () => {
  const subscription = (spec: string, status = "", name = "servicemeshoperator3") =>
    doc(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      `name: ${name}, namespace: openshift-operators`,
      `spec: { name: servicemeshoperator3, ${spec} }\n${status}`,
    );
  const source = "source: redhat-operators, sourceNamespace: openshift-marketplace";
  const full = docs(sail("Istio", "version: v1.26.3, namespace: istio-system"), sail("IstioCNI", "version: v1.26.3"));

  test.each<[what: string, text: string, choices: AdoptChoices, operator: [string, string]]>([
    ["the default of a release", full, {}, ["sail", "1.26.3"]],
    ["the same with a chosen distribution", full, { distribution: "openshift" }, ["openshift", "3.1.1"]],
    ["a chosen release", full, { release: "3.1.2" }, ["openshift", "3.1.2"]],
    [
      "a CSV",
      docs(
        full,
        doc(
          "operators.coreos.com/v1alpha1",
          "ClusterServiceVersion",
          "name: servicemeshoperator3.v3.1.4, namespace: a, uid: a",
        ),
      ),
      {},
      ["openshift", "3.1.4"],
    ],
    [
      "two CSVs, while OLM replaces one",
      docs(
        full,
        ...["4", "10"].map((z) =>
          doc(
            "operators.coreos.com/v1alpha1",
            "ClusterServiceVersion",
            `name: servicemeshoperator3.v3.1.${z}, namespace: a, uid: a`,
          ),
        ),
      ),
      {},
      ["openshift", "3.1.10"],
    ],
    [
      "what a Subscription has installed",
      docs(full, subscription(`channel: stable, ${source}`, "status: { installedCSV: servicemeshoperator3.v3.1.3 }\n")),
      {},
      ["openshift", "3.1.3"],
    ],
    [
      "what a Subscription started with",
      docs(full, subscription(`channel: stable-3.1, startingCSV: servicemeshoperator3.v3.1.2, ${source}`)),
      {},
      ["openshift", "3.1.2"],
    ],
    ["a channel", docs(full, subscription(`channel: stable-3.2, ${source}`)), {}, ["openshift", "3.2.0"]],
    [
      "the platform",
      docs(full, doc("v1", "Namespace", "name: a, uid: a, annotations: { openshift.io/description: x }")),
      {},
      ["openshift", "3.1.1"],
    ],
    [
      "another platform",
      docs(full, doc("v1", "Namespace", "name: a, uid: a, labels: { cpaas.io/project: x }")),
      {},
      ["alauda", "2.0.14"],
    ],
    ["what serves ZTunnel as it is", ambient.replaceAll("v1.28.4", "v1.26.3"), {}, ["sail", "1.28.0"]],
    [
      "what resolves an alias",
      sail("Istio", "version: v1.27-latest"),
      { distribution: "sail", istioVersion: "v1.27.3" },
      ["sail", "1.27.3"],
    ],
  ])("from %s", (_, text, choices, [distribution, release]) => {
    expect(specOf(text, choices)).toMatchObject({ distribution, operator: { release } });
  });

  test("a Subscription is described; what it leaves out is written with the same meaning", () => {
    const adoption = adoptText(docs(full, subscription(source)));
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec.operator.subscription).toEqual({
      namespace: "openshift-operators",
      channel: "stable",
      approval: "Automatic",
    });
    const named = adoptText(
      docs(
        full,
        subscription(
          "source: mirror, sourceNamespace: mirrors, installPlanApproval: Manual, channel: stable-3.1",
          "",
          "ossm",
        ),
      ),
    );
    expect(lines(named)).toEqual([]);
    expect(parse(named.text).spec.operator.subscription).toEqual({
      namespace: "openshift-operators",
      channel: "stable-3.1",
      approval: "Manual",
      name: "ossm",
      source: "mirror",
      sourceNamespace: "mirrors",
    });
  });

  test("where its pod runs, and what other tools wrote, is kept", () => {
    const spec = `channel: stable-3.1, installPlanApproval: Manual, config: { env: [], tolerations: [{ key: infra }], nodeSelector: { infra: "" } }, ${source}`;
    const named = "servicemeshoperator3, labels: { team: mesh }, annotations: { owner: platform }";
    const adopted = adoptText(docs(full, subscription(spec, "", named)));
    expect(lines(adopted)).toEqual([]);
    expect(parse(adopted.text).spec.operator.subscription).toMatchObject({
      config: { env: [], tolerations: [{ key: "infra" }], nodeSelector: { infra: "" } },
      labels: { team: "mesh" },
      annotations: { owner: "platform" },
    });
  });

  test("an old startingCSV is listed", () => {
    const text = docs(
      full,
      subscription(
        `channel: stable-3.1, startingCSV: servicemeshoperator3.v3.1.0, ${source}`,
        "status: { installedCSV: servicemeshoperator3.v3.1.3 }\n",
      ),
    );
    const id = "Subscription/openshift-operators/servicemeshoperator3";
    expect(lines(adoptText(text))).toEqual([
      `${id} spec.startingCSV: the mesh names the release in force, servicemeshoperator3.v3.1.3; OLM reads this at the first install only`,
    ]);
  });

  test.each([
    [
      "status.installedCSV",
      subscription(`channel: stable, ${source}`, "status: { installedCSV: servicemeshoperator3.v3.9.0 }\n"),
    ],
    ["spec.startingCSV", subscription(`channel: stable, startingCSV: servicemeshoperator3.v3.9.0, ${source}`)],
  ])("no other release stands for one that the catalogue does not have: %s", (field, found) => {
    const said = inputErrorOf(() => adoptText(docs(full, found)));
    expect(said).toContain(
      `Subscription/openshift-operators/servicemeshoperator3 ${field} is servicemeshoperator3.v3.9.0: the catalogue of meshstep has no release 3.9.0 of OpenShift Service Mesh 3`,
    );
    expect(said).toContain("--release");
    const named = adoptText(docs(full, found), { release: "3.1.3" });
    expect(parse(named.text).spec.operator.release).toBe("3.1.3");
  });

  test("the version that a revision runs settles an alias", () => {
    const revision = sail(
      "IstioRevision",
      "version: v1.28.1",
      "name: default, uid: a, ownerReferences: [{ kind: Istio, name: default }]",
    );
    expect(specOf(docs(sail("Istio", "version: v1.28-latest"), revision), { distribution: "sail" })["version"]).toBe(
      "v1.28.1",
    );
  });
});

describe("a mesh in the middle of an upgrade", () => {
  const istio = (version: string) =>
    sail("Istio", `version: ${version}, namespace: istio-system, profile: ambient, ${trusted}`);
  const part = (kind: string, version: string) => (kind === "ZTunnel" ? ztunnel : cni).replace("v1.28.4", version);

  test.each<[what: string, text: string, version: string, running: object]>([
    ["the control plane has moved", docs(istio("v1.28.5"), cni, ztunnel), "v1.28.4", { controlPlane: "v1.28.5" }],
    [
      "ztunnel has not",
      docs(istio("v1.28.5"), part("IstioCNI", "v1.28.5"), ztunnel),
      "v1.28.4",
      { controlPlane: "v1.28.5", cni: "v1.28.5" },
    ],
    [
      "the control plane of a sidecar mesh has moved, which has no ztunnel",
      docs(
        sail("Istio", "version: v1.28.5, namespace: istio-system"),
        sail("IstioCNI", "version: v1.28.4, namespace: istio-cni"),
      ),
      "v1.28.4",
      { controlPlane: "v1.28.5" },
    ],
  ])("is described as it runs: %s", (_what, text, version, running) => {
    const adoption = adoptText(text);
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec).toMatchObject({ version });
    expect(parse(adoption.text).spec.running).toEqual(running);
    expect(adoption.text).toContain("and Istio's is v1.28.5: the mesh is in the middle of an upgrade");
  });

  test("the release is one that has the versions of all parts", () => {
    const moved = sail("Istio", "version: v1.28.5, namespace: istio-system");
    const text = docs(moved, sail("IstioCNI", "version: v1.28.3, namespace: istio-cni"));
    expect(lines(adoptText(text))).toEqual([]);
  });

  test("an alias of a part is no other version", () => {
    const text = docs(istio("v1.28.4"), part("IstioCNI", "v1.28-latest"), ztunnel);
    expect(specOf(text)).not.toHaveProperty("running");
  });
});

describe("what is there instead of an Istio of the Sail Operator is said", () => {
  test.each<[what: string, text: string, words: string]>([
    [
      "an API from before the operator had a release",
      doc("operator.istio.io/v1alpha1", "Istio", "name: default"),
      "Istio/default is of operator.istio.io/v1alpha1",
    ],
    [
      "OpenShift Service Mesh 2",
      doc("maistra.io/v2", "ServiceMeshControlPlane", "name: basic, namespace: istio-system"),
      "ServiceMeshControlPlane/istio-system/basic says that it is installed by OpenShift Service Mesh 2",
    ],
    ["nothing", doc("v1", "ConfigMap", "name: a, namespace: b"), "no Istio object among the 1 of the input\n"],
  ])("%s", (_what, text, words) => {
    expect(inputErrorOf(() => adoptText(text))).toContain(words);
  });
});

describe("several Istio objects", () => {
  const two = docs(
    sail("Istio", "version: v1.28.4, namespace: istio-a", "name: a"),
    sail("Istio", "version: v1.28.3, namespace: istio-b", "name: b"),
    doc("v1", "Namespace", "name: apps-a, uid: x, labels: { istio.io/rev: a }"),
    doc("v1", "Namespace", "name: apps-b, uid: x, labels: { istio.io/rev: b }"),
  );

  test("one has to be chosen", () => {
    expect(inputErrorOf(() => adoptText(two))).toBe(
      "2 Istio objects: a, b; a mesh.yaml describes one\n  Choose one with --istio NAME, or adopt all of them, each into a file of its own, with --all.",
    );
    expect(inputErrorOf(() => adoptText(two, { istio: "c" }))).toBe(
      "--istio c: there is no Istio object of that name\n  There are: a, b.",
    );
  });

  test("and is adopted with its own namespaces", () => {
    const adoption = adoptText(two, { istio: "b", distribution: "sail" });
    expect(lines(adoption)).toEqual([]);
    expect(parse(adoption.text).spec).toMatchObject({
      version: "v1.28.3",
      controlPlane: { name: "b", namespace: "istio-b" },
      namespaces: [{ name: "apps-b" }],
    });
    expect(adoption.notes).toEqual([
      "Istio/a is left to a mesh of its own (--istio a); what both would carry belongs into one of them only",
      "1 Namespace of other Istio objects left alone",
    ]);
  });
});

describe("broken input", () => {
  const getHint =
    "kubectl get istios,istiorevisions,istiorevisiontags,istiocnis,ztunnels,namespaces,gateways,httproutes,authorizationpolicies -A -o yaml | meshstep adopt -";

  test.each<[what: string, text: string, choices: AdoptChoices, message: string]>([
    ["nothing", "", {}, `no Kubernetes object in the input\n  ${getHint}`],
    [
      "no Istio",
      doc("v1", "ConfigMap", "name: a, namespace: b"),
      {},
      `no Istio object among the 1 of the input\n  ${getHint}`,
    ],
    ["not Kubernetes", "hello: world\n", {}, `no Kubernetes object in the input\n  ${getHint}`],
    [
      "a template",
      "apiVersion: sailoperator.io/v1\nkind: Istio\n{{- if .Values.x }}\nmetadata: { name: default }\n",
      {},
      "no Istio object in the input\n<stdin>:3:1: a template",
    ],
    [
      "what the API server would refuse",
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {}\n",
      {},
      "<stdin>:3:1: metadata.name: missing; expected text",
    ],
    [
      "two of one name",
      docs(sidecar, sidecar.replace("v1.28.4", "v1.28.3")),
      {},
      "<stdin>:6:1: a second Istio/default that differs from the first at <stdin>:1:1\n  adopt reads one state of one cluster: name its folders and files one by one, and leave out what stands for another state",
    ],
    [
      "an unknown version",
      sail("Istio", "version: v1.99.0"),
      {},
      "no operator release of Sail Operator, OpenShift Service Mesh 3, Alauda Service Mesh 2 installs v1.99.0\n  meshstep catalog lists",
    ],
    [
      "an unknown release",
      sidecar,
      { distribution: "openshift", release: "3.1.99" },
      "--release 3.1.99: not in the catalogue of OpenShift Service Mesh 3\n  Nearest: 3.1.",
    ],
    [
      "no version and no operator",
      sail("Istio", "namespace: istio-system"),
      { distribution: "alauda", release: "2.2.0" },
      "Istio/default has no spec.version, and nothing says which operator release filled it in\n  Give --istio-version, the version that runs (kubectl get istiorevisions), or --release",
    ],
    [
      "a word that is no version",
      sail("Istio", "namespace: istio-system"),
      { istioVersion: "VERSION" },
      "--istio-version VERSION: expected an exact Istio version such as v1.26.4\n  It is the version that runs",
    ],
    [
      "an alias, which may be several",
      sidecar,
      { istioVersion: "v1.28-latest" },
      "--istio-version v1.28-latest: expected",
    ],
    [
      "a version that nothing installs",
      sail("Istio", "namespace: istio-system"),
      { istioVersion: "9.9.9" },
      "no operator release of Sail Operator, OpenShift Service Mesh 3, Alauda Service Mesh 2 installs v9.9.9\n  meshstep catalog lists",
    ],
    ["a name that is none", sidecar, { name: "Prod East" }, "--name Prod East: expected a DNS label (a-z, 0-9 and -)"],
  ])("%s", (_, text, choices, message) => {
    expect(inputErrorOf(() => adoptText(text, choices))).toContain(message);
  });

  test("two of one name that are the same are one", () => {
    expect(lines(adoptText(docs(sidecar, sidecar)))).toEqual([]);
  });
});

describe("texts that break out of a line, or change in a delivery", () => {
  const configMap = (metadata: string, rest = "data: { a: b }\n") => doc("v1", "ConfigMap", metadata, rest);

  test("a file's name stays in the comment of the copy, and an input's name in that of mesh.yaml", () => {
    const name = "a\nkind: Evil\u2028b.yaml";
    const cwd = folderWith({ [name]: docs(ambient, configMap("name: a, namespace: istio-system")) });
    const { text, carriage } = adopt([name], { cwd }, { folder: "/nowhere", shown: "nowhere" });
    const [copy] = [...carriage.files.values()].map(fileText);
    expect(copy).toMatch(
      /^# Adopted by meshstep from a\\u000akind: Evil\\u2028b\.yaml\.\napiVersion: v1\nkind: ConfigMap\n/,
    );
    expect(text).not.toMatch(/^kind: Evil|\u2028/m);
  });

  test("values are written so that kubectl's readers find them again", () => {
    const values = 'values: { a: "0o644", b: "x\\u2028y", c: "+0o7" }';
    const istio = sail("Istio", `version: v1.28.4, namespace: istio-system, ${values}`);
    const adoption = adoptText(istio);
    expect(lines(adoption)).toEqual([]);
    expect(adoption.text).toMatch(/a: "0o644"\n +b: "x\\u2028y"\n +c: "\+0o7"\n/);
  });

  test("what the engine's kustomize would drop is not carried, and the rest is", () => {
    const local = configMap(
      "name: l, namespace: istio-system, annotations: { config.kubernetes.io/local-config: 'true' }",
    );
    const tracked = sail(
      "Istio",
      "version: v1.28.4, namespace: istio-system",
      "name: default, annotations: { argocd.argoproj.io/tracking-id: a }",
    );
    const merge = configMap("name: m, namespace: istio-system", 'data: { "<<": b }\n');
    expect(lines(adoptText(docs(sidecar, local, merge)))).toEqual([]);
    expect(lines(adoptText(docs(tracked, local, merge, configMap("name: k, namespace: istio-system"))))).toEqual([
      "ConfigMap/istio-system/l: metadata.annotations.config.kubernetes.io/local-config: kustomize leaves such an object out",
      "ConfigMap/istio-system/m: data.<<: kustomize takes this key for a merge, whatever quotes it has",
    ]);
  });
});
