import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { meshText } from "../support/mesh-text";

/** A mesh.yaml in which `spec` begins on line 6: distribution 7, dataPlane 8, version, operator, then `more` from line 11 on. */
function load(more: string, head: { distribution?: string; dataPlane?: string } = {}) {
  const { distribution = "sail", dataPlane = "ambient" } = head;
  const openshift = distribution === "openshift";
  const text = `\n${meshText("east", more)}`
    .replace("distribution: sail", `distribution: ${distribution}`)
    .replace("dataPlane: ambient", `dataPlane: ${dataPlane}`)
    .replace("version: v1.28.1", openshift ? "version: v1.28.4" : "version: v1.28.1")
    .replace("release: 1.28.1", openshift ? "release: 3.3.1" : "release: 1.28.1");
  return () => loadMeshes(["mesh.yaml"], { cwd: folderWith({ "mesh.yaml": text }) });
}

/** The mesh of most rows: its control plane has a name and a namespace of its own. */
const prod = (values: string) => `  controlPlane: { name: prod, namespace: mesh-prod, values: ${values} }\n`;
const ztunnel = (values: string) =>
  `  controlPlane: { name: prod, namespace: mesh-prod }\n  ztunnel: { values: { ztunnel: ${values} } }\n`;
const cni = (values: string) => `  cni: { values: ${values} }\n`;

