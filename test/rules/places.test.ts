import { distribution, findRelease } from "../../src/catalog/lookup";
import type { Finding } from "../../src/findings/finding";
import type { ManifestSet } from "../../src/rules/rule";
import { checkState, checkStep } from "../../src/rules/run";
import { readManifests } from "../../src/source/manifests";

const keep = `
  annotations:
    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true
    kustomize.toolkit.fluxcd.io/prune: disabled`;

function sail(kind: string, spec: string, name = "default", annotations = keep, version = "v1"): string {
  return `apiVersion: sailoperator.io/${version}\nkind: ${kind}\nmetadata:\n  name: ${name}${annotations}\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
}

function namespace(labels: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: bookinfo${keep}\n  labels: { ${labels} }\n`;
}

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shared }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;

/** A set of manifests, and the line on which each of its findings stands, from its column on. */
function setOf(texts: readonly string[], release = "3.1.2"): [ManifestSet, (one: Finding) => string] {
  const text = texts.join("---\n");
  const objects = [...readManifests(["-"], { cwd: "/", stdin: () => text })];
  const known = distribution("openshift");
  const set = { distribution: known, release: findRelease(known, release), acceptedJumps: [], objects };
  return [
    set as ManifestSet,
    ({ place }) =>
      place ? (text.split("\n")[place.line - 1]?.slice(place.column - 1) ?? "nothing there") : "no place",
  ];
}

test.each<[string, string, readonly string[]]>([
  ["VER001", "v9.9.9", [sail("Istio", "version: v9.9.9")]],
  ["VER002", "v1.26.4", [sail("Istio", "version: v1.26.4")]],
  ["VER004", "v1.26-latest", [sail("Istio", "version: v1.26-latest")]],
  ["VER005", "sailoperator.io/v1", [sail("ZTunnel", "version: v1.26.4\nnamespace: kube-system")]],
  ["VER005", "pdb:", [sail("Istio", "values:\n  pilot:\n    pdb:\n      minAvailable: 1")]],
  ["VER005", "autoscal:", [sail("Istio", "values:\n  pilot:\n    autoscal:\n      min: 1")]],
  [
    "SCH002",
    "listner:",
    [
      gateway
        .replace("listeners: [{", "\n  listner:\n    - {")
        .replace("}] }", "}")
        .replace("spec: { gatewayClassName: istio-waypoint, ", "spec:\n  gatewayClassName: istio-waypoint"),
    ],
  ],
  ["SCH002", "labels:", [`${namespace("a: b")}labels:\n  istio-injection: enabled\n`]],
  ["VER005", "true", [sail("Istio", "updateStrategy:\n  updateWorkloads: true")]],
  ["VER006", "1.26.4 # one", [sail("Istio", "version: 1.26.4 # one")]],
  ["VER007", "1.27.1", [sail("Istio", "version: v1.26.4\nvalues: { global: { tag: 1.27.1 } }")]],
  ["SKEW001", "v1.26.4", [sail("Istio", "version: v1.24.6"), sail("IstioCNI", "version: v1.26.4")]],
  ["ZTN001", "mine", [sail("IstioCNI", "version: v1.26.4", "mine")]],
  [
    "ZTN003",
    "elsewhere",
    [
      sail("Istio", "values:\n  pilot:\n    trustedZtunnelNamespace: elsewhere"),
      sail("ZTunnel", "namespace: ztunnel", "default", keep, "v1alpha1"),
    ],
  ],
  [
    "ZTN002",
    "revision: elsewhere",
    [
      sail("Istio", "version: v1.26.4"),
      sail("ZTunnel", "values:\n  ztunnel:\n    revision: elsewhere", "default", keep, "v1alpha1"),
    ],
  ],
  ["WPT002", "waypoint, ", [sail("Istio", "version: v1.26.4", "prod"), gateway]],
  [
    "REV006",
    "other }",
    [sail("Istio", "version: v1.26.4"), gateway.replace("shared }", "shared, labels: { istio.io/rev: other } }")],
  ],
  ["DEL004", "a: b", [sail("Istio", "version: v1.26.4", "default", "\n  annotations:\n    a: b")]],
  ["DEL004", "name: bare", [sail("Istio", "version: v1.26.4", "bare", "")]],
  [
    "DEL005",
    "a: b",
    [sail("Istio", "version: v1.26.4", "default", "\n  annotations:\n    a: b"), sail("IstioCNI", "{}")],
  ],
  ["NS002", "enabled }", [namespace("istio.io/dataplane-mode: ambient, istio-injection: enabled")]],
  [
    "NS003",
    "here",
    [
      sail(
        "Istio",
        'namespace: here\nvalues:\n  meshConfig:\n    discoverySelectors: [{ matchLabels: { kubernetes.io/metadata.name: "b" } }]',
      ),
    ],
  ],
  ["WPT001", "gone }", [namespace("istio.io/use-waypoint: gone")]],
  [
    "WPT004",
    "waypoint,",
    [namespace("istio.io/use-waypoint: waypoint, istio.io/use-waypoint-namespace: shared"), gateway],
  ],
])("%s points to %s", (rule, expected, texts) => {
  const [set, lineOf] = setOf(texts, rule === "VER002" ? "3.4.0" : "3.1.2");
  const found = checkState(set).filter((one) => one.rule === rule);
  expect(found.map(lineOf)).toContainEqual(expect.stringMatching(new RegExp(`^${expected.replaceAll(".", "\\.")}`)));
});

test.each<[string, string, readonly string[], readonly string[]]>([
  ["SKEW003", "v1.28.4", [sail("Istio", "version: v1.24.6")], [sail("Istio", "version: v1.28.4")]],
  ["SKEW004", "v1.26.4", [sail("Istio", "version: v1.24.6")], [sail("Istio", "version: v1.26.4")]],
  ["VER003", "v1.26.4", [sail("Istio", "version: v1.26.4")], [sail("Istio", "version: v1.26.4")]],
  [
    "ZTN004",
    "5",
    [sail("ZTunnel", "version: v1.26.3", "default", keep, "v1alpha1")],
    [sail("ZTunnel", "version: v1.26.4\nvalues:\n  ztunnel:\n    terminationGracePeriodSeconds: 5")],
  ],
  [
    "NS001",
    "ambient }",
    [namespace(""), ""],
    [namespace("istio.io/dataplane-mode: ambient"), gateway.replace("shared", "bookinfo")],
  ],
])("%s points to %s of the state after", (rule, expected, before, after) => {
  const [from] = setOf(before.filter(Boolean), "3.3.6");
  const [to, lineOf] = setOf(after, "3.4.0");
  const found = checkStep({ before: from, after: to }).filter((one) => one.rule === rule);
  expect(found.map(lineOf)).toEqual([expect.stringMatching(new RegExp(`^${expected.replaceAll(".", "\\.")}`))]);
});

test("SNAP002 points to where the object was", () => {
  const [before, lineOf] = setOf([gateway]);
  const [after] = setOf([namespace("a: b")]);
  const [found] = checkStep({ before, after }).filter((one) => one.rule === "SNAP002");
  expect(found && lineOf(found)).toBe("apiVersion: gateway.networking.k8s.io/v1");
});