describe("a value that contradicts a key is told with both places", () => {
  const leave = (key: string) => `leave it out, or change ${key}`;
  const name = "spec.controlPlane.name: prod (mesh.yaml:11:25)";
  const home = "spec.controlPlane (mesh.yaml:11:17)";
  const istiod = '"istiod-prod.mesh-prod.svc:15012"';

  test.each<[what: string, more: string, path: string, message: string, hint: string]>([
    [
      "revision",
      prod("{ revision: canary }"),
      "spec.controlPlane.values.revision",
      `"canary" contradicts ${name}; expected "prod"`,
      leave("spec.controlPlane.name"),
    ],
    [
      "global.revision",
      prod("{ global: { revision: default } }"),
      "spec.controlPlane.values.global.revision",
      `"default" contradicts ${name}; expected "prod"`,
      leave("spec.controlPlane.name"),
    ],
    [
      "defaultRevision",
      prod("{ defaultRevision: default }"),
      "spec.controlPlane.values.defaultRevision",
      `"default" contradicts ${name}; expected "prod"`,
      leave("spec.controlPlane.name"),
    ],
    [
      "revisionTags",
      prod("{ revisionTags: [stable] }"),
      "spec.controlPlane.values.revisionTags",
      '["stable"] contradicts spec.revisionTags (mesh.yaml:7:3)',
      "leave it out: the API server drops it",
    ],
    [
      "REVISION",
      prod("{ pilot: { env: { REVISION: default } } }"),
      "spec.controlPlane.values.pilot.env.REVISION",
      `"default" contradicts ${name}; expected "prod"`,
      leave("spec.controlPlane.name"),
    ],
    [
      "global.istioNamespace",
      prod("{ global: { istioNamespace: istio-system } }"),
      "spec.controlPlane.values.global.istioNamespace",
      '"istio-system" contradicts spec.controlPlane.namespace: mesh-prod (mesh.yaml:11:42); expected "mesh-prod"',
      leave("spec.controlPlane.namespace"),
    ],
    [
      "discoveryAddress",
      prod("{ meshConfig: { defaultConfig: { discoveryAddress: 'istiod.istio-system.svc:15012' } } }"),
      "spec.controlPlane.values.meshConfig.defaultConfig.discoveryAddress",
      `"istiod.istio-system.svc:15012" contradicts ${home}; expected ${istiod}`,
      leave("spec.controlPlane"),
    ],
    [
      "a key of the mesh that is not written down",
      "  controlPlane: { values: { global: { istioNamespace: mesh } } }\n",
      "spec.controlPlane.values.global.istioNamespace",
      '"mesh" contradicts spec.controlPlane.namespace: istio-system (mesh.yaml:11:17); expected "istio-system"',
      leave("spec.controlPlane.namespace"),
    ],
    [
      "PILOT_ENABLE_AMBIENT",
      prod('{ pilot: { env: { PILOT_ENABLE_AMBIENT: "false" } } }'),
      "spec.controlPlane.values.pilot.env.PILOT_ENABLE_AMBIENT",
      '"false" contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "true"',
      leave("spec.dataPlane"),
    ],
    [
      "a variable in the list",
      prod('{ pilot: { envVarFrom: [{ name: A }, { name: PILOT_ENABLE_AMBIENT, value: "no" }] } }'),
      "spec.controlPlane.values.pilot.envVarFrom.1.value",
      '"no" contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "true"',
      leave("spec.dataPlane"),
    ],
    [
      "a variable whose value nobody can see",
      prod("{ pilot: { envVarFrom: [{ name: PILOT_ENABLE_AMBIENT, valueFrom: { configMapKeyRef: { key: a } } }] } }"),
      "spec.controlPlane.values.pilot.envVarFrom.0",
      '{"name":"PILOT_ENABLE_AMBIENT","valueFrom":{"configMapKeyRef":{"key":"a"}}} contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "true"',
      leave("spec.dataPlane"),
    ],
    [
      "a variable that is no text",
      prod("{ pilot: { env: { PILOT_ENABLE_AMBIENT: true } } }"),
      "spec.controlPlane.values.pilot.env.PILOT_ENABLE_AMBIENT",
      'true contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "true"',
      leave("spec.dataPlane"),
    ],
    [
      "profile",
      prod("{ profile: demo }"),
      "spec.controlPlane.values.profile",
      '"demo" contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "ambient"',
      leave("spec.dataPlane"),
    ],
    [
      "trustedZtunnelNamespace",
      `${prod("{ pilot: { trustedZtunnelNamespace: kube-system } }")}  ztunnel: { namespace: zt }\n`,
      "spec.controlPlane.values.pilot.trustedZtunnelNamespace",
      '"kube-system" contradicts spec.ztunnel.namespace: zt (mesh.yaml:12:25); expected "zt"',
      leave("spec.ztunnel.namespace"),
    ],
    [
      "CA_TRUSTED_NODE_ACCOUNTS",
      prod("{ pilot: { env: { CA_TRUSTED_NODE_ACCOUNTS: 'istio-system/ztunnel,kube-system/ztunnel' } } }"),
      "spec.controlPlane.values.pilot.env.CA_TRUSTED_NODE_ACCOUNTS",
      '"istio-system/ztunnel,kube-system/ztunnel" contradicts spec.ztunnel.namespace: ztunnel (mesh.yaml:7:3); expected "ztunnel/ztunnel"',
      leave("spec.ztunnel.namespace"),
    ],
    [
      "discovery selectors in two places",
      "  controlPlane:\n    discoverySelectors: [{ matchLabels: { a: b } }]\n    values: { meshConfig: { discoverySelectors: [{ matchLabels: { a: c } }] } }\n",
      "spec.controlPlane.values.meshConfig.discoverySelectors",
      '[{"matchLabels":{"a":"c"}}] contradicts spec.controlPlane.discoverySelectors (mesh.yaml:12:25); expected [{"matchLabels":{"a":"b"}}]',
      leave("spec.controlPlane.discoverySelectors"),
    ],
    [
      "an istiod elsewhere",
      prod("{ istiodRemote: { enabled: true } }"),
      "spec.controlPlane.values.istiodRemote.enabled",
      `true contradicts ${home}; expected false`,
      "leave it out: meshstep plans for an istiod in this cluster",
    ],
    [
      "no istiod",
      prod("{ pilot: { enabled: false } }"),
      "spec.controlPlane.values.pilot.enabled",
      `false contradicts ${home}; expected true`,
      "leave it out: meshstep plans for an istiod in this cluster",
    ],
    [
      "the address of a remote istiod",
      prod("{ global: { remotePilotAddress: 10.0.0.1 } }"),
      "spec.controlPlane.values.global.remotePilotAddress",
      `"10.0.0.1" contradicts ${home}`,
      "leave it out: meshstep plans for an istiod in this cluster",
    ],
    [
      "waypoints that istiod would not deploy",
      `${prod('{ pilot: { env: { PILOT_ENABLE_GATEWAY_API: "false" } } }')}  waypoints: [{ name: w, namespace: a }]\n`,
      "spec.controlPlane.values.pilot.env.PILOT_ENABLE_GATEWAY_API",
      '"false" contradicts spec.waypoints (mesh.yaml:12:14); expected "true"',
      leave("spec.waypoints"),
    ],
    [
      "cni.ambient.enabled",
      cni("{ cni: { ambient: { enabled: false } } }"),
      "spec.cni.values.cni.ambient.enabled",
      "false contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected true",
      leave("spec.dataPlane"),
    ],
    [
      "a namespace that the CNI leaves out",
      `${cni("{ cni: { excludeNamespaces: [kube-system, shop] } }")}  namespaces: [{ name: bank }, { name: shop }]\n`,
      "spec.cni.values.cni.excludeNamespaces",
      '["kube-system","shop"] contradicts spec.namespaces.1.name: shop (mesh.yaml:12:40); expected a list without shop',
      "take it out of the list, or give the namespace dataPlane: none",
    ],
    [
      "ztunnel.revision",
      ztunnel("{ revision: canary }"),
      "spec.ztunnel.values.ztunnel.revision",
      `"canary" contradicts ${name}; expected "prod"`,
      leave("spec.controlPlane.name"),
    ],
    [
      "ztunnel.revision, where the chart would spell the name out",
      "  ztunnel: { values: { ztunnel: { revision: default } } }\n",
      "spec.ztunnel.values.ztunnel.revision",
      '"default" contradicts spec.controlPlane.name: default (mesh.yaml:7:3); expected none',
      leave("spec.controlPlane.name"),
    ],
    [
      "ztunnel.istioNamespace",
      ztunnel("{ istioNamespace: istio-system }"),
      "spec.ztunnel.values.ztunnel.istioNamespace",
      '"istio-system" contradicts spec.controlPlane.namespace: mesh-prod (mesh.yaml:11:42); expected "mesh-prod"',
      leave("spec.controlPlane.namespace"),
    ],
    [
      "ztunnel.xdsAddress",
      ztunnel("{ xdsAddress: 'istiod.istio-system.svc:15012' }"),
      "spec.ztunnel.values.ztunnel.xdsAddress",
      `"istiod.istio-system.svc:15012" contradicts ${home}; expected ${istiod}`,
      leave("spec.controlPlane"),
    ],
    [
      "ztunnel.xdsAddress, anywhere else",
      ztunnel("{ env: { XDS_ADDRESS: 'https://mesh.example.com' } }"),
      "spec.ztunnel.values.ztunnel.env.XDS_ADDRESS",
      `"https://mesh.example.com" contradicts ${home}; expected ${istiod}`,
      leave("spec.controlPlane"),
    ],
    [
      "ztunnel.caAddress of another istiod",
      ztunnel("{ caAddress: 'https://istiod-canary.mesh-prod.svc:15012' }"),
      "spec.ztunnel.values.ztunnel.caAddress",
      `"https://istiod-canary.mesh-prod.svc:15012" contradicts ${home}; expected ${istiod}`,
      leave("spec.controlPlane"),
    ],
    [
      "ztunnel.resourceName",
      ztunnel("{ resourceName: zt }"),
      "spec.ztunnel.values.ztunnel.resourceName",
      '"zt" contradicts spec.ztunnel (mesh.yaml:12:12); expected "ztunnel"',
      "leave it out: the operator and every gate look for a DaemonSet called ztunnel",
    ],
    [
      "a setting of ztunnel and its value",
      "  ztunnel: { terminationGracePeriodSeconds: 60, values: { ztunnel: { terminationGracePeriodSeconds: 30 } } }\n",
      "spec.ztunnel.values.ztunnel.terminationGracePeriodSeconds",
      "30 contradicts spec.ztunnel.terminationGracePeriodSeconds: 60 (mesh.yaml:11:45); expected 60",
      leave("spec.ztunnel.terminationGracePeriodSeconds"),
    ],
    [
      "how long ztunnel drains",
      '  ztunnel: { terminationGracePeriodSeconds: 60, values: { ztunnel: { env: { TERMINATION_GRACE_PERIOD_SECONDS: "30" } } } }\n',
      "spec.ztunnel.values.ztunnel.env.TERMINATION_GRACE_PERIOD_SECONDS",
      '"30" contradicts spec.ztunnel.terminationGracePeriodSeconds: 60 (mesh.yaml:11:45); expected "60"',
      leave("spec.ztunnel.terminationGracePeriodSeconds"),
    ],
    [
      "a value that would hold on to what the upgrade changes",
      "  upgrade: { to: v1.28.1, ztunnel: { terminationGracePeriodSeconds: 300 } }\n" +
        "  ztunnel: { values: { ztunnel: { terminationGracePeriodSeconds: 300 } } }\n",
      "spec.ztunnel.values.ztunnel.terminationGracePeriodSeconds",
      "300 contradicts spec.upgrade.ztunnel.terminationGracePeriodSeconds: 300 (mesh.yaml:11:69)",
      "keep spec.ztunnel.terminationGracePeriodSeconds for what runs now and spec.upgrade.ztunnel.terminationGracePeriodSeconds for what should change",
    ],
    [
      "a map that is none",
      `${prod("{ pilot: 5 }").replace(", values", ", highAvailability: { minReplicas: 2 }, values")}`,
      "spec.controlPlane.values.pilot",
      "it is no map, so it has no room for what spec.controlPlane.highAvailability.minReplicas: 2 (mesh.yaml:11:86) and spec.ztunnel.namespace: ztunnel (mesh.yaml:7:3) set",
      "leave it out, or make it a map",
    ],
    [
      "a list for a map",
      ztunnel("[revision]"),
      "spec.ztunnel.values.ztunnel",
      `it is no map, so it has no room for what ${name} and spec.controlPlane.namespace: mesh-prod (mesh.yaml:11:42) set`,
      "leave it out, or make it a map",
    ],
  ])("%s", (_what, more, path, message, hint) => {
    const [first = "", ...rest] = inputErrorOf(load(more)).split("\n");
    expect(first.replace(/^mesh\.yaml:\d+:\d+: /, "")).toBe(`${path}: ${message}`);
    expect(rest).toEqual([`  ${hint}`]);
  });

  test.each<[what: string, more: string, head: { distribution?: string; dataPlane?: string }, message: string]>([
    [
      "the platform",
      prod("{ global: { platform: gke } }"),
      { distribution: "openshift" },
      'spec.controlPlane.values.global.platform: "gke" contradicts spec.distribution: openshift (mesh.yaml:7:17); expected "openshift"',
    ],
    [
      "the CNI's platform",
      cni("{ global: { platform: k3s } }"),
      { distribution: "openshift" },
      'spec.cni.values.global.platform: "k3s" contradicts spec.distribution: openshift (mesh.yaml:7:17); expected "openshift"',
    ],
    [
      "ztunnel's platform",
      "  ztunnel: { values: { global: { platform: k3s } } }\n",
      { distribution: "openshift" },
      'spec.ztunnel.values.global.platform: "k3s" contradicts spec.distribution: openshift (mesh.yaml:7:17); expected "openshift"',
    ],
    [
      "an ambient profile for sidecars",
      prod("{ profile: openshift-ambient }"),
      { dataPlane: "sidecar" },
      'spec.controlPlane.values.profile: "openshift-ambient" contradicts spec.dataPlane: sidecar (mesh.yaml:8:14); expected a profile without ambient',
    ],
    [
      "a profile without istiod",
      prod("{ profile: remote }"),
      { dataPlane: "sidecar" },
      'spec.controlPlane.values.profile: "remote" contradicts spec.controlPlane (mesh.yaml:11:17); expected a profile that runs istiod',
    ],
    [
      "a sidecar namespace that the CNI leaves out",
      `${cni("{ cni: { excludeNamespaces: [shop] } }")}  namespaces: [{ name: shop }]\n`,
      { dataPlane: "sidecar" },
      'spec.cni.values.cni.excludeNamespaces: ["shop"] contradicts spec.namespaces.0.name: shop (mesh.yaml:12:24); expected a list without shop',
    ],
  ])("%s", (_what, more, head, message) => {
    expect(inputErrorOf(load(more, head)).split("\n")[0]).toMatch(/^mesh\.yaml:\d+:\d+: /);
    expect(inputErrorOf(load(more, head)).split("\n")[0]?.replace(/^\S+ /, "")).toBe(message);
  });

  test("the place is that of the value", () => {
    const text = inputErrorOf(
      load('  controlPlane:\n    values:\n      pilot:\n        env: { A: b, PILOT_ENABLE_AMBIENT: "false" }\n'),
    );
    expect(text).toMatch(/^mesh\.yaml:14:44: /);
  });

  test("all of them at once, each value once", () => {
    const values = '{ profile: remote, revision: a, pilot: { env: { PILOT_ENABLE_AMBIENT: "false" } } }';
    const paths = inputErrorOf(load(prod(values))).match(/spec\.controlPlane\.values\.[\w.]+(?=: )/g);
    expect(paths).toEqual([
      "spec.controlPlane.values.pilot.env.PILOT_ENABLE_AMBIENT",
      "spec.controlPlane.values.profile",
      "spec.controlPlane.values.revision",
    ]);
  });

  test("under RevisionBased no value can name the revision", () => {
    const upgrade = "  upgrade: { to: v1.28.1, strategy: RevisionBased }\n";
    const values = '{ revision: prod, pilot: { env: { EXTERNAL_ISTIOD: "true" } } }';
    const text = inputErrorOf(load(prod(values) + upgrade));
    expect(text).toContain(
      'values.revision: "prod" contradicts spec.upgrade.strategy: RevisionBased (mesh.yaml:12:37)\n',
    );
    expect(text).toContain(
      'EXTERNAL_ISTIOD: "true" contradicts spec.upgrade.strategy: RevisionBased (mesh.yaml:12:37); expected "false"\n' +
        "  leave it out: the operator keeps every old revision while it is true",
    );
    const addresses = "{ revision: prod, xdsAddress: 'istiod-prod.mesh-prod.svc:15012' }";
    expect(inputErrorOf(load(ztunnel(addresses) + upgrade)).match(/contradicts/g)).toHaveLength(2);
  });
});

describe("a value that says the same is fine", () => {
  const rows: [what: string, more: string, head?: Parameters<typeof load>[1]][] = [
    ["names", prod("{ revision: prod, defaultRevision: prod, global: { istioNamespace: mesh-prod, revision: prod } }")],
    [
      "the name default",
      "  controlPlane: { values: { revision: '', defaultRevision: default, global: { revision: default } } }\n",
    ],
    ["variables", prod('{ pilot: { env: { PILOT_ENABLE_AMBIENT: "true", REVISION: prod } } }')],
    ["a listed variable", prod('{ pilot: { envVarFrom: [{ name: PILOT_ENABLE_AMBIENT, value: "true" }] } }')],
    ["an account among others", prod("{ pilot: { env: { CA_TRUSTED_NODE_ACCOUNTS: 'a/b, ztunnel/ztunnel' } } }")],
    ["where ztunnel is trusted", prod("{ pilot: { trustedZtunnelNamespace: ztunnel } }")],
    ["selectors, whatever the order of their keys", selectors()],
    [
      "selectors in values only",
      "  controlPlane: { values: { meshConfig: { discoverySelectors: [{ matchLabels: { a: b } }] } } }\n",
    ],
    ["the profile", prod("{ profile: ambient }")],
    ["the profile of OpenShift", prod("{ profile: openshift-ambient }"), { distribution: "openshift" }],
    ["another profile for sidecars", prod("{ profile: preview }"), { dataPlane: "sidecar" }],
    ["the platform", prod("{ global: { platform: openshift } }"), { distribution: "openshift" }],
    ["any platform upstream", prod("{ global: { platform: gke } }")],
    ["addresses of this istiod", ztunnel("{ xdsAddress: 'istiod-prod.mesh-prod.svc:15012', caAddress: '' }")],
    ["in other words", ztunnel("{ xdsAddress: 'https://istiod-prod.mesh-prod.svc.cluster.local:15012' }")],
    ["another signer of certificates", ztunnel("{ caAddress: 'https://cert-manager-istio-csr.cert-manager.svc:443' }")],
    [
      "a host name that istiod has, too",
      "  controlPlane: { values: { pilot: { env: { ISTIOD_CUSTOM_HOST: 'a, istiod.example.com' } } } }\n" +
        "  ztunnel: { values: { ztunnel: { xdsAddress: 'istiod.example.com:15012' } } }\n",
    ],
    ["what connects ztunnel", ztunnel("{ revision: prod, istioNamespace: mesh-prod }")],
    ["settings beside ours", ztunnel("{ logLevel: info, updateStrategy: { rollingUpdate: { maxSurge: 2 } } }")],
    [
      "excluded namespaces that are not of the mesh",
      `${cni("{ cni: { excludeNamespaces: [kube-system, b] } }")}  namespaces: [{ name: a }, { name: b, dataPlane: none }]\n`,
    ],
    ["Gateway API switched off without waypoints", prod('{ pilot: { env: { PILOT_ENABLE_GATEWAY_API: "false" } } }')],
    ["EXTERNAL_ISTIOD, which InPlace does not mind", prod('{ pilot: { env: { EXTERNAL_ISTIOD: "true" } } }')],
    [
      "PILOT_ENABLE_AMBIENT for sidecars",
      prod('{ pilot: { env: { PILOT_ENABLE_AMBIENT: "true" } } }'),
      { dataPlane: "sidecar" },
    ],
    [
      "one strategy in two places",
      "  ztunnel: { updateStrategy: OnDelete, values: { ztunnel: { updateStrategy: { type: OnDelete } } } }\n",
    ],
  ];

  test.each(rows.map(([what, more, head = {}]) => ({ what, more, head })))("$what", ({ more, head }) => {
    expect(load(more, head)).not.toThrow();
  });

  function selectors(): string {
    const one = "{ matchExpressions: [{ key: a, operator: In, values: [b] }] }";
    const other = "{ matchExpressions: [{ values: [b], operator: In, key: a }] }";
    return `  controlPlane: { discoverySelectors: [${one}], values: { meshConfig: { discoverySelectors: [${other}] } } }\n`;
  }
});

describe("labels of a namespace that contradict a key", () => {
  const one = (rest: string) => `  controlPlane: { name: prod }\n  namespaces: [{ name: a, ${rest} }]\n`;

  test.each<[string, string, string, object?]>([
    [
      "labels: { istio.io/dataplane-mode: none }",
      '"none" contradicts spec.dataPlane: ambient (mesh.yaml:8:14); expected "ambient"',
      "write dataPlane: none for this namespace",
    ],
    [
      "waypoint: { name: w }, labels: { istio.io/use-waypoint: x }",
      '"x" contradicts spec.namespaces.0.waypoint (mesh.yaml:12:37); expected "w"',
      "change spec.namespaces.0.waypoint",
    ],
    [
      "labels: { kubernetes.io/metadata.name: b }",
      '"b" contradicts spec.namespaces.0.name: a',
      "spec.namespaces.0.name",
    ],
    [
      "labels: { istio.io/rev: other }",
      '"other" contradicts spec.controlPlane.name: prod (mesh.yaml:11:25); expected "prod"',
      "change spec.controlPlane.name",
      { dataPlane: "sidecar" },
    ],
  ])("%s", (rest, message, hint, head = {}) => {
    const text = inputErrorOf(load(one(rest), head));
    expect(text).toContain(message);
    expect(text).toContain(hint);
  });

  test.each([
    "labels: { istio.io/dataplane-mode: ambient }",
    "labels: { istio.io/use-waypoint: none }",
    "dataPlane: none, labels: { istio.io/dataplane-mode: none }",
  ])("%s is fine", (rest) => {
    expect(load(one(rest))).not.toThrow();
  });
});

test("a name that is too long for istiod's Service", () => {
  const name = "a".repeat(57);
  expect(inputErrorOf(load(`  controlPlane: { name: ${name} }\n`))).toBe(
    `mesh.yaml:11:25: spec.controlPlane.name: its Service would be called istiod-${name}, of 64 characters; expected at most 63\n` +
      "  choose a shorter name",
  );
  expect(load(`  controlPlane: { name: ${name.slice(1)} }\n`)).not.toThrow();
});
